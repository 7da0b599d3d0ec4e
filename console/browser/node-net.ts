import ipaddr from 'ipaddr.js';

/**
 * node:net's isIP, as far as the domain uses it.
 * @returns 4, 6, or 0 for what is no address in its usual spelling.
 */
export function isIP(text: string): 0 | 4 | 6 {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 4;
  // Node takes a zone and ipaddr.js too; what is before it decides.
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? 6 : 0;
}
