import { describe, expect, it } from '@jest/globals';
import { authenticate, secretDigest, webhookSecretsOf } from '@kyc-china/core/authenticate';
import type { Client, ClientSecret } from '@kyc-china/core/ports';
import { longestScheduleSeconds } from '@kyc-china/core/webhook-schedule';
import { type ClientRow, toClient, toRow } from '@kyc-china/storage/client-registry';
import {
  newClientSecret,
  newWebhookSecret,
  rotatedSecrets,
  webhookOverlapHours,
  withRotatedWebhookSecret,
} from '../../operations/client-secret.ts';

const now = new Date('2026-03-01T00:00:00Z');
const hour = 60 * 60 * 1000;
const plus = (ms: number) => new Date(now.getTime() + ms);

function clientWith(secrets: readonly ClientSecret[], status: Client['status'] = 'active'): Client {
  return {
    clientId: 'acme',
    secrets,
    webhookSecret: 'whsec_x',
    status,
    plan: 'standard',
    apiKeyId: 'id',
    createdAt: now,
  };
}

const registryOf = (client: Client) => ({
  find: async (clientId: string) => (clientId === client.clientId ? client : undefined),
});

describe('a client', () => {
  const one: ClientSecret = { sha256: secretDigest('one') };
  const ending: ClientSecret = { sha256: secretDigest('ending'), expiresAt: plus(24 * hour) };
  const client = clientWith([one, ending]);
  const opens = async (
    secret: string | undefined,
    at: Date,
    whose = client,
    clientId: string | undefined = 'acme',
  ) => (await authenticate(registryOf(whose), clientId, secret, at)) !== undefined;

  it('client authenticates with any of its valid secrets', async () => {
    expect(await opens('one', now)).toBe(true);
    expect(await opens('ending', now)).toBe(true);
  });

  it('client authenticates with a rotated secret until the overlap ends, to the millisecond', async () => {
    expect(await opens('ending', plus(24 * hour - 1))).toBe(true);
    expect(await opens('ending', plus(24 * hour))).toBe(false);
    expect(await opens('one', plus(24 * hour))).toBe(true);
  });

  it.each([
    ['a wrong secret', 'wrong', client, 'acme'],
    ['an empty secret', '', client, 'acme'],
    ['no secret', undefined, client, 'acme'],
    ['the hash for a secret', one.sha256, client, 'acme'],
    ['another’s id', 'one', client, 'other'],
    ['no id', 'one', client, undefined],
    ['an id that none can have', 'one', { ...client, clientId: 'a/b' }, 'a/b'],
    ['its own secret, disabled', 'one', clientWith([one], 'disabled'), 'acme'],
    ['no secrets left', 'one', clientWith([]), 'acme'],
    ['an empty hash', '', clientWith([{ sha256: '' }]), 'acme'],
  ])('client does not authenticate with %s', async (_what, secret, whose, clientId) => {
    expect(await authenticate(registryOf(whose), clientId, secret, now)).toBeUndefined();
  });
});

describe('a rotation', () => {
  it('rotation adds the new secret and ends the old one with the overlap', () => {
    const rotated = rotatedSecrets([{ sha256: 'a' }], 'new', now, 24);
    expect(rotated).toEqual([{ sha256: secretDigest('new') }, { sha256: 'a', expiresAt: plus(24 * hour) }]);
  });

  it('rotation extends no secret that was ending, and drops ended ones', () => {
    const secrets = [
      { sha256: 'a' },
      { sha256: 'b', expiresAt: plus(hour) },
      { sha256: 'c', expiresAt: plus(48 * hour) },
      { sha256: 'd', expiresAt: now },
    ];
    expect(rotatedSecrets(secrets, 'new', now, 24).slice(1)).toEqual([
      { sha256: 'a', expiresAt: plus(24 * hour) },
      { sha256: 'b', expiresAt: plus(hour) },
      { sha256: 'c', expiresAt: plus(24 * hour) },
    ]);
  });

  it('rotation without an overlap ends every other secret immediately', () => {
    expect(rotatedSecrets([{ sha256: 'a' }, { sha256: 'b', expiresAt: plus(hour) }], 'new', now, 0)).toEqual([
      { sha256: secretDigest('new') },
    ]);
  });
});

describe('secrets', () => {
  it('secrets are 32 random bytes each', () => {
    expect(Buffer.from(newClientSecret(), 'base64url')).toHaveLength(32);
    expect(newWebhookSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(new Set(Array.from({ length: 50 }, newClientSecret)).size).toBe(50);
  });
});

describe('a row', () => {
  it('client row converts to the client and back', () => {
    const client = clientWith([{ sha256: 'a' }, { sha256: 'b', expiresAt: plus(hour) }]);
    expect(toRow(client)).toMatchObject({
      createdAt: '2026-03-01T00:00:00.000Z',
      secrets: [{ sha256: 'a' }, { sha256: 'b', expiresAt: '2026-03-01T01:00:00.000Z' }],
    });
    expect(toClient(toRow(client))).toEqual(client);
  });

  it('client row of another form is refused', () => {
    expect(() => toClient({ clientId: 'acme' } as unknown as ClientRow)).toThrow(/acme lists no secrets/);
  });
});

describe('a rotation of the webhook secret', () => {
  const first = { ...clientWith([]), webhookSecret: 'whsec_1' };
  const second = withRotatedWebhookSecret(first, 'whsec_2', now, webhookOverlapHours);

  it('webhook secret rotation signs with the new and the previous secret until the overlap ends, to the millisecond', () => {
    const end = webhookOverlapHours * hour;
    expect(webhookSecretsOf(first, now)).toEqual(['whsec_1']);
    expect(webhookSecretsOf(second, now)).toEqual(['whsec_2', 'whsec_1']);
    expect(webhookSecretsOf(second, plus(end - 1))).toEqual(['whsec_2', 'whsec_1']);
    expect(webhookSecretsOf(second, plus(end))).toEqual(['whsec_2']);
  });

  it("webhook secret rotation has an overlap longer than a webhook's schedule", () => {
    expect(webhookOverlapHours * 3600).toBeGreaterThan(longestScheduleSeconds);
  });

  it('webhook secret rotation extends no secret that was ending and drops ended ones; without an overlap, all but the new', () => {
    const third = withRotatedWebhookSecret(second, 'whsec_3', plus(hour), 1);
    expect(third.endingWebhookSecrets).toEqual([
      { secret: 'whsec_2', expiresAt: plus(2 * hour) },
      { secret: 'whsec_1', expiresAt: plus(2 * hour) },
    ]);
    const late = withRotatedWebhookSecret(third, 'whsec_4', plus(3 * hour), webhookOverlapHours);
    expect(webhookSecretsOf(late, plus(3 * hour))).toEqual(['whsec_4', 'whsec_3']);
    const alone = withRotatedWebhookSecret(late, 'whsec_5', plus(3 * hour), 0);
    expect(webhookSecretsOf(alone, plus(3 * hour))).toEqual(['whsec_5']);
  });

  it("webhook secret rotation is kept in the client's row", () => {
    expect(toClient(toRow(second))).toEqual(second);
  });
});
