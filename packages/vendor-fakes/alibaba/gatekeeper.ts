import { createHash, createHmac } from 'node:crypto';

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface GatewayRefusal {
  readonly status: number;
  readonly code: string;
}

export interface GatekeeperOptions {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly now: () => number;
}

const required = [
  'host',
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
];
const refuse = (status: number, code: string): GatewayRefusal => ({ status, code });

function hex(algorithm: 'hash' | 'hmac', data: string | Buffer, key = ''): string {
  const digest = algorithm === 'hash' ? createHash('sha256') : createHmac('sha256', key);
  return digest.update(data).digest('hex');
}

/** The query as the gateway wants it signed: decoded, sorted, and encoded again as RFC 3986 says. */
function canonicalQuery(query: string): string {
  const encode = (text: string) =>
    [...Buffer.from(text, 'utf8')]
      .map((byte) => {
        const character = String.fromCharCode(byte);
        return /[A-Za-z0-9\-_.~]/.test(character)
          ? character
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      })
      .join('');
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split('=').map((part) => encode(decodeURIComponent(part)));
    return [name, value] as const;
  });
  return pairs
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map((pair) => pair.join('='))
    .join('&');
}

/**
 * The vendor's gateway: lets a request pass only with a fresh date, a new nonce and the right ACS3-HMAC-SHA256
 * signature, worked out from the raw request as "Request syntax and signature method V3" says.
 */
export function createGatekeeper({ accessKeyId, accessKeySecret, now }: GatekeeperOptions) {
  const nonces = new Set<string>();
  return (request: RawRequest): GatewayRefusal | undefined => {
    const header = (name: string) => String(request.headers[name] ?? '');
    if (request.method !== 'POST') return refuse(400, 'UnsupportedHTTPMethod');
    const authorization = header('authorization').match(
      /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/,
    );
    if (!authorization) return refuse(400, 'IncompleteSignature');
    const [, credential, signedHeaders = '', signature] = authorization;
    if (credential !== accessKeyId) return refuse(404, 'InvalidAccessKeyId.NotFound');

    const date = header('x-acs-date');
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date)) return refuse(400, 'InvalidTimeStamp.Format');
    if (Math.abs(Date.parse(date) - now()) > 15 * 60_000) return refuse(400, 'InvalidTimeStamp.Expired');

    const signed = signedHeaders.split(';');
    const present = Object.keys(request.headers).filter(
      (name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'),
    );
    if (![...required, ...present].every((name) => signed.includes(name)))
      return refuse(400, 'IncompleteSignature');
    if (hex('hash', request.body) !== header('x-acs-content-sha256'))
      return refuse(400, 'SignatureDoesNotMatch');
    const [path = '', query = ''] = request.target.split('?', 2);
    let canonical = `${request.method}\n${path}\n${canonicalQuery(query)}\n`;
    for (const name of signed.toSorted()) canonical += `${name}:${header(name).trim()}\n`;
    canonical += `\n${signed.toSorted().join(';')}\n${header('x-acs-content-sha256')}`;
    const expected = hex('hmac', `ACS3-HMAC-SHA256\n${hex('hash', canonical)}`, accessKeySecret);
    if (signature !== expected) return refuse(400, 'SignatureDoesNotMatch');

    const nonce = header('x-acs-signature-nonce');
    if (nonces.has(nonce)) return refuse(400, 'SignatureNonceUsed');
    nonces.add(nonce);
    return undefined;
  };
}
