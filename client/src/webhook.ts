import { KycWebhookError } from './errors.ts';
import type { Report } from './generated/contract.ts';

/** Headers as the platform has them: of the Fetch API, or an object as Node's. Names in any case. */
export type WebhookHeaders =
  | Pick<Headers, 'get'>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyWebhookOptions {
  /** How far the webhook's time may be from now, in seconds: 300 unless said otherwise. */
  readonly toleranceSeconds?: number | undefined;
  /** Now, for tests. */
  readonly now?: Date | undefined;
}

/** A header longer than any rotation makes it is not worth the work. */
const mostSignatures = 16;

function isHeaders(headers: WebhookHeaders): headers is Pick<Headers, 'get'> {
  return typeof headers.get === 'function';
}

function headerOf(headers: WebhookHeaders, name: string): string {
  if (isHeaders(headers)) return headers.get(name) ?? '';
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

async function keyOf(secret: string) {
  const bytes = secret.startsWith('whsec_') ? fromBase64(secret.slice('whsec_'.length)) : undefined;
  if (!bytes || bytes.length === 0) throw new TypeError('a webhook secret is whsec_ and base64');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

/** What Standard Webhooks signs: `<webhook-id>.<webhook-timestamp>.<body>`. */
function signedBytes(id: string, timestamp: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${id}.${timestamp}.`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

function reportIn(body: Uint8Array): Report {
  try {
    const report = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (typeof report.reportMetadata.reportId === 'string') return report;
  } catch {
    // Told below, without what it held.
  }
  throw new KycWebhookError('body', 'The webhook is signed, and its body is no report.');
}

/**
 * Verifies a webhook as Standard Webhooks 1.0.0 says, in constant time (WebCrypto).
 * Take no message twice: `webhook-id` is the same at every attempt.
 * @param rawBody the body as it came, before it was parsed.
 * @param secrets the client's `whsec_` secret, or several: any of them will do.
 * @returns the report.
 * @throws KycWebhookError when it is not to be trusted; TypeError when a secret is none.
 */
export async function verifyWebhook(
  rawBody: string | Uint8Array,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  { toleranceSeconds = 300, now = new Date() }: VerifyWebhookOptions = {},
): Promise<Report> {
  const keys = await Promise.all([secrets].flat().map(keyOf));
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signature = headerOf(headers, 'webhook-signature');
  if (!id || !signature || !/^[0-9]{1,15}$/.test(timestamp))
    throw new KycWebhookError(
      'headers',
      'The headers webhook-id, webhook-timestamp and webhook-signature are needed.',
    );
  // Not by `>`: a tolerance that is no number would let any time pass.
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= toleranceSeconds))
    throw new KycWebhookError('timestamp', `The webhook's time is more than ${toleranceSeconds} s from now.`);

  const body = typeof rawBody === 'string' ? new TextEncoder().encode(rawBody) : rawBody;
  const bytes = signedBytes(id, timestamp, body);
  const signatures = signature
    .split(' ', mostSignatures)
    .filter((each) => each.startsWith('v1,'))
    .map((each) => fromBase64(each.slice('v1,'.length)));
  for (const key of keys)
    for (const given of signatures)
      if (given && (await crypto.subtle.verify('HMAC', key, given, bytes))) return reportIn(body);
  throw new KycWebhookError('signature', 'No signature of the webhook is of this secret.');
}
