import { describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { InvalidTokenError, signToken, verifyToken } from '../../lambdas/domain/report-token.ts';

const key = { kid: '1', secret: new TextEncoder().encode('k'.repeat(64)) };
const claims = { reportId: 'f2b9a3c0-0000-4000-8000-000000000000', clientId: 'local-client' };
const issued = new Date('2026-01-01T00:00:00Z');
const day = 24 * 60 * 60 * 1000;

async function forged(change: {
  secret?: Uint8Array;
  alg?: string;
  typ?: string;
  kid?: string;
  iss?: string;
  aud?: string;
}) {
  return new SignJWT({ cid: claims.clientId })
    .setProtectedHeader({ alg: change.alg ?? 'HS256', typ: change.typ ?? 'JWT', kid: change.kid ?? '1' })
    .setSubject(claims.reportId)
    .setIssuer(change.iss ?? 'kyc-china')
    .setAudience(change.aud ?? 'kyc-china/poll')
    .setIssuedAt(issued)
    .setExpirationTime(Math.floor(issued.getTime() / 1000) + 3600)
    .sign(change.secret ?? key.secret);
}

describe('a token', () => {
  it('has the contract’s form and says nothing of the person', async () => {
    const token = await signToken(claims, issued, key);
    expect(token).toMatch(/^[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+\.[A-Za-z0-9-_]*$/);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT', kid: '1' });
    expect(Object.keys(decodeJwt(token)).sort()).toEqual(['aud', 'cid', 'exp', 'iat', 'iss', 'sub']);
  });

  it('is the same for the same claims and time', async () => {
    expect(await signToken(claims, issued, key)).toBe(await signToken(claims, issued, key));
  });

  it('is good for 7 days and no longer', async () => {
    const token = await signToken(claims, issued, key);
    expect(await verifyToken(token, key, new Date(issued.getTime() + 7 * day - 1000))).toEqual(claims);
    await expect(verifyToken(token, key, new Date(issued.getTime() + 7 * day + 1000))).rejects.toThrow(
      InvalidTokenError,
    );
  });

  it.each([
    ['another key', { secret: new TextEncoder().encode('x'.repeat(64)) }],
    ['another algorithm', { alg: 'HS512' }],
    ['another type', { typ: 'at+jwt' }],
    ['another key id', { kid: '2' }],
    ['another issuer', { iss: 'someone' }],
    ['another audience', { aud: 'elsewhere' }],
  ])('is refused with %s', async (_what, change) => {
    await expect(verifyToken(await forged(change), key, issued)).rejects.toThrow(InvalidTokenError);
  });

  it('is refused without a signature', async () => {
    const unsecured = new UnsecuredJWT({ cid: 'local-client' })
      .setSubject('x')
      .setIssuer('kyc-china')
      .setAudience('kyc-china/poll')
      .setIssuedAt()
      .setExpirationTime('1h')
      .encode();
    await expect(verifyToken(unsecured, key, issued)).rejects.toThrow(InvalidTokenError);
  });
});
