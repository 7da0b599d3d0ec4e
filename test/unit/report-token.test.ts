import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  InvalidTokenError,
  keyNamed,
  signToken,
  type TokenKey,
  type TokenKeyRing,
  verifyToken,
} from '@kyc-china/core/report-token';
import {
  base64url,
  decodeJwt,
  decodeProtectedHeader,
  type JWTHeaderParameters,
  SignJWT,
  UnsecuredJWT,
} from 'jose';

const bytes = (text: string) => new TextEncoder().encode(text);
const key: TokenKey = { kid: '1', secret: bytes('k'.repeat(64)) };
const claims = { reportId: 'f2b9a3c0-0000-4000-8000-000000000000', clientId: 'local-client' };
const issued = new Date('2026-01-01T00:00:00Z');
const issuedSeconds = issued.getTime() / 1000;
const day = 24 * 60 * 60 * 1000;
const only = (known: TokenKey) => async (kid: string) => (kid === known.kid ? known : undefined);
const verify = (token: string, at = issued) => verifyToken(token, only(key), at);

interface Change {
  readonly secret?: Parameters<SignJWT['sign']>[0];
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly crit?: Record<string, boolean>;
}

/** One of our tokens with something changed; undefined leaves a part out. */
function changed({
  secret = key.secret,
  header = {},
  claims: more = {},
  crit = {},
}: Change): Promise<string> {
  const payload = {
    sub: claims.reportId,
    cid: claims.clientId,
    iss: 'kyc-china',
    aud: 'kyc-china/poll',
    iat: issuedSeconds,
    exp: issuedSeconds + 3600,
    ...more,
  };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: '1', ...header } as JWTHeaderParameters)
    .sign(secret, { crit });
}

describe('a token', () => {
  it("token has the contract's form and no personal data", async () => {
    const token = await signToken(claims, issued, key);
    expect(token).toMatch(/^[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+\.[A-Za-z0-9-_]*$/);
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT', kid: '1' });
    expect(Object.keys(decodeJwt(token)).sort()).toEqual(['aud', 'cid', 'exp', 'iat', 'iss', 'sub']);
  });

  it('token is the same for the same claims and time', async () => {
    expect(await signToken(claims, issued, key)).toBe(await signToken(claims, issued, key));
  });

  it('token is valid for 7 days and no longer', async () => {
    const token = await signToken(claims, issued, key);
    expect(await verify(token, new Date(issued.getTime() + 7 * day - 1000))).toEqual(claims);
    await expect(verify(token, new Date(issued.getTime() + 7 * day))).rejects.toThrow(InvalidTokenError);
  });

  it('token is valid immediately where the clock is slightly behind', async () => {
    const token = await signToken(claims, issued, key);
    expect(await verify(token, new Date(issued.getTime() - 5000))).toEqual(claims);
  });
});

/** RFC 8725, section 3, what of it can be tried from outside. */
describe('a forged token', () => {
  const refused = (token: string) => expect(verify(token)).rejects.toThrow(InvalidTokenError);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

  it('forged token of this test is valid when nothing is changed', async () => {
    expect(await verify(await changed({}))).toEqual(claims);
  });

  it.each<[string, Change]>([
    ['another key (3.1)', { secret: bytes('x'.repeat(64)) }],
    ['HS512 with our key (3.1)', { header: { alg: 'HS512' } }],
    ['RS256 under our key’s id (3.1)', { secret: rsa.privateKey, header: { alg: 'RS256' } }],
    [
      'HS256 with a public key for its secret (3.1)',
      { secret: bytes(rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()) },
    ],
    ['an empty key id', { header: { kid: '' } }],
    ['an unknown key id', { header: { kid: '2' } }],
    ['no key id', { header: { kid: undefined } }],
    ['a key id that is no text', { header: { kid: 1 } }],
    ['a key id that is a path (3.10)', { header: { kid: '../../1' } }],
    ['another type (3.11)', { header: { typ: 'at+jwt' } }],
    ['no type (3.11)', { header: { typ: undefined } }],
    ['another issuer (3.8)', { claims: { iss: 'someone' } }],
    ['no issuer (3.8)', { claims: { iss: undefined } }],
    ['another audience (3.9)', { claims: { aud: 'elsewhere' } }],
    ['no audience (3.9)', { claims: { aud: undefined } }],
    ['expired', { claims: { exp: issuedSeconds - 1 } }],
    ['an expiry that is no number', { claims: { exp: 'never' } }],
    ['no expiry', { claims: { exp: undefined } }],
    ['not valid yet', { claims: { nbf: issuedSeconds + 3600 } }],
    ['issued in the future', { claims: { iat: issuedSeconds + 3600, exp: issuedSeconds + 7200 } }],
    ['no time of issue', { claims: { iat: undefined } }],
    ['no subject', { claims: { sub: undefined } }],
    ['an empty subject', { claims: { sub: '' } }],
    ['a subject that is no text', { claims: { sub: { reportId: claims.reportId } } }],
    ['no client', { claims: { cid: undefined } }],
    ['a client that is no text', { claims: { cid: ['local-client'] } }],
    [
      'a critical header that we do not know',
      { header: { crit: ['x-new'], 'x-new': 1 }, crit: { 'x-new': true } },
    ],
    ['oversized', { claims: { more: 'x'.repeat(3000) } }],
  ])('forged token is refused: %s', async (_what, change) => {
    await refused(await changed(change));
  });

  it.each(['none', 'None', 'NONE', 'nOnE'])('forged token is refused: alg %s (2.1)', async (alg) => {
    const payload = (await changed({})).split('.')[1];
    const header = base64url.encode(JSON.stringify({ alg, typ: 'JWT', kid: '1' }));
    await refused(`${header}.${payload}.`);
    await refused(`${header}.${payload}.${(await changed({})).split('.')[2]}`);
  });

  it('forged token is refused: unsecured, as a library creates it (2.1)', async () => {
    const unsecured = new UnsecuredJWT({ ...decodeJwt(await changed({})) });
    await refused(unsecured.encode());
  });

  it('forged token is refused: a payload that is not encoded (RFC 7797)', async () => {
    const [, payload, signature] = (await changed({})).split('.');
    const header = { alg: 'HS256', typ: 'JWT', kid: '1', b64: false, crit: ['b64'] };
    await refused(`${base64url.encode(JSON.stringify(header))}.${payload}.${signature}`);
  });

  it.each(['', '.', '..', 'a.b.c', 'a.b.c.d.e', 'no token at all', '…'])(
    'forged token is refused: %j',
    async (text) => {
      await refused(text);
    },
  );

  it('forged token is refused: its own key in the header; jwk, jku, x5u and x5c are not read (3.10)', async () => {
    const own = bytes('o'.repeat(64));
    const jwk = { kty: 'oct', k: base64url.encode(own), alg: 'HS256', kid: '1' };
    const elsewhere = 'https://attacker.example/keys.json';
    for (const header of [{ jwk }, { jku: elsewhere }, { x5u: elsewhere }, { x5c: ['MIIB'] }]) {
      await refused(await changed({ secret: own, header }));
      // Nor do they spoil a token that is ours.
      expect(await verify(await changed({ header }))).toEqual(claims);
    }
  });

  it('forged token is refused: a signature, payload or header of another token of ours', async () => {
    const one = (await changed({})).split('.');
    const other = (await changed({ claims: { sub: 'another-report' } })).split('.');
    await refused([one[0], other[1], one[2]].join('.'));
    await refused([one[0], one[1], other[2]].join('.'));
    await refused([one[0], one[1], one[2]?.slice(0, -2)].join('.'));
  });

  it('forged token is refused without reading a key when algorithm or id is impossible', async () => {
    const asked: string[] = [];
    const findKey = async (kid: string) => {
      asked.push(kid);
      return undefined;
    };
    for (const header of [{ alg: 'HS512' }, { kid: 'k'.repeat(65) }, { kid: 'a b' }, { kid: '1\n' }])
      await expect(verifyToken(await changed({ header }), findKey, issued)).rejects.toThrow(
        InvalidTokenError,
      );
    expect(asked).toEqual([]);
  });
});

describe('the key', () => {
  it('token key shorter than its hash is refused as our fault, not as a bad token (RFC 8725, 3.5)', async () => {
    const weak = { kid: '1', secret: bytes('k'.repeat(31)) };
    await expect(signToken(claims, issued, weak)).rejects.toThrow(/too short/);
    const token = await changed({ secret: weak.secret });
    const verified = verifyToken(token, only(weak), issued);
    await expect(verified).rejects.toThrow(/too short/);
    await expect(verified).rejects.not.toThrow(InvalidTokenError);
  });

  it('token key that cannot be read is not reported as a bad token', async () => {
    const broken = () => Promise.reject(new Error('the secrets’ service is down'));
    await expect(verifyToken(await changed({}), broken, issued)).rejects.toThrow('service is down');
  });
});

describe('a ring', () => {
  const old = { kid: 'old', secret: bytes('o'.repeat(64)), retiredAt: issued };
  const ring: TokenKeyRing = { current: key, previous: [old], digestOnly: [] };

  it('key ring verifies with the key that the header names, and with no other', async () => {
    const findKey = async (kid: string) => keyNamed(ring, kid, issued);
    expect(await verifyToken(await signToken(claims, issued, key), findKey, issued)).toEqual(claims);
    expect(await verifyToken(await signToken(claims, issued, old), findKey, issued)).toEqual(claims);
    const underTheOthersName = await signToken(claims, issued, { ...old, kid: key.kid });
    await expect(verifyToken(underTheOthersName, findKey, issued)).rejects.toThrow(InvalidTokenError);
  });

  it('key ring keeps a retired key for as long as a token lives, and no longer', () => {
    expect(keyNamed(ring, 'old', new Date(issued.getTime() + 7 * day - 1))).toBe(old);
    expect(keyNamed(ring, 'old', new Date(issued.getTime() + 7 * day))).toBeUndefined();
    expect(keyNamed(ring, '1', new Date(issued.getTime() + 700 * day))).toBe(key);
    expect(keyNamed(ring, 'other', issued)).toBeUndefined();
  });
});
