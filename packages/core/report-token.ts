import { type CryptoKey, errors, jwtVerify, SignJWT } from 'jose';
import { retentionSeconds } from './retention.ts';

const issuer = 'kyc-china';
const audience = 'kyc-china/poll';

/** How long a token can be polled with, in seconds. */
export const tokenLifetimeSeconds = retentionSeconds('token');

/** How far the clocks of the function that signs and the one that verifies may be apart. */
const clockToleranceSeconds = 60;

/** Ours have some 450 characters. A longer one is not worth decoding. */
const longestToken = 2048;

/** RFC 7518, section 3.2: a key of HS256 has at least as many bits as its hash. */
const shortestKeyBytes = 32;

/** Ids that a key can have; anything else is not worth a look-up. */
const keyIdForm = /^[A-Za-z0-9_-]{1,64}$/;

/** The key that tokens are signed with. `kid` names it in a token's header. */
export interface TokenKey {
  readonly kid: string;
  readonly secret: Uint8Array;
}

/** A key that signs no longer, and verifies until the last of its tokens has expired. */
export interface RetiredTokenKey extends TokenKey {
  /** The last moment at which a function may have signed with it. */
  readonly retiredAt: Date;
}

/**
 * A key that verifies no token any more, because it leaked. It still compares the bodies of repeated requests with the
 * first one's, for as long as their idempotency records live.
 */
export interface DroppedTokenKey extends TokenKey {
  /** The last moment at which a function may have used it for a record. */
  readonly droppedAt: Date;
}

/** All keys that a token in flight can have been signed with, and those that compare bodies alone. */
export interface TokenKeyRing {
  readonly current: TokenKey;
  readonly previous: readonly RetiredTokenKey[];
  readonly digestOnly: readonly DroppedTokenKey[];
}

/** The key of an idempotency record, and whether a token that it signs is good. */
export interface RecordKey {
  readonly key: TokenKey;
  readonly verifies: boolean;
}

/** What a token says: which report, and whose. Nothing of the person: anyone can read a JWT. */
export interface TokenClaims {
  readonly reportId: string;
  readonly clientId: string;
}

/** The token is not one of ours, or no longer. The reason is not disclosed. */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
}

/** Whether a retired key can have signed a token that has not expired. */
export function stillVerifies({ retiredAt }: RetiredTokenKey, now: Date): boolean {
  return now.getTime() < retiredAt.getTime() + tokenLifetimeSeconds * 1000;
}

/** The ring's key of this id: the current one, or a retired one whose tokens have not all expired. */
export function keyNamed({ current, previous }: TokenKeyRing, kid: string, now: Date): TokenKey | undefined {
  if (current.kid === kid) return current;
  return previous.find((key) => key.kid === kid && stillVerifies(key, now));
}

/** How long an idempotency record lives, in milliseconds. */
const recordLifetimeMs = retentionSeconds('idempotencyRecord') * 1000;

/** Whether an idempotency record under a dropped key can still be repeated. */
export function stillCompares({ droppedAt }: DroppedTokenKey, now: Date): boolean {
  return now.getTime() < droppedAt.getTime() + recordLifetimeMs;
}

/** The ring's key of an idempotency record: one that verifies tokens, or one that only compares bodies. */
export function recordKeyNamed(ring: TokenKeyRing, kid: string, now: Date): RecordKey | undefined {
  const verifying = keyNamed(ring, kid, now);
  if (verifying) return { key: verifying, verifies: true };
  const dropped = ring.digestOnly.find((key) => key.kid === kid && stillCompares(key, now));
  return dropped && { key: dropped, verifies: false };
}

const imported = new WeakMap<TokenKey, CryptoKey>();

/**
 * The key in the form that signatures are made with, imported once: jose imports bytes again each time.
 * A short key is a fault of ours, not of the token: it is never used.
 */
async function cryptoKeyOf(key: TokenKey): Promise<CryptoKey> {
  const known = imported.get(key);
  if (known) return known;
  if (key.secret.length < shortestKeyBytes)
    throw new Error(`the token key is too short: it needs ${shortestKeyBytes} bytes`);
  const bytes = new Uint8Array(key.secret);
  const made = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
  imported.set(key, made);
  return made;
}

/** Signs a token. The same claims, time and key give the same token. */
export async function signToken(
  { reportId, clientId }: TokenClaims,
  issuedAt: Date,
  key: TokenKey,
): Promise<string> {
  const iat = Math.floor(issuedAt.getTime() / 1000);
  return new SignJWT({ cid: clientId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.kid })
    .setSubject(reportId)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(iat)
    .setExpirationTime(iat + tokenLifetimeSeconds)
    .sign(await cryptoKeyOf(key));
}

/**
 * Verifies a token: algorithm, type, issuer, audience and times pinned (RFC 8725), the key looked up by the id
 * in the token's header and nothing else of it.
 * @param findKey the key of an id, undefined when no key has this id. It is asked only about ids that a key can have.
 * @throws InvalidTokenError
 */
export async function verifyToken(
  token: string,
  findKey: (kid: string) => Promise<TokenKey | undefined>,
  now: Date,
): Promise<TokenClaims> {
  if (token.length > longestToken) throw new InvalidTokenError();
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = typeof kid === 'string' && keyIdForm.test(kid) ? await findKey(kid) : undefined;
        if (!key) throw new InvalidTokenError();
        return cryptoKeyOf(key);
      },
      {
        algorithms: ['HS256'],
        typ: 'JWT',
        issuer,
        audience,
        currentDate: now,
        requiredClaims: ['sub', 'cid', 'iat', 'exp'],
      },
    );
    const { sub, cid, iat = Number.POSITIVE_INFINITY } = payload;
    const fromTheFuture = iat > now.getTime() / 1000 + clockToleranceSeconds;
    if (fromTheFuture || typeof sub !== 'string' || sub === '' || typeof cid !== 'string')
      throw new InvalidTokenError();
    return { reportId: sub, clientId: cid };
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new InvalidTokenError();
    throw error;
  }
}
