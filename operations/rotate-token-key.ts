import { randomBytes } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { stillVerifies, type TokenKey, type TokenKeyRing } from '../lambdas/domain/report-token.ts';
import { freshForMs } from '../lambdas/storage/cached-secret.ts';
import { readTokenKeyRing, writeTokenKeyRing } from '../lambdas/storage/token-key-secret.ts';

/** A key for HS256: 48 random bytes, written as 64 characters. */
export function newTokenKey(): TokenKey {
  const secret = new TextEncoder().encode(randomBytes(48).toString('base64url'));
  return { kid: randomBytes(6).toString('base64url'), secret };
}

/**
 * The ring after a rotation: the current key retires, and keys whose tokens have all expired are dropped.
 * A key retires when the last warm function has read the new one, since until then it may sign with the old.
 */
export function rotated({ current, previous }: TokenKeyRing, next: TokenKey, now: Date): TokenKeyRing {
  const retiredAt = new Date(now.getTime() + freshForMs);
  const verifying = previous.filter((key) => stillVerifies(key, now));
  return { current: next, previous: [{ ...current, retiredAt }, ...verifying] };
}

/**
 * Rotates the key in a stage's secret.
 * @param compromised whether somebody else may hold a key of the ring: then no key before the new one verifies any
 * more, and every token in flight ends.
 * @returns the ring as it is now.
 */
export async function rotateTokenKey(
  secrets: SecretsManagerClient,
  secretArn: string,
  now: Date,
  compromised = false,
): Promise<TokenKeyRing> {
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }));
  const next = rotated(readTokenKeyRing(SecretString), newTokenKey(), now);
  const ring = compromised ? { ...next, previous: [] } : next;
  await secrets.send(
    new PutSecretValueCommand({ SecretId: secretArn, SecretString: writeTokenKeyRing(ring) }),
  );
  return ring;
}
