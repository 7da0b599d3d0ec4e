import { createHmac } from 'node:crypto';

const secretPrefix = 'whsec_';

function signatureOf(signed: string, secret: string): string {
  if (!secret.startsWith(secretPrefix)) throw new Error('a webhook secret starts with whsec_');
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

/**
 * Returns the three headers of a Standard Webhooks 1.0.0 message: the base64 HMAC-SHA256, under the secret behind
 * `whsec_`, of `<id>.<timestamp in seconds>.<body>`.
 * @param message.secrets each one makes a signature: a receiver that knows one of them accepts the message.
 */
export function webhookHeaders(message: {
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
  readonly secrets: readonly string[];
}): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const { id, sentAt, body, secrets } = message;
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const signatures = secrets.map((secret) => signatureOf(`${id}.${timestamp}.${body}`, secret));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
