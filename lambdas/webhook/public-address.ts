import ipaddr from 'ipaddr.js';

/**
 * IPv6 ranges that carry an IPv4 address to somewhere else, or are not for the public Internet, and that
 * ipaddr.js calls unicast or names apart. RFC 6052, RFC 8215 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo).
 */
const publicIpv6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether an IP address is a public unicast one, the only kind that a webhook may be posted to. Private,
 * loopback, link-local, metadata, carrier-grade NAT, multicast, documentation and benchmarking ranges are not,
 * nor is an IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4, Teredo).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(publicIpv6);
}
