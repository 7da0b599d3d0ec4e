import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { keyNamed, recordKeyNamed } from '@kyc-china/core/report-token';
import { CachedSecret } from '@kyc-china/storage/cached-secret';
import { tokenKey, tokenKeyNamed } from '@kyc-china/storage/secrets';
import { readTokenKeyRing, writeTokenKeyRing } from '@kyc-china/storage/token-key-secret';
import { mockClient } from 'aws-sdk-client-mock';
import { newTokenKey, replaced, rotated } from '../../operations/rotate-token-key.ts';

const day = 24 * 60 * 60 * 1000;
const now = new Date('2026-03-01T00:00:00Z');
const plus = (ms: number) => new Date(now.getTime() + ms);
const deployed = JSON.stringify({ kid: '1', secret: 'k'.repeat(64) });

describe('the secret of the token keys', () => {
  it('token key secret is read as the deployment generates it', () => {
    const ring = readTokenKeyRing(deployed);
    expect(ring.current).toEqual({ kid: '1', secret: new TextEncoder().encode('k'.repeat(64)) });
    expect(ring.previous).toEqual([]);
  });

  it('token key secret is read as a rotation wrote it', () => {
    const ring = rotated(readTokenKeyRing(deployed), newTokenKey(), now);
    expect(readTokenKeyRing(writeTokenKeyRing(ring))).toEqual(ring);
  });

  it.each(['', 'null', '"k"', '{}', '{"kid":"1"}', '{"kid":"1","secret":7}', 'kkkkkkkkk'])(
    'token key secret is refused as %j without being quoted',
    (text) => {
      expect(() => readTokenKeyRing(text)).toThrow(/^the (token key )?secret is not/);
      expect(() => readTokenKeyRing(text)).not.toThrow(/kkk/);
    },
  );

  it.each([{}, [{}], [{ kid: '0', secret: 's', droppedAt: 'soon' }]])(
    'token key secret is refused with %j for its dropped keys',
    (digestOnly) => {
      expect(() => readTokenKeyRing(JSON.stringify({ kid: '1', secret: 's', digestOnly }))).toThrow(/is not/);
    },
  );

  it.each([{}, [{}], [{ kid: '0', secret: 's' }], [{ kid: '0', secret: 's', retiredAt: 'soon' }]])(
    'token key secret is refused with %j for its previous keys',
    (previous) => {
      expect(() => readTokenKeyRing(JSON.stringify({ kid: '1', secret: 's', previous }))).toThrow(/is not/);
    },
  );
});

describe('a rotation', () => {
  it('token key rotation makes a new key current, and retires the old one once no warm function signs with it', () => {
    const before = readTokenKeyRing(deployed);
    const next = newTokenKey();
    expect(rotated(before, next, now)).toEqual({
      current: next,
      previous: [{ ...before.current, retiredAt: plus(5 * 60 * 1000) }],
      digestOnly: [],
    });
  });

  it('token key rotation keeps retired keys for 7 days, then drops them', () => {
    const [one, two, three] = [newTokenKey(), newTokenKey(), newTokenKey()];
    const twice = rotated(rotated(readTokenKeyRing(deployed), one, now), two, plus(day));
    expect(twice.previous.map(({ kid }) => kid)).toEqual([one.kid, '1']);
    const later = rotated(twice, three, plus(7.5 * day));
    expect(later.previous.map(({ kid }) => kid)).toEqual([two.kid, one.kid]);
  });

  it('token key rotation after a leak leaves no old key that verifies, and keeps the others for a day to compare bodies', () => {
    const [one, two, three] = [newTokenKey(), newTokenKey(), newTokenKey()];
    const ring = readTokenKeyRing(
      writeTokenKeyRing(replaced(rotated(readTokenKeyRing(deployed), one, now), two, now)),
    );
    expect(ring).toMatchObject({ current: two, previous: [] });
    for (const kid of [one.kid, '1']) {
      expect(keyNamed(ring, kid, now)).toBeUndefined();
      expect(recordKeyNamed(ring, kid, now)).toMatchObject({ key: { kid }, verifies: false });
      expect(recordKeyNamed(ring, kid, plus(1.1 * day))).toBeUndefined();
    }
    expect(recordKeyNamed(ring, two.kid, now)).toEqual({ key: two, verifies: true });
    const later = replaced(ring, three, plus(1.1 * day));
    expect(later.digestOnly.map(({ kid }) => kid)).toEqual([two.kid]);
  });

  it('token key rotation generates keys that are long enough and never repeat', () => {
    const keys = Array.from({ length: 50 }, newTokenKey);
    for (const { kid, secret } of keys) {
      expect(kid).toMatch(/^[A-Za-z0-9_-]{8}$/);
      expect(secret).toHaveLength(64);
    }
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(50);
  });
});

describe('a cached secret', () => {
  function cached(...answers: (string | Error)[]) {
    let time = 0;
    let reads = 0;
    const secret = new CachedSecret(
      async () => {
        const answer = answers[Math.min(reads, answers.length - 1)];
        reads += 1;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      () => time,
    );
    return { secret, reads: () => reads, pass: (ms: number) => (time += ms) };
  }

  it('cached secret is read once in five minutes, for any number of readers', async () => {
    const { secret, reads, pass } = cached('a', 'b');
    expect(await Promise.all([secret.value(), secret.value()])).toEqual(['a', 'a']);
    pass(5 * 60 * 1000 - 1);
    expect(await secret.value()).toBe('a');
    expect(reads()).toBe(1);
    pass(1);
    expect(await secret.value()).toBe('b');
  });

  it('cached secret is read again for an unknown key id, at most every two seconds', async () => {
    const { secret, reads, pass } = cached('a', 'b', 'c');
    await secret.value();
    expect(await secret.newerValue()).toBe('a');
    pass(2000);
    for (let forged = 0; forged < 1000; forged += 1) expect(await secret.newerValue()).toBe('b');
    expect(reads()).toBe(2);
    expect(await secret.value()).toBe('b');
  });

  it('cached secret stays known when it cannot be read again, and is not read more often', async () => {
    const { secret, reads, pass } = cached('a', new Error('down'));
    await secret.value();
    pass(2000);
    await expect(secret.newerValue()).rejects.toThrow('down');
    expect(await secret.newerValue()).toBe('a');
    expect(await secret.value()).toBe('a');
    expect(reads()).toBe(2);
  });

  it('cached secret is read again after a failure', async () => {
    const { secret } = cached(new Error('down'), 'a');
    await expect(secret.value()).rejects.toThrow('down');
    expect(await secret.value()).toBe('a');
  });
});

describe('a warm function', () => {
  const secrets = mockClient(SecretsManagerClient);
  afterEach(() => {
    secrets.reset();
    jest.useRealTimers();
  });

  it('warm function verifies with a key younger than its cached ring, and continues to sign with its own', async () => {
    jest.useFakeTimers({ now, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    secrets.on(GetSecretValueCommand).resolves({ SecretString: deployed });
    expect((await tokenKey('warm')).kid).toBe('1');
    const next = newTokenKey();
    const ring = rotated(readTokenKeyRing(deployed), next, now);
    secrets.on(GetSecretValueCommand).resolves({ SecretString: writeTokenKeyRing(ring) });
    expect((await tokenKey('warm')).kid).toBe('1');

    jest.setSystemTime(plus(2000));
    expect((await tokenKeyNamed('warm', next.kid))?.secret).toEqual(next.secret);
    expect((await tokenKeyNamed('warm', '1'))?.kid).toBe('1');
    for (const forged of ['a', 'b', 'c']) expect(await tokenKeyNamed('warm', forged)).toBeUndefined();
    expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(2);
  });
});
