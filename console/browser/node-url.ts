import punycode from 'punycode/punycode.es6.js';

/**
 * node:url's domainToUnicode, for a host that the URL parser has accepted and so written in ASCII.
 * @returns the host in Unicode; empty when it cannot be decoded.
 */
export function domainToUnicode(host: string): string {
  try {
    return punycode.toUnicode(host);
  } catch {
    return '';
  }
}
