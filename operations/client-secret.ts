import { randomBytes } from 'node:crypto';
import { isLive, secretDigest } from '@kyc-china/core/authenticate';
import type { Client, ClientSecret } from '@kyc-china/core/ports';
import { CommandError } from './command-line.ts';

const longestOverlapHours = 24 * 30;

/** @throws CommandError for an overlap that is not between none and 30 days. */
export function checkOverlap(hours: number): void {
  if (!(hours >= 0 && hours <= longestOverlapHours))
    throw new CommandError(`the overlap is 0 to ${longestOverlapHours} hours`);
}

/** The most secrets that one key can have at once: a call compares its secret with all of them. */
const mostSecrets = 5;

/** Returns a secret for a client: 32 random bytes. It is shown once; only its SHA-256 is stored. */
export function newClientSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Returns a secret for signing webhooks, in the format of Standard Webhooks. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * How many hours a rotated webhook secret still signs. It is longer than a webhook's whole schedule, so that the
 * receiver can start to use the new secret at any time between two attempts.
 */
export const webhookOverlapHours = 48;

/**
 * Returns a client after a rotation of its webhook secret. The previous secret also signs until the overlap ends.
 * Secrets that were already ending keep their earlier end.
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
 * Returns a client's secrets after a rotation: the new one, and until the end of the overlap those that were valid.
 * A secret with an earlier end keeps it.
 * @throws CommandError if the key has too many valid secrets.
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
  const live = ending.filter((secret) => isLive(secret, now));
  if (live.length >= mostSecrets)
    throw new CommandError(
      `the key has ${live.length} valid secrets: wait until one expires, or end them all with --overlap-hours 0`,
    );
  return [{ sha256: secretDigest(newSecret) }, ...live];
}
