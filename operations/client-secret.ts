import { randomBytes } from 'node:crypto';
import { isLive, secretDigest } from '../lambdas/domain/authenticate.ts';
import type { ClientSecret } from '../lambdas/domain/ports.ts';

/** A secret for a client: 32 random bytes. It is handed over once, and kept as its SHA-256 alone. */
export function newClientSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A secret for signing webhooks, of the form that Standard Webhooks has. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
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
