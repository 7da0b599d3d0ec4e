import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Names that only ever mean a machine nearby (RFC 6761, RFC 6762, RFC 8375; cloud metadata services). */
const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)$/;

/**
 * What is wrong with a callback URL as it is written, in words for the one who sent it; undefined when it may
 * be used. Which addresses its name resolves to is checked when the webhook is posted (post-webhook.ts).
 */
export function callbackUrlProblem(text: string): string | undefined {
  // The WHATWG parser turns decimal, octal and hexadecimal spellings of an IPv4 address into the usual one.
  const url = URL.parse(text);
  if (!text.startsWith('https://') || !url) return 'must be a URL that starts with https://';
  if (url.username || url.password)
    return 'must hold no user name or password; the webhook is signed instead';
  if (url.port !== '') return 'must use port 443, the only one that webhooks are posted to';
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) ? !isPublicAddress(host) : localNames.test(host) || !host.includes('.'))
    return 'must be an address on the public Internet, not a private, loopback, link-local or metadata one';
  return undefined;
}
