import ipaddr from 'ipaddr.js';

/**
 * Returns the version of an IP address, 4 or 6, or 0 for text that is not an address in its usual spelling. Does what
 * isIP of node:net does, also in a browser.
 */
export function ipVersion(text: string): 0 | 4 | 6 {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return 4;
  // A zone is accepted, as Node does.
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? 6 : 0;
}
