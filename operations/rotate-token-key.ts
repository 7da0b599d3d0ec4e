import { randomBytes } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { stillCompares, stillVerifies, type TokenKey, type TokenKeyRing } from '@kyc-china/core/report-token';
import { freshForMs } from '@kyc-china/storage/cached-secret';
import { readTokenKeyRing, writeTokenKeyRing } from '@kyc-china/storage/token-key-secret';

/** A key for HS256: 48 random bytes, written as 64 characters. */
export function newTokenKey(): TokenKey {
  const secret = new TextEncoder().encode(randomBytes(48).toString('base64url'));
  return { kid: randomBytes(6).toString('base64url'), secret };
}

/** Returns when the last warm function has read a ring that is stored now. Until then it may use the previous one. */
const lastUse = (now: Date) => new Date(now.getTime() + freshForMs);

/**
 * Returns the ring after a rotation. The current key retires; keys whose tokens have all expired are removed.
 * A key retires when the last warm function has read the new one: until then, a function may sign with the old key.
 */
export function rotated(
  { current, previous, digestOnly }: TokenKeyRing,
  next: TokenKey,
  now: Date,
): TokenKeyRing {
  const verifying = previous.filter((key) => stillVerifies(key, now));
  return {
    current: next,
    previous: [{ ...current, retiredAt: lastUse(now) }, ...verifying],
    digestOnly: digestOnly.filter((key) => stillCompares(key, now)),
  };
}

/**
 * Returns the ring after a key has leaked. Only the new key verifies. The others compare bodies for a day, so that a
 * request that is repeated with its Idempotency-Key finds its report and gets a token under the new key.
 */
export function replaced(
  { current, previous, digestOnly }: TokenKeyRing,
  next: TokenKey,
  now: Date,
): TokenKeyRing {
  const dropped = [current, ...previous].map(({ kid, secret }) => ({ kid, secret, droppedAt: lastUse(now) }));
  return {
    current: next,
    previous: [],
    digestOnly: [...dropped, ...digestOnly.filter((key) => stillCompares(key, now))],
  };
}

/**
 * Rotates the key in a stage's secret.
 * @param compromised whether a third party may hold a key of the ring. If so, only the new key verifies and every
 * issued token ends. A repeated request gets a new token.
 * @returns the new ring.
 */
export async function rotateTokenKey(
  secrets: SecretsManagerClient,
  secretArn: string,
  now: Date,
  compromised = false,
): Promise<TokenKeyRing> {
  const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId: secretArn }));
  const ring = (compromised ? replaced : rotated)(readTokenKeyRing(SecretString), newTokenKey(), now);
  await secrets.send(
    new PutSecretValueCommand({ SecretId: secretArn, SecretString: writeTokenKeyRing(ring) }),
  );
  return ring;
}
