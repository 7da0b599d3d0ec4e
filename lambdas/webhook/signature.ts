import { createHmac } from 'node:crypto';

const secretPrefix = 'whsec_';

/**
 * The three headers of a Standard Webhooks 1.0.0 message: the base64 HMAC-SHA256, under the secret behind
 * `whsec_`, of `<id>.<timestamp in seconds>.<body>`.
 */
export function webhookHeaders(message: {
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
  readonly secret: string;
}): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const { id, sentAt, body, secret } = message;
  if (!secret.startsWith(secretPrefix)) throw new Error('a webhook secret starts with whsec_');
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const signature = createHmac('sha256', Buffer.from(secret.slice(secretPrefix.length), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
