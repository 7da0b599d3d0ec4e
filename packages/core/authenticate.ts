import { createHash, timingSafeEqual } from 'node:crypto';
import { type CheckedKey, checkedKeysOf } from './client-keys.ts';
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

/** A secret that a call may have used, and the key that it belongs to. */
interface Candidate {
  readonly key: CheckedKey;
  readonly secret: ClientSecret;
}

/**
 * Returns the candidate with this secret. All candidates are compared, and in constant time: the duration does not reveal
 * which one matched, or how nearly.
 */
function matching(secret: string, candidates: readonly Candidate[]): Candidate | undefined {
  const presented = Buffer.from(secretDigest(secret), 'hex');
  let found: Candidate | undefined;
  for (const candidate of candidates) {
    const expected = Buffer.from(candidate.secret.sha256, 'hex');
    const same = expected.length === presented.length && timingSafeEqual(presented, expected);
    if (same) found = candidate;
  }
  return found;
}

/** What an unknown or disabled client's secret is compared with. No secret has this digest. */
const noCandidates: readonly Candidate[] = [
  { key: { id: '', scopes: [], secrets: [] }, secret: { sha256: '0'.repeat(64) } },
];

function liveCandidates(client: CallingClient, now: Date): readonly Candidate[] {
  return checkedKeysOf(client)
    .filter((key) => isLive(key, now))
    .flatMap((key) => key.secrets.filter((secret) => isLive(secret, now)).map((secret) => ({ key, secret })));
}

/** A client that calls, and the key that it used. */
export interface Authentication {
  readonly client: CallingClient;
  readonly key: CheckedKey;
  /** When the key, or the secret of it that was used, expires. */
  readonly endsAt?: Date;
}

/**
 * Returns the active client that these credentials belong to at this time, and the key, or undefined. A secret is hashed
 * and compared for an unknown and a disabled client too, so that the time of a refusal does not tell them apart from one
 * with another secret.
 */
export async function authenticate(
  clients: ClientRegistry<CallingClient>,
  clientId: string | undefined,
  secret: string | undefined,
  now: Date,
): Promise<Authentication | undefined> {
  if (clientId === undefined || secret === undefined || !clientIdForm.test(clientId)) return undefined;
  const client = await clients.find(clientId);
  const live = client?.status === 'active' ? liveCandidates(client, now) : [];
  const found = matching(secret, live.length > 0 ? live : noCandidates);
  if (!client || !found) return undefined;
  const ends = [found.key.expiresAt, found.secret.expiresAt].flatMap((end) => end?.getTime() ?? []);
  return { client, key: found.key, ...(ends.length > 0 && { endsAt: new Date(Math.min(...ends)) }) };
}
