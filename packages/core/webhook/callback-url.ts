import { domainToUnicode } from 'node:url';
import { requestSchema } from '../contract/request-schema.ts';
import { ipVersion } from './ip-version.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Top-level names that no public receiver has. `example` is also special, but is accepted: it never resolves, and the
 * documentation's URLs end in it.
 */
const localNames = new Set([
  // IANA's registry of special-use domain names (RFC 6761, 6762, 7686, 9476); the registered parts of arpa are not hosts.
  ...['alt', 'arpa', 'invalid', 'local', 'localhost', 'onion', 'test'],
  // Reserved by ICANN for private use, or never delegated because networks use them inside (RFC 6762, appendix G).
  ...['internal', 'corp', 'home', 'intranet', 'lan', 'mail', 'private'],
  // Used inside networks and clusters, and not delegated.
  ...['consul', 'docker', 'intra', 'localdomain', 'localdomain6', 'localnet', 'svc', 'workgroup'],
]);

/** A part of a host name (RFC 1123, section 2.1; RFC 1035, section 2.3.4). */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const longestName = 253;

/** Characters that RFC 3986 never allows in a URL. Some parsers drop them or read them as a slash, and others do not. */
const ambiguous = /[\s\p{Cc}\p{Cf}\p{Cs}\\]/u;

const { hint: notHttps, maxLength } = requestSchema.properties.callbackUrl;

function isLocal(host: string): boolean {
  return localNames.has(host.slice(host.lastIndexOf('.') + 1));
}

function addressProblem(host: string): string | undefined {
  if (ipVersion(host) ? isPublicAddress(host) : host.includes('.') && !isLocal(host)) return undefined;
  return 'must be an address on the public Internet, not a private, loopback, link-local or metadata one';
}

function nameProblem(host: string): string | undefined {
  if (host.length <= longestName && host.split('.').every((part) => label.test(part))) return undefined;
  return 'must be at a host name of letters, digits and hyphens, without a dot at its end';
}

/**
 * Returns the problem of a host that is written in another form than the parser's host name, which is the one that is
 * called. Such a form (a number, percent-encoding, full-width letters, extra slashes) hides the real host from a reader.
 * Unicode names and IPv6 addresses in brackets, shortened or not, are accepted.
 */
function spellingProblem(written: string, host: string): string | undefined {
  const asCalled = written.toLowerCase();
  const same =
    ipVersion(host) === 6
      ? /^\[[^\]]+\]$/.test(asCalled)
      : asCalled === host || asCalled.normalize('NFC') === domainToUnicode(host);
  return same
    ? undefined
    : 'must have its host written the way it is called: no other spelling of an address or a name';
}

/**
 * Returns the problem of a callback URL, worded for its sender; undefined if the URL may be used. The addresses that its
 * name resolves to are checked when the webhook is posted (post-webhook.ts).
 */
export function callbackUrlProblem(text: string): string | undefined {
  if (!text.startsWith('https://') || text.length > maxLength) return notHttps;
  if (ambiguous.test(text)) return 'must hold no white space, control character or backslash';
  // The WHATWG parser turns decimal, octal and hexadecimal spellings of an IPv4 address into the usual one.
  const url = URL.parse(text);
  if (!url) return 'must be a URL that can be parsed, with a host that can exist';
  const [authority = ''] = text.slice('https://'.length).split(/[/?#]/);
  if (authority.includes('@')) return 'must hold no user name or password; the webhook is signed instead';
  if (url.port !== '') return 'must use port 443, the only one that webhooks are posted to';
  if (text.includes('#')) return 'must hold no fragment: it would never be sent';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return (
    addressProblem(host.replace(/\.$/, '')) ??
    (ipVersion(host) ? undefined : nameProblem(host)) ??
    spellingProblem(authority.replace(/:443$/, ''), host)
  );
}
