import ipaddr from 'ipaddr.js';
import { ipVersion } from './ip-version.ts';

/** IANA's global unicast range of IPv6. IPv4-compatible and unassigned addresses are outside of it. */
const publicIpv6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Returns whether an IP address is a public unicast address, the only kind that a webhook may be posted to. Not public are
 * the addresses in IANA's two special-purpose registries (private, loopback, link-local with the metadata services,
 * carrier-grade NAT, documentation, benchmarking, …), multicast addresses, and IPv6 addresses that embed an IPv4 address
 * (mapped, compatible, NAT64, 6to4, Teredo).
 * @param address in its usual spelling. Any other (octal, short, with a zone) does not count as an address.
 */
export function isPublicAddress(address: string): boolean {
  // ipaddr.js also reads octal, hexadecimal and short forms of IPv4, and both read zones.
  if (ipVersion(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(publicIpv6);
}
