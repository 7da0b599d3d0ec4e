import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import { requestSchema } from '../domain/contract/request-schema.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Top-level names that no public receiver has. `example` is special too, but is accepted: no DNS answers it, and the
 * documentation's own URLs end in it.
 */
const localNames = new Set([
  // IANA's registry of special-use domain names (RFC 6761, 6762, 7686, 9476); the registered parts of arpa are not hosts.
  ...['alt', 'arpa', 'invalid', 'local', 'localhost', 'onion', 'test'],
  // Reserved by ICANN for private use, or never delegated because networks use them inside (RFC 6762, appendix G).
  ...['internal', 'corp', 'home', 'intranet', 'lan', 'mail', 'private'],
  // In use inside networks and clusters, and not delegated.
  ...['consul', 'docker', 'intra', 'localdomain', 'localdomain6', 'localnet', 'svc', 'workgroup'],
]);

/** A part of a host name (RFC 1123, section 2.1; RFC 1035, section 2.3.4). */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const longestName = 253;

/** What RFC 3986 allows nowhere in a URL, but parsers drop, or take for a slash; some do and some do not. */
const ambiguous = /[\s\p{Cc}\p{Cf}\p{Cs}\\]/u;

const { hint: notHttps, maxLength } = requestSchema.properties.callbackUrl;

function isLocal(host: string): boolean {
  return localNames.has(host.slice(host.lastIndexOf('.') + 1));
}

function addressProblem(host: string): string | undefined {
  if (isIP(host) ? isPublicAddress(host) : host.includes('.') && !isLocal(host)) return undefined;
  return 'must be an address on the public Internet, not a private, loopback, link-local or metadata one';
}

function nameProblem(host: string): string | undefined {
  if (host.length <= longestName && host.split('.').every((part) => label.test(part))) return undefined;
  return 'must be at a host name of letters, digits and hyphens, without a dot at its end';
}

/**
 * A host is called by what the parser makes of it. Spelt in another way (as a number, percent-encoded, in full-width
 * letters, behind extra slashes) it reads as something else than it is. Written in Unicode, it is itself; and so is
 * an IPv6 address between its brackets, shortened or not.
 */
function spellingProblem(written: string, host: string): string | undefined {
  const asCalled = written.toLowerCase();
  const same =
    isIP(host) === 6
      ? /^\[[^\]]+\]$/.test(asCalled)
      : asCalled === host || asCalled.normalize('NFC') === domainToUnicode(host);
  return same
    ? undefined
    : 'must have its host written the way it is called: no other spelling of an address or a name';
}

/**
 * What is wrong with a callback URL as it is written, in words for the one who sent it; undefined when it may
 * be used. Which addresses its name resolves to is checked when the webhook is posted (post-webhook.ts).
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
    (isIP(host) ? undefined : nameProblem(host)) ??
    spellingProblem(authority.replace(/:443$/, ''), host)
  );
}
