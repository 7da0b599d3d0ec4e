import { createHash, createHmac } from 'node:crypto';

/** Who signs. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

const algorithm = 'ACS3-HMAC-SHA256';

/** The SHA-256 of a text, in lower-case hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Percent-encodes as RFC 3986 says: all but letters, digits, `-`, `_`, `.` and `~`. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Names and values in the canonical form: sorted by name and percent-encoded. Good for a query and for a form. */
export function encodeParameters(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(parameters[name] ?? '')}`)
    .join('&');
}

/**
 * The Authorization header of a POST to `/` of an RPC-style API: Alibaba Cloud, "Request syntax and signature
 * method V3" (https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature).
 * @param query in the canonical form.
 * @param headers those to be signed, with lower-case names: host, content-type and every x-acs-*, of which
 * x-acs-content-sha256 is the hash of the body.
 */
export function authorizationOf(
  query: string,
  headers: Readonly<Record<string, string>>,
  { accessKeyId, accessKeySecret }: SigningKey,
): string {
  const names = Object.keys(headers).sort();
  const signedHeaders = names.join(';');
  const canonicalRequest = [
    'POST',
    '/',
    query,
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    signedHeaders,
    headers['x-acs-content-sha256'],
  ].join('\n');
  const signature = createHmac('sha256', accessKeySecret)
    .update(`${algorithm}\n${sha256(canonicalRequest)}`)
    .digest('hex');
  return `${algorithm} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
}
