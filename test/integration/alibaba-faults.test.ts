import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UpstreamNotProcessedError, type UpstreamProvider } from '@kyc-china/core/provider-port';
import { type FakeAlibaba, type Fault, startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { createAlibaba } from '../../packages/providers/alibaba/alibaba.ts';
import { credentials, servedSubChecks } from '../../packages/vendor-fakes/alibaba/calls.ts';
import { callOf, person } from '../support/person.ts';

const { accessKeyId, accessKeySecret } = credentials;
let fake: FakeAlibaba;
let alibaba: UpstreamProvider;
const providerAt = (endpoints: FakeAlibaba['endpoints'], ca: string) =>
  createAlibaba({ endpoints, credentials: async () => credentials, tls: { ca } });
beforeAll(async () => {
  fake = await startFakeAlibaba(credentials);
  alibaba = providerAt(fake.endpoints, fake.ca);
});
beforeEach(() => fake.reset());
afterAll(() => fake.stop());

/** What asking throws. */
async function thrownBy(asked: Promise<unknown>): Promise<Error> {
  return asked.then(
    () => {
      throw new Error('it answered');
    },
    (error: Error) => error,
  );
}

/** At each point of a call: is it known not to be processed, or not known; and does the vendor bill it? */
const points: readonly (readonly [Fault, 'not processed' | 'unknown', 'billed' | 'free'])[] = [
  ['refuse', 'not processed', 'free'],
  ['reset-before-reading', 'unknown', 'free'],
  ['rate-limit', 'not processed', 'free'],
  ['bare-429', 'unknown', 'free'],
  ['bare-503', 'unknown', 'free'],
  ['reset-after-reading', 'unknown', 'billed'],
  ['half-a-body', 'unknown', 'billed'],
  ['wrong-content-type', 'unknown', 'billed'],
  ['garbage', 'unknown', 'billed'],
];

describe.each(servedSubChecks)('%s', (subCheck) => {
  it.each(points)('Alibaba Cloud fault %s: %s, %s', async (fault, knowledge, bill) => {
    fake.inject(fault);
    const error = await thrownBy(alibaba.ask(callOf(subCheck)));
    expect(error instanceof UpstreamNotProcessedError).toBe(knowledge === 'not processed');
    expect(fake.billed()).toBe(bill === 'billed' ? 1 : 0);
    for (const value of Object.values(person)) if (value !== true) expect(error.message).not.toContain(value);
    // The fault is gone: the next call is answered.
    expect((await alibaba.ask(callOf(subCheck))).billed).toBe(true);
  });
});

describe('x-acs-retry-after', () => {
  const waitAfter = async (value: number | string) => {
    fake.inject({ throttledForMs: value });
    const error = await thrownBy(alibaba.ask(callOf('identity.two-factor')));
    expect(error).toBeInstanceOf(UpstreamNotProcessedError);
    return (error as UpstreamNotProcessedError).retryAfterMs;
  };

  it.each([1, 1500, 999_999_999])('x-acs-retry-after of %i is the wait in milliseconds', async (value) => {
    expect(await waitAfter(value)).toBe(value);
  });

  it.each(['', '0', '-1', '1.5', 'soon', '1e3', '9'.repeat(20)])(
    'x-acs-retry-after of "%s" is no wait',
    async (value) => {
      expect(await waitAfter(value)).toBeUndefined();
    },
  );

  it('x-acs-retry-after that is missing is no wait', async () => {
    fake.inject('rate-limit');
    const error = await thrownBy(alibaba.ask(callOf('identity.two-factor')));
    expect(error).toMatchObject({ name: 'UpstreamNotProcessedError', retryAfterMs: undefined });
  });
});

describe('Out of time', () => {
  it.each(['hang', 'hang-unprocessed'] as const)(
    "Alibaba Cloud call that runs out of time at %s throws the signal's own reason",
    async (fault) => {
      fake.inject(fault);
      const controller = new AbortController();
      const reason = new Error('time is up');
      const asked = thrownBy(alibaba.ask(callOf('identity.two-factor', { signal: controller.signal })));
      const isRead = async (): Promise<void> => {
        while (fake.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
      };
      await isRead();
      controller.abort(reason);
      expect(await asked).toBe(reason);
      expect(fake.billed()).toBe(fault === 'hang' ? 1 : 0);
    },
  );

  it('Alibaba Cloud call that runs out of time before anything is sent is not processed', async () => {
    const signal = AbortSignal.abort(new Error('time is up'));
    const error = await thrownBy(alibaba.ask(callOf('identity.two-factor', { signal })));
    expect(error).toBeInstanceOf(UpstreamNotProcessedError);
    expect(fake.calls).toHaveLength(0);
  });

  it('Alibaba Cloud answer that is slow but in time is accepted', async () => {
    fake.inject({ delayMs: 50, answer: { bizCode: '2' } });
    expect(await alibaba.ask(callOf('identity.two-factor'))).toMatchObject({
      finding: { outcome: 'unmatched' },
    });
  });
});

describe('No connection', () => {
  it('Alibaba Cloud call to a closed port is not processed', async () => {
    const gone = await startFakeAlibaba({ accessKeyId, accessKeySecret });
    await gone.stop();
    const error = await thrownBy(providerAt(gone.endpoints, gone.ca).ask(callOf('bank.four-factor')));
    expect(error).toBeInstanceOf(UpstreamNotProcessedError);
  });

  it('Alibaba Cloud call to an untrusted certificate is not processed', async () => {
    const stranger = await startFakeAlibaba({ accessKeyId, accessKeySecret });
    try {
      const error = await thrownBy(providerAt(stranger.endpoints, fake.ca).ask(callOf('bank.four-factor')));
      expect(error).toBeInstanceOf(UpstreamNotProcessedError);
      expect(stranger.calls).toHaveLength(0);
    } finally {
      await stranger.stop();
    }
  });
});

describe('A secret that cannot be used', () => {
  it.each<[string, unknown]>([
    ['nothing at all', null],
    ['another provider’s', { secretId: 'id', secretKey: 'key' }],
    ['no key secret', { accessKeyId }],
    ['a key id with a line break', { accessKeyId: `${accessKeyId}\n`, accessKeySecret }],
    ['an AuthCode that is no text', { ...credentials, authCodes: { attribution: 7 } }],
  ])(
    'Alibaba Cloud secret that is %s: nothing is sent, and nothing counts as billed',
    async (_what, secret) => {
      const provider = createAlibaba({
        endpoints: fake.endpoints,
        credentials: async () => secret as typeof credentials,
        tls: { ca: fake.ca },
      });
      for (const subCheck of ['identity.two-factor', 'mobile.attribution'] as const)
        expect(await thrownBy(provider.ask(callOf(subCheck)))).toBeInstanceOf(UpstreamNotProcessedError);
      expect(fake.calls).toHaveLength(0);
    },
  );
});
