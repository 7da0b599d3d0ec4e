import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** An error of the API, as the vendor's envelope has it. */
export interface ApiError {
  readonly Code: string;
  readonly Message: string;
}

export interface RawRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface AccessKey {
  readonly secretId: string;
  readonly secretKey: string;
}

const form =
  /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d{2}-\d{2})\/([a-z]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

function error(Code: string, Message: string): ApiError {
  return { Code, Message };
}

function digest(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The signature that the request should carry, from what arrived and the headers that it says it signs. */
function expectedSignature(
  request: RawRequest,
  day: string,
  service: string,
  names: string,
  secretKey: string,
): string {
  const [path = '', query = ''] = request.url.split('?');
  let canonical = `${request.method}\n${path}\n${query}\n`;
  for (const name of names.split(';')) {
    canonical += `${name}:${String(request.headers[name] ?? '')
      .trim()
      .toLowerCase()}\n`;
  }
  canonical += `\n${names}\n${digest(request.body)}`;
  const text = `TC3-HMAC-SHA256\n${request.headers['x-tc-timestamp']}\n${day}/${service}/tc3_request\n${digest(canonical)}`;
  let key = Buffer.from(`TC3${secretKey}`);
  for (const part of [day, service, 'tc3_request']) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(text).digest('hex');
}

/** A service behind the gateway. */
export interface GuardedService {
  readonly name: string;
  readonly version: string;
}

const faceId: GuardedService = { name: 'faceid', version: '2018-03-01' };

/**
 * What the vendor's gateway says of a request before any service sees it; undefined: let it in. The signature is
 * checked as the vendor's document ("Signature v3") describes it, over the bytes that arrived.
 */
export function gatekeep(
  request: RawRequest,
  key: AccessKey,
  now: Date,
  guarded = faceId,
): ApiError | undefined {
  const { headers } = request;
  if (request.method !== 'POST') return error('UnsupportedProtocol', 'Only GET and POST are supported.');
  if (!/^application\/json(; ?charset=utf-8)?$/i.test(headers['content-type'] ?? ''))
    return error('UnsupportedProtocol', 'The Content-Type is not supported.');

  const [, secretId, day = '', service, names = '', signature] = form.exec(headers.authorization ?? '') ?? [];
  if (signature === undefined || service !== guarded.name)
    return error('AuthFailure.InvalidAuthorization', 'The authorization header is not of the required form.');
  const signed = names.split(';');
  if (
    !signed.includes('content-type') ||
    !signed.includes('host') ||
    signed.join() !== [...signed].sort().join()
  )
    return error('AuthFailure.InvalidAuthorization', 'content-type and host must be signed, in order.');
  if (secretId !== key.secretId) return error('AuthFailure.SecretIdNotFound', 'The SecretId is not found.');

  const timestamp = headers['x-tc-timestamp'];
  if (typeof timestamp !== 'string' || !/^\d{10}$/.test(timestamp))
    return error('MissingParameter', 'X-TC-Timestamp is missing.');
  const at = new Date(Number(timestamp) * 1000);
  if (Math.abs(now.getTime() - at.getTime()) > 5 * 60 * 1000)
    return error('AuthFailure.SignatureExpire', 'The signature has expired.');
  const isDay = at.toISOString().startsWith(day);
  if (!isDay || signature !== expectedSignature(request, day, service, names, key.secretKey))
    return error('AuthFailure.SignatureFailure', 'The signature does not match.');

  if (headers['x-tc-version'] !== guarded.version) return error('NoSuchVersion', 'There is no such version.');
  return undefined;
}
