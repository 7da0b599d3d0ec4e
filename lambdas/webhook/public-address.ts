import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All that IANA has allocated to global unicast in IPv6; outside of it lie IPv4-compatible and unassigned ones. */
const publicIpv6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether an IP address is a public unicast one, the only kind that a webhook may be posted to. What IANA's two
 * special-purpose registries list is not (private, loopback, link-local with the metadata services, carrier-grade
 * NAT, documentation, benchmarking, …), nor multicast, nor an IPv6 address that stands for an IPv4 one
 * (mapped, compatible, NAT64, 6to4, Teredo).
 * @param address in its usual spelling; any other (octal, short, with a zone) is not taken for an address.
 */
export function isPublicAddress(address: string): boolean {
  // ipaddr.js also reads octal, hexadecimal and short forms of IPv4, and both read zones.
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(publicIpv6);
}
