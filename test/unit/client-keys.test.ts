import { describe, expect, it } from '@jest/globals';
import { authenticate, secretDigest } from '@kyc-china/core/authenticate';
import { permissionOf } from '@kyc-china/core/call-permission';
import { type ClientKey, keyScopes } from '@kyc-china/core/client-keys';
import type { Client } from '@kyc-china/core/ports';
import { routeScopes, routesOf } from '@kyc-china/core/route-scopes';
import { toClient, toRow } from '@kyc-china/storage/client-registry';

const now = new Date('2026-03-01T00:00:00Z');
const hour = 60 * 60 * 1000;
const plus = (ms: number) => new Date(now.getTime() + ms);

const keyOf = (id: string, rest: Partial<ClientKey> = {}): ClientKey => ({
  id,
  name: id,
  scopes: keyScopes,
  createdAt: now,
  secrets: [{ sha256: secretDigest(`secret of ${id}`) }],
  ...rest,
});

const client: Client = {
  clientId: 'acme',
  secrets: [{ sha256: secretDigest('secret of default') }],
  secretsRotatedAt: plus(-hour),
  keys: [
    keyOf('reader', { scopes: ['read'], networks: ['192.0.2.0/24', '2001:db8::/32'] }),
    keyOf('ending', { expiresAt: plus(hour) }),
    keyOf('rotated', {
      expiresAt: plus(3 * hour),
      rotatedAt: now,
      secrets: [
        { sha256: secretDigest('new secret of rotated') },
        { sha256: secretDigest('secret of rotated'), expiresAt: plus(2 * hour) },
      ],
    }),
  ],
  webhookSecret: 'whsec_x',
  status: 'active',
  plan: 'standard',
  apiKeyId: 'id',
  createdAt: now,
};

const used = (secret: string, at = now, whose = client) =>
  authenticate({ find: async () => whose }, 'acme', secret, at);

describe('a client with several keys', () => {
  it.each(['default', 'reader', 'ending', 'rotated'])('client authenticates with its key %s', async (id) => {
    expect((await used(`secret of ${id}`))?.key.id).toBe(id);
  });

  it('client authenticates with both secrets of a key that is being rotated, each until its own end', async () => {
    expect(await used('secret of rotated')).toMatchObject({ key: { id: 'rotated' }, endsAt: plus(2 * hour) });
    expect(await used('new secret of rotated')).toMatchObject({
      key: { id: 'rotated' },
      endsAt: plus(3 * hour),
    });
    expect(await used('secret of rotated', plus(2 * hour))).toBeUndefined();
    expect(await used('new secret of rotated', plus(3 * hour))).toBeUndefined();
  });

  it('key authenticates until it expires, to the millisecond', async () => {
    expect((await used('secret of ending', plus(hour - 1)))?.endsAt).toEqual(plus(hour));
    expect(await used('secret of ending', plus(hour))).toBeUndefined();
    expect((await used('secret of default', plus(hour)))?.endsAt).toBeUndefined();
  });

  it('client whose default key was removed authenticates with its other keys alone', async () => {
    const without = { ...client, secrets: [] };
    expect(await used('secret of default', now, without)).toBeUndefined();
    expect((await used('secret of reader', now, without))?.key.id).toBe('reader');
  });

  it('no key of a disabled client authenticates', async () => {
    const disabled: Client = { ...client, status: 'disabled' };
    for (const id of ['default', 'reader'])
      expect(await used(`secret of ${id}`, now, disabled)).toBeUndefined();
  });

  it('client row returns each key as it was stored', () => {
    expect(toClient(toRow(client))).toEqual(client);
  });

  it('client row of the release before has the default key alone', () => {
    const { clientKeys: _, ...before } = toRow(client);
    expect(toClient(before)).not.toHaveProperty('keys');
  });
});

describe("a key's permission", () => {
  it('key with all scopes and no networks is refused nothing', () => {
    expect(permissionOf(keyOf('all'), '203.0.113.9')).toEqual({ scopes: keyScopes });
  });

  it('key with some scopes is refused with the scopes that it has, and those that it does not have', () => {
    const { scopes, refusal } = permissionOf(keyOf('some', { scopes: ['request', 'read'] }), '203.0.113.9');
    expect(scopes).toEqual(['request', 'read']);
    expect(refusal).toEqual({
      code: 'scope-missing',
      message:
        'The key does not have the scope of this call: it has request and read, and not erase or usage. Use another key of the client.',
    });
  });

  it.each(['192.0.2.1', '2001:db8::7'])(
    'key may be used from %s, which is in one of its networks',
    (address) => {
      expect(permissionOf(client.keys?.[0] as ClientKey, address).scopes).toEqual(['read']);
    },
  );

  it.each(['198.51.100.1', '2001:db9::7', 'unknown'])(
    'key may not be used from %s, which is in none of its networks',
    (address) => {
      const permission = permissionOf(client.keys?.[0] as ClientKey, address);
      expect(permission).toMatchObject({ scopes: [], refusal: { code: 'network-not-allowed' } });
    },
  );

  it('refusals have no character that JSON escapes, because the gateway puts them into its answer as they are', () => {
    const refusals = keyScopes.map(
      (scope) => permissionOf(keyOf('k', { scopes: [scope] }), '192.0.2.1').refusal,
    );
    const network = permissionOf(keyOf('k', { networks: [] }), '192.0.2.1').refusal;
    for (const refusal of [...refusals, network])
      expect(JSON.stringify(refusal?.message)).toBe(`"${refusal?.message}"`);
  });

  it('every scope opens routes, and no route is open to a key without scopes', () => {
    for (const scope of keyScopes) expect(routesOf([scope]).length).toBeGreaterThan(0);
    expect(routesOf([])).toEqual([]);
    expect(routesOf(keyScopes)).toEqual(Object.keys(routeScopes));
  });
});
