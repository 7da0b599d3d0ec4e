import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import { requestSchema } from '../domain/contract/request-schema.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Names that only ever mean a machine nearby, or none: special-use names (RFC 6761, 6762, 7686, 8375, 9476), what
 * ICANN keeps out of the root for being used inside (internal, home, corp, mail), and what clusters call themselves.
 */
const localNames =
  /(^|\.)(localhost|localdomain6?|local|internal|intranet|private|lan|home|corp|mail|svc|arpa|onion|alt)$/;

/** A part of a host name (RFC 1123, section 2.1; RFC 1035, section 2.3.4). */
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const longestName = 253;

/** What RFC 3986 allows nowhere in a URL, but parsers drop, or take for a slash; some do and some do not. */
const ambiguous = /[\s\p{Cc}\p{Cf}\p{Cs}\\]/u;

const { mend: notHttps, maxLength } = requestSchema.properties.callbackUrl;

function addressProblem(host: string): string | undefined {
  if (isIP(host) ? isPublicAddress(host) : host.includes('.') && !localNames.test(host)) return undefined;
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
