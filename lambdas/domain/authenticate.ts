import { createHash, timingSafeEqual } from 'node:crypto';
import type { Client, ClientRegistry } from './ports.ts';

/** Ids that a client can have; anything else is not worth a look-up. */
const clientIdForm = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Whether a secret is a client's. Secrets are 32 random bytes, so their SHA-256 is the right store, and it is
 * compared in constant time.
 */
export function secretMatches(secret: string, sha256Hex: string): boolean {
  const digest = createHash('sha256').update(secret).digest();
  const expected = Buffer.from(sha256Hex, 'hex');
  return expected.length === digest.length && timingSafeEqual(digest, expected);
}

/** The active client that these credentials belong to; undefined when there is none. */
export async function authenticate(
  clients: ClientRegistry,
  clientId: string | undefined,
  secret: string | undefined,
): Promise<Client | undefined> {
  if (clientId === undefined || secret === undefined || !clientIdForm.test(clientId)) return undefined;
  const client = await clients.find(clientId);
  return client?.status === 'active' && secretMatches(secret, client.secretSha256) ? client : undefined;
}
