import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { askUpstreams } from '@kyc-china/core/ask-upstreams';
import { UpstreamNotProcessedError, type UpstreamProvider } from '@kyc-china/core/provider-port';
import { type FakeTencent, startFakeTencent } from '@kyc-china/vendor-fakes/tencent/fake';
import fc from 'fast-check';
import { createTencent } from '../../packages/providers/tencent/tencent.ts';
import { AnswerLostError } from '../../packages/providers/wire.ts';
import { actionOf, servedSubChecks } from '../../packages/vendor-fakes/tencent/calls.ts';
import type { Fault, InjectedAnswer } from '../../packages/vendor-fakes/tencent/faults.ts';
import { openGate } from '../support/open-gate.ts';
import { callOf, person, unsignalledCall } from '../support/person.ts';

const key = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
let fake: FakeTencent;
beforeAll(async () => {
  fake = await startFakeTencent({ ...key, callsPerSecond: 1_000_000 });
});
afterEach(() => fake.reset());
afterAll(() => fake.stop());

function tencent(endpoint = fake.url): UpstreamProvider {
  return createTencent({ endpoint, tls: { ca: fake.ca }, credentials: async () => key });
}

type Ending = 'not processed' | 'lost' | 'timed out' | 'matched' | 'errored';

async function endingOf(provider: UpstreamProvider, signal: AbortSignal): Promise<Ending> {
  try {
    const { finding } = await provider.ask(callOf('identity.two-factor', { signal }));
    return finding.outcome === 'matched' ? 'matched' : 'errored';
  } catch (error) {
    if (error instanceof UpstreamNotProcessedError) return 'not processed';
    if (error instanceof AnswerLostError) {
      for (const value of Object.values(person)) expect(error.message).not.toContain(String(value));
      return 'lost';
    }
    expect(error).toBe(signal.reason);
    return 'timed out';
  }
}

/** Each fault, what the adapter makes of it, and whether the call was billed. */
const cases: [Fault, Ending, number][] = [
  [{ at: 'refuse' }, 'not processed', 0],
  [{ at: 'reset-before-reading' }, 'lost', 0],
  [{ at: 'reset-unprocessed' }, 'lost', 0],
  [{ at: 'status-unprocessed', status: 429 }, 'lost', 0],
  [{ at: 'status-unprocessed', status: 503 }, 'lost', 0],
  [{ at: 'wrong-signature' }, 'errored', 0],
  [{ at: 'rate-limit' }, 'not processed', 0],
  [{ at: 'answer', delayMs: 30 }, 'matched', 1],
  [{ at: 'status', status: 429 }, 'lost', 1],
  [{ at: 'status', status: 503 }, 'lost', 1],
  [{ at: 'reset' }, 'lost', 1],
  [{ at: 'half-a-body' }, 'lost', 1],
  [{ at: 'wrong-content-type' }, 'lost', 1],
  [{ at: 'garbage' }, 'lost', 1],
  [{ at: 'garbage', body: '' }, 'lost', 1],
  [{ at: 'garbage', body: 'null' }, 'lost', 1],
  [{ at: 'garbage', body: '[]' }, 'lost', 1],
  [{ at: 'garbage', body: '{"Response":null}' }, 'lost', 1],
  [{ at: 'garbage', body: '{"Response":{"RequestId":"r"}}' }, 'lost', 1],
  [{ at: 'garbage', body: '{"Response":{"Result":0}}' }, 'lost', 1],
  [{ at: 'garbage', body: '{"Response":{"Error":{}}}' }, 'lost', 1],
  [{ at: 'garbage', body: '{"Response":{"Error":null,"Result":"0"}}' }, 'lost', 1],
  [{ at: 'garbage', body: '{"Result":"0"}' }, 'lost', 1],
  [{ at: 'garbage', body: `"${person.idNumber} ${person.name}"` }, 'lost', 1],
  [{ at: 'garbage', body: `${person.idNumber} ${person.name}` }, 'lost', 1],
  [{ at: 'garbage', body: ' '.repeat(1024 * 1024 + 1) }, 'lost', 1],
];

describe('a fault over TLS', () => {
  it.each(cases)(
    'Tencent Cloud fault %j: %s, %d billed, and one connection at most',
    async (fault, ending, billed) => {
      // Only the first call fails: a second by the adapter itself would succeed, and be billed.
      fake.inject({ fault, times: 1 });
      expect(await endingOf(tencent(), new AbortController().signal)).toBe(ending);
      expect([fake.connections(), fake.billed()]).toEqual([1, billed]);
    },
  );

  it.each([
    [{ at: 'hang-unprocessed' }, 0],
    [{ at: 'hang' }, 1],
    [{ at: 'answer', delayMs: 60_000 }, 1],
  ] as [Fault, number][])(
    'Tencent Cloud fault %j: the call ends when the time is up, %d billed',
    async (fault, billed) => {
      const timer = new AbortController();
      // The time is up as soon as the call has arrived, so that nothing is waited for.
      fake.inject((action) => {
        expect(action).toBe('IdCardVerification');
        setImmediate(() => timer.abort(new Error('time is up')));
        return fault;
      });
      expect(await endingOf(tencent(), timer.signal)).toBe('timed out');
      expect([fake.connections(), fake.billed()]).toEqual([1, billed]);
    },
  );

  it('Tencent Cloud is not called when the time is up before the start', async () => {
    expect(await endingOf(tencent(), AbortSignal.abort())).toBe('not processed');
    expect(fake.calls).toHaveLength(0);
  });

  it('Tencent Cloud call to a closed port is not processed', async () => {
    const gone = await startFakeTencent(key);
    await gone.stop();
    expect(await endingOf(tencent(gone.url), new AbortController().signal)).toBe('not processed');
  });

  it('Tencent Cloud call to an untrusted certificate is not processed', async () => {
    const distrustful = createTencent({ endpoint: fake.url, credentials: async () => key });
    expect(await endingOf(distrustful, new AbortController().signal)).toBe('not processed');
    expect(fake.calls).toHaveLength(0);
  });
});

describe('on a route with another provider', () => {
  const codes = ['0', '1', ...Array.from({ length: 22 }, (_, n) => `-${n + 1}`), '-99'];
  const costUnknown = [
    'FailedOperation.LifePhotoPoorQuality',
    'FailedOperation.IncompleteFace',
    'FailedOperation.IdFormatError',
    'FailedOperation.IdentityAuthLimitExceeded',
    'FailedOperation.StsUnAuthErrError',
    'FailedOperation.CompareSystemError',
  ];
  const errorCodes = [
    'RequestLimitExceeded',
    'FailedOperation.RequestLimitExceeded',
    'InternalError',
    'InternalError.UnKnown',
    'FailedOperation.UnKnown',
    'FailedOperation.DbError',
    'FailedOperation.CompareFail',
    'FailedOperation.CompareSystemError',
    'AuthFailure.SignatureExpire',
    'AuthFailure.SignatureFailure',
    'UnauthorizedOperation.Arrears',
    'InvalidParameterValue',
    'ServiceUnavailable',
    'FailedOperation.NeverSeen',
  ];
  const answers: fc.Arbitrary<InjectedAnswer> = fc.oneof(
    fc.constantFrom(...codes).map((result) => ({ result })),
    fc.constantFrom(...errorCodes).map((error) => ({ error })),
    fc.constantFrom(...errorCodes, 'Success').map((result) => ({ result })),
    fc.constantFrom(...costUnknown).map((result) => ({ result })),
  );
  const faults: fc.Arbitrary<Fault> = fc.oneof(
    fc.constantFrom<Fault>(
      { at: 'refuse' },
      { at: 'reset-before-reading' },
      { at: 'reset-unprocessed' },
      { at: 'hang-unprocessed' },
      { at: 'wrong-signature' },
      { at: 'rate-limit' },
      { at: 'status-unprocessed', status: 429 },
      { at: 'status-unprocessed', status: 503 },
    ),
    fc
      .tuple(
        answers,
        fc.constantFrom('answer', 'reset', 'hang', 'half-a-body', 'wrong-content-type', 'garbage'),
      )
      .map(([answer, at]) => ({ at, answer }) as Fault),
    fc.tuple(answers, fc.constantFrom(429 as const, 503 as const)).map(([answer, status]) => ({
      at: 'status' as const,
      answer,
      status,
    })),
    answers.map((answer) => ({ at: 'answer' as const, answer, delayMs: 1 })),
  );

  it('Tencent Cloud and another provider bill no call twice, in 400 tasks of up to 4 attempts under random faults', async () => {
    const seen = { tasks: 0, attempts: 0, first: 0, second: 0, unknown: 0 };
    await fc.assert(
      fc.asyncProperty(
        // The face comparison has the most codes of unknown cost.
        fc.constantFrom(...servedSubChecks, 'identity.image', 'identity.image', 'identity.image'),
        fc.array(fc.tuple(faults, fc.boolean()), { minLength: 1, maxLength: 4 }),
        async (subCheck, injected) => {
          fake.reset();
          let second = 0;
          const stub: UpstreamProvider = {
            name: 'stub',
            serves: () => true,
            ask: async () => {
              second += 1;
              return { finding: { outcome: 'matched' }, billed: true };
            },
          };
          // Now and then the second is away, so that the task is tried again.
          const away: UpstreamProvider = {
            ...stub,
            ask: async () => {
              throw new UpstreamNotProcessedError('away');
            },
          };
          seen.tasks += 1;
          for (const [fault, isSecondThere] of injected) {
            fake.inject({ fault, action: actionOf[subCheck], times: 1 });
            seen.attempts += 1;
            const route = [
              { provider: tencent(), timeoutMs: fault.at.startsWith('hang') ? 500 : 60_000 },
              { provider: isSecondThere ? stub : away, timeoutMs: 1_000 },
            ];
            const answer = await askUpstreams(route, async () => unsignalledCall(subCheck), openGate).catch(
              (error: unknown) => {
                expect(error).toBeInstanceOf(UpstreamNotProcessedError);
                return undefined;
              },
            );
            // The vendor's charge is never more than what we know of.
            if (answer?.provider === 'tencent' && !answer.billed) expect(fake.billed()).toBe(0);
            if (answer?.finding.outcome === 'errored' && answer.finding.code === 'unknown-outcome')
              seen.unknown += 1;
            if (answer) break;
          }
          expect(fake.billed() + second).toBeLessThanOrEqual(1);
          seen.first += fake.billed();
          seen.second += second;
        },
      ),
      { numRuns: 400 },
    );
    // Both sides of every fork were taken.
    expect(seen.tasks).toBe(400);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
  });
});
