import { errors, jwtVerify, SignJWT } from 'jose';

const issuer = 'kyc-china';
const audience = 'kyc-china/poll';

/** How long a token can be polled with, in seconds: 7 days. */
const tokenLifetimeSeconds = 7 * 24 * 60 * 60;

/** The key that tokens are signed with. `kid` names it in a token's header. */
export interface TokenKey {
  readonly kid: string;
  readonly secret: Uint8Array;
}

/** What a token says: which report, and whose. Nothing of the person: anyone can read a JWT. */
export interface TokenClaims {
  readonly reportId: string;
  readonly clientId: string;
}

/** The token is not one of ours, or no longer. Why is for nobody to know. */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
}

/** Signs a token. The same claims, time and key give the same token. */
export function signToken(
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
    .sign(key.secret);
}

/**
 * Verifies a token: algorithm, type, issuer, audience and expiry pinned (RFC 8725).
 * @throws InvalidTokenError
 */
export async function verifyToken(token: string, key: TokenKey, now: Date): Promise<TokenClaims> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key.secret, {
      algorithms: ['HS256'],
      typ: 'JWT',
      issuer,
      audience,
      currentDate: now,
      requiredClaims: ['sub', 'cid', 'iat', 'exp'],
    });
    if (protectedHeader.kid !== key.kid || typeof payload.cid !== 'string' || !payload.sub)
      throw new InvalidTokenError();
    return { reportId: payload.sub, clientId: payload.cid };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof InvalidTokenError)
      throw new InvalidTokenError();
    throw error;
  }
}
