import { KycWebhookError } from './errors.ts';
import type { FailedReport, Report } from './generated/contract.ts';

/** What a webhook holds. `isFailedReport` tells the two apart. */
export type WebhookMessage = Report | FailedReport;

/** The body as it came: a text, or bytes (a Buffer, too). */
export type RawBody = string | ArrayBuffer | ArrayBufferView;

type HeaderValue = string | readonly string[] | undefined;

/** Headers as the platform has them: of the Fetch API, a Map or pairs, or an object as in Node. Names in any case. */
export type WebhookHeaders =
  | Pick<Headers, 'get'>
  | Iterable<readonly [string, HeaderValue]>
  | Readonly<Record<string, HeaderValue>>;

export interface VerifyWebhookOptions {
  /** How far the webhook's time may be from now, in seconds: 300 unless said otherwise. */
  readonly toleranceSeconds?: number | undefined;
  /** Now, for tests. */
  readonly now?: Date | undefined;
}

/** How many signatures are looked at: more than any rotation makes. */
const mostSignatures = 16;

/** Returns the body's bytes. @throws TypeError if it was parsed, or is not there. */
function bytesOf(rawBody: RawBody): Uint8Array {
  if (typeof rawBody === 'string') return new TextEncoder().encode(rawBody);
  if (ArrayBuffer.isView(rawBody))
    return new Uint8Array(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
  // Not by instanceof: it may be of another realm.
  if (Object.prototype.toString.call(rawBody) === '[object ArrayBuffer]') return new Uint8Array(rawBody);
  throw new TypeError(
    'verifyWebhook needs the raw body: the string or bytes that came, before any parser. Of a parsed body, the signed bytes are lost.',
  );
}

function isIterable(headers: object): headers is Iterable<readonly [string, HeaderValue]> {
  return Symbol.iterator in headers;
}

/** Returns the headers by their names in lower case. Values that came apart are joined: no signed value has two. */
function readHeaders(headers: WebhookHeaders): (name: string) => string {
  if (typeof headers !== 'object' || headers === null)
    throw new TypeError("verifyWebhook needs the request's headers: Headers, a Map, or an object.");
  if (!isIterable(headers) && typeof headers.get === 'function') {
    const { get } = headers;
    return (name) => get.call(headers, name) ?? '';
  }
  const entries = isIterable(headers) ? [...headers] : Object.entries(headers);
  const byName = new Map(
    entries.map(([name, value]) => [String(name).toLowerCase(), [value].flat().join(' ')]),
  );
  return (name) => byName.get(name) ?? '';
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

async function keyOf(secret: unknown) {
  const [, base64 = ''] = /^whsec_(.+)$/s.exec(String(secret).trim()) ?? [];
  const bytes = fromBase64(base64);
  if (!bytes || bytes.length === 0) throw new TypeError('A webhook secret is whsec_ and base64.');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** Imports the secrets. An empty one, as of a variable that is not set, counts as none. */
function keysOf(secrets: string | readonly string[]) {
  const present = [secrets]
    .flat()
    .filter((secret) => secret !== undefined && secret !== null && secret !== '');
  if (present.length === 0) throw new TypeError('verifyWebhook needs a webhook secret: none was given.');
  return Promise.all(present.map(keyOf));
}

/** What Standard Webhooks signs: `<webhook-id>.<webhook-timestamp>.<body>`. */
function signedBytes(id: string, timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

function messageIn(body: Uint8Array): WebhookMessage {
  let message: WebhookMessage | undefined;
  try {
    message = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // Reported below, without what it held.
  }
  const { reportId, status } = message?.reportMetadata ?? {};
  if (message && typeof reportId === 'string' && (status === 'completed' || status === 'failed'))
    return message;
  throw new KycWebhookError('body', 'The webhook is signed, but its body is not a report.');
}

/** Returns whether a webhook says that there will be no report. */
export function isFailedReport(message: WebhookMessage): message is FailedReport {
  return message.reportMetadata.status === 'failed';
}

/**
 * Verifies a webhook as Standard Webhooks 1.0.0 says, in constant time (WebCrypto).
 * Accept no message twice: `webhook-id` is the same at every attempt.
 * @param rawBody the body as it came, before it was parsed.
 * @param secrets the client's `whsec_` secret, or several: a signature by any of them is enough.
 * @returns the report, or the message that there will be none.
 * @throws KycWebhookError if the webhook cannot be trusted; TypeError if the call is wrong: a parsed body, no headers, or
 * no secret.
 * @example
 * const message = await verifyWebhook(await request.text(), request.headers, 'whsec_…');
 * if (isFailedReport(message)) console.error(message.reportMetadata.reportId, message.message);
 * else console.log(message.summary.matched);
 */
export async function verifyWebhook(
  rawBody: RawBody,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  { toleranceSeconds = 300, now = new Date() }: VerifyWebhookOptions = {},
): Promise<WebhookMessage> {
  const body = bytesOf(rawBody);
  const header = readHeaders(headers);
  const keys = await keysOf(secrets);
  const id = header('webhook-id');
  const timestamp = header('webhook-timestamp');
  const signature = header('webhook-signature');
  if (!id || !signature || !/^[0-9]{1,15}$/.test(timestamp))
    throw new KycWebhookError(
      'headers',
      'The headers webhook-id, webhook-timestamp and webhook-signature are needed.',
    );
  // Not by `>`: a tolerance that is not a number would accept any time.
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= toleranceSeconds))
    throw new KycWebhookError('timestamp', `The webhook's time is more than ${toleranceSeconds} s from now.`);

  if (body.length === 0)
    throw new KycWebhookError(
      'body',
      'The body is empty. If something has read it before, pass on what it read.',
    );

  const bytes = signedBytes(id, timestamp, body);
  const signatures = signature
    .split(' ', mostSignatures)
    .filter((each) => each.startsWith('v1,'))
    .map((each) => fromBase64(each.slice('v1,'.length)));
  for (const key of keys)
    for (const candidate of signatures)
      if (candidate && (await crypto.subtle.verify('HMAC', key, candidate, bytes))) return messageIn(body);
  throw new KycWebhookError(
    'signature',
    'No signature fits: it was made with another secret, or over another body. The raw body is needed.',
  );
}
