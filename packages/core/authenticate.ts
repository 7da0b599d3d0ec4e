import { createHash, timingSafeEqual } from 'node:crypto';
import type { CallingClient, ClientRegistry, ClientSecret, NotifiedClient } from './ports.ts';

/** Ids that a client can have; anything else is not worth a look-up. */
export const clientIdForm = /^[A-Za-z0-9_-]{1,64}$/;

/** The form in which a client's secret is kept. Secrets are 32 random bytes, so this is the right store. */
export function secretDigest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether a secret still opens the API: a rotated one does until its overlap ends. */
export function isLive({ expiresAt }: Pick<ClientSecret, 'expiresAt'>, now: Date): boolean {
  return expiresAt === undefined || now < expiresAt;
}

/** The secrets that a client's webhooks are signed with, the newest first: for a rotation's overlap, each with both. */
export function webhookSecretsOf(
  {
    webhookSecret,
    endingWebhookSecrets = [],
  }: Pick<NotifiedClient, 'webhookSecret' | 'endingWebhookSecrets'>,
  now: Date,
): readonly string[] {
  const ending = endingWebhookSecrets.filter((candidate) => isLive(candidate, now));
  return [webhookSecret, ...ending.map(({ secret }) => secret)];
}

/**
 * Whether a secret is one of these. Every one of them is compared, and in constant time: how long it takes says
 * nothing about which one matched, or how nearly.
 */
export function matchesAny(secret: string, secrets: readonly ClientSecret[]): boolean {
  const presented = Buffer.from(secretDigest(secret), 'hex');
  let found = false;
  for (const { sha256 } of secrets) {
    const expected = Buffer.from(sha256, 'hex');
    const same = expected.length === presented.length && timingSafeEqual(presented, expected);
    found = same || found;
  }
  return found;
}

/** What an unknown or disabled client's secret is compared with. No secret has this digest. */
const noSecret: readonly ClientSecret[] = [{ sha256: '0'.repeat(64) }];

/**
 * Returns the active client that these credentials belong to at this time, or undefined. A secret is hashed and
 * compared for an unknown and a disabled client too, so that the time of a refusal does not tell them apart from one
 * with another secret.
 */
export async function authenticate(
  clients: ClientRegistry<CallingClient>,
  clientId: string | undefined,
  secret: string | undefined,
  now: Date,
): Promise<CallingClient | undefined> {
  if (clientId === undefined || secret === undefined || !clientIdForm.test(clientId)) return undefined;
  const client = await clients.find(clientId);
  const live = client?.secrets.filter((candidate) => isLive(candidate, now)) ?? [];
  const isActive = client?.status === 'active' && live.length > 0;
  const matches = matchesAny(secret, isActive ? live : noSecret);
  return isActive && matches ? client : undefined;
}
