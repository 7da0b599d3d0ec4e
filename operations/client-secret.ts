import { randomBytes } from 'node:crypto';
import { isLive, secretDigest } from '../lambdas/domain/authenticate.ts';
import type { Client, ClientSecret } from '../lambdas/domain/ports.ts';

/** A secret for a client: 32 random bytes. It is handed over once, and kept as its SHA-256 alone. */
export function newClientSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A secret for signing webhooks, of the form that Standard Webhooks has. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * For how long a rotated webhook secret still signs, in hours: longer than a webhook's whole schedule, so that its
 * receiver can take the new secret into use at any time between two attempts.
 */
export const webhookOverlapHours = 48;

/**
 * A client after a rotation of its webhook secret: the one before signs as well until the overlap ends, and so do
 * those that were ending already, no longer than they were to.
 */
export function withRotatedWebhookSecret(
  client: Client,
  newSecret: string,
  now: Date,
  overlapHours: number,
): Client {
  const overlapEnd = new Date(now.getTime() + overlapHours * 60 * 60 * 1000);
  const ending = [
    { secret: client.webhookSecret, expiresAt: overlapEnd },
    ...(client.endingWebhookSecrets ?? []).map(({ secret, expiresAt }) => ({
      secret,
      expiresAt: expiresAt < overlapEnd ? expiresAt : overlapEnd,
    })),
  ];
  const live = ending.filter((candidate) => isLive(candidate, now));
  return { ...client, webhookSecret: newSecret, endingWebhookSecrets: live };
}

/**
 * A client's secrets after a rotation: the new one, and for the overlap those that still opened the API. A
 * secret that was to end sooner ends when it was to.
 */
export function rotatedSecrets(
  secrets: readonly ClientSecret[],
  newSecret: string,
  now: Date,
  overlapHours: number,
): ClientSecret[] {
  const overlapEnd = new Date(now.getTime() + overlapHours * 60 * 60 * 1000);
  const ending = secrets.map(({ sha256, expiresAt }) => ({
    sha256,
    expiresAt: expiresAt && expiresAt < overlapEnd ? expiresAt : overlapEnd,
  }));
  return [{ sha256: secretDigest(newSecret) }, ...ending.filter((secret) => isLive(secret, now))];
}
