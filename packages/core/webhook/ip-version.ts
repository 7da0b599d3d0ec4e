import ipaddr from 'ipaddr.js';

/** A zone of an IPv6 address, in the characters that Node accepts. */
const zone = /%[\dA-Za-z.:-]+$/;

/**
 * Returns the version of an IP address, 4 or 6, or 0 for text that is not an address in its usual spelling. Does what
 * isIP of node:net does, also in a browser.
 */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 4;
  // ipaddr.js accepts fewer zones than Node does.
  const address = text.replace(zone, '');
  return address.includes(':') && !address.includes('%') && ipaddr.IPv6.isValid(address) ? 6 : 0;
}
