import { createHash, createHmac } from 'node:crypto';

/** What an access key of Tencent Cloud consists of. */
export interface TencentCredentials {
  readonly secretId: string;
  readonly secretKey: string;
}

export interface SignedRequest {
  /** As the header Host is sent: with the port, unless it is the scheme's own. */
  readonly host: string;
  readonly contentType: string;
  readonly body: string;
  readonly service: string;
  readonly at: Date;
}

const algorithm = 'TC3-HMAC-SHA256';
const signedHeaders = 'content-type;host';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Seconds since 1970, as X-TC-Timestamp has it. */
export function timestampOf(at: Date): string {
  return String(Math.floor(at.getTime() / 1000));
}

/**
 * The header Authorization of a POST with a JSON body, by TC3-HMAC-SHA256 ("Signature v3" in Tencent Cloud's
 * API documentation: canonical request, string to sign, and a key derived from the day, the service and
 * `tc3_request`). It covers the body and the headers that the vendor requires, as the vendor's own SDK does.
 *
 * Why not that SDK: this is all that we need of it. It bundles to 535 KB and loads in about 100 ms, or to 72 KB with
 * its HTTP client replaced, and then ignores its own timeout; these lines are 0.7 KB and load in 5 ms. How that was
 * measured: docs/providers/tencent.md.
 */
export function authorizationOf(
  { host, contentType, body, service, at }: SignedRequest,
  { secretId, secretKey }: TencentCredentials,
): string {
  const canonicalRequest = [
    'POST',
    '/',
    '',
    `content-type:${contentType.toLowerCase()}`,
    `host:${host.toLowerCase()}`,
    '',
    signedHeaders,
    sha256(body),
  ].join('\n');
  // The day in UTC, whatever the time zone of the machine: the vendor's document warns of it.
  const day = at.toISOString().slice(0, 10);
  const scope = `${day}/${service}/tc3_request`;
  const stringToSign = [algorithm, timestampOf(at), scope, sha256(canonicalRequest)].join('\n');
  const key = hmac(hmac(hmac(`TC3${secretKey}`, day), service), 'tc3_request');
  const signature = hmac(key, stringToSign).toString('hex');
  return `${algorithm} Credential=${secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}
