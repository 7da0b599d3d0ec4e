import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  askUpstreams,
  type RoutedAnswer,
  type RoutedProvider,
  type UpstreamGate,
} from '@kyc-china/core/ask-upstreams';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import { type FakeAlibaba, type Fault, startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import fc from 'fast-check';
import { createAlibaba } from '../../packages/providers/alibaba/alibaba.ts';
import {
  credentials,
  type ServedSubCheck,
  servedSubChecks,
} from '../../packages/vendor-fakes/alibaba/calls.ts';
import { openGate } from '../support/open-gate.ts';
import { unsignalledCall } from '../support/person.ts';

let fakes: readonly [FakeAlibaba, FakeAlibaba];
let route: readonly RoutedProvider[];
beforeAll(async () => {
  const giveUp: (() => void)[] = [];
  const start = (index: number) => startFakeAlibaba({ ...credentials, onHang: () => giveUp[index]?.() });
  fakes = [await start(0), await start(1)];
  route = fakes.map(({ endpoints, ca }, index) => {
    const alibaba = createAlibaba({ endpoints, credentials: async () => credentials, tls: { ca } });
    return {
      provider: {
        ...alibaba,
        name: `provider ${index}`,
        // Given up once the vendor has it in its books: on its way, it would be billed in a later run of the property.
        ask: (call) => {
          const time = new AbortController();
          giveUp[index] = () => time.abort();
          return alibaba.ask({ ...call, signal: time.signal });
        },
      },
      timeoutMs: 60_000,
    };
  });
});
afterAll(() => Promise.all(fakes.map((fake) => fake.stop())));

/** Retries as the state machine does: while no provider processed the call. */
async function askWithRetries(
  subCheck: ServedSubCheck,
  attempts: number,
): Promise<{ answer?: RoutedAnswer; retries: number }> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      const answer = await askUpstreams(
        route,
        async () => ({ ...unsignalledCall(subCheck), attempt }),
        openGate,
      );
      return { answer, retries: attempt - 1 };
    } catch (error) {
      if (!(error instanceof UpstreamNotProcessedError)) throw error;
    }
  }
  return { retries: attempts };
}

const codes = fc.constantFrom(
  'Throttling.User',
  'ServiceUnavailable',
  'InternalError',
  'Forbidden',
  'NobodyKnows',
  '400',
  '401',
  '402',
  '403',
  '405',
  '410',
  '411',
  '412',
  '500',
  'InvalidParameter',
  'PhoneNumberNotfound',
  'isp.UNKNOWN',
  'RequestFrequencyLimit',
  'OperatorLimit',
  'AuthCodeNotExist',
  'RequestTimeout',
  'RequestSupplierError',
  'InvalidTimeStamp.Expired',
  'NoPermission',
  '419',
);
const answers: fc.Arbitrary<Fault> = fc
  .oneof(
    fc.record({ code: codes, status: fc.constantFrom(200, 400, 403, 500, 503) }),
    fc.record({
      bizCode: fc.constantFrom('1', '2', '3', '9'),
      isConsistent: fc.constantFrom('0', '1', '2', '3', '4', '5', '9'),
      status: fc.constantFrom(200, 200, 200, 500),
    }),
    fc.record({
      bizCode: fc.constantFrom('1', '2', '3'),
      subCode: fc.constantFrom('101', '201', '210', '302', '306'),
    }),
    fc.constant({ data: { Province: undefined } }),
  )
  .map((answer) => ({ answer }));
const faults: fc.Arbitrary<Fault | 'none'> = fc.oneof(
  { weight: 5, arbitrary: answers },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Fault>(
      'refuse',
      'reset-before-reading',
      'bare-429',
      'bare-503',
      'wrong-signature',
      'rate-limit',
      'reset-after-reading',
      'half-a-body',
      'wrong-content-type',
      'garbage',
    ),
  },
  // Refused and not processed: what lets the next provider, or the next attempt, have a go.
  {
    weight: 5,
    arbitrary: fc.constantFrom<Fault>('refuse', 'rate-limit', { answer: { code: 'Throttling.Api' } }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('hang', 'hang-unprocessed') },
  { weight: 2, arbitrary: fc.constant('none' as const) },
);
/** An answer like any other, so that a fault can stand behind it in the queue. */
const orUsual = (fault: Fault | 'none'): Fault => (fault === 'none' ? { answer: {} } : fault);

it('Alibaba Cloud call for a number that is not found is free, final, and not a provider failure', async () => {
  for (const fake of fakes) fake.reset();
  fakes[0].inject({ answer: { code: 'PhoneNumberNotfound' } });
  const failures: (string | undefined)[] = [];
  const gate: UpstreamGate = {
    ...openGate,
    record: async (_, failure) => void failures.push(failure),
  };
  const answer = await askUpstreams(route, async () => unsignalledCall('mobile.attribution'), gate);
  expect(answer).toEqual({
    provider: 'provider 0',
    finding: { outcome: 'notFound' },
    billed: false,
    code: 'PhoneNumberNotfound',
    upstreamMs: expect.any(Number),
  });
  expect(failures).toEqual([undefined]);
  expect([fakes[0].billed(), fakes[1].calls.length]).toEqual([0, 0]);
});

it('Alibaba Cloud bills no call twice, whatever fails at any point', async () => {
  let [runs, billedRuns, secondAsked, retried] = [0, 0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...servedSubChecks),
      fc.array(faults, { minLength: 1, maxLength: 3 }),
      fc.array(faults, { maxLength: 3 }),
      async (subCheck, first, second) => {
        for (const fake of fakes) fake.reset();
        for (const fault of first) fakes[0].inject(orUsual(fault));
        for (const fault of second) fakes[1].inject(orUsual(fault));
        const { answer, retries } = await askWithRetries(subCheck, 4);
        const billed = fakes[0].billed() + fakes[1].billed();
        expect(billed).toBeLessThanOrEqual(1);
        // What we call free is free; what was decided, a source decided.
        if (billed === 1) expect(answer?.billed).toBe(true);
        if (answer && answer.finding.outcome !== 'errored')
          expect(fakes[0].processed() + fakes[1].processed() >= 1 || !answer.billed).toBe(true);

        runs += 1;
        billedRuns += billed;
        secondAsked += fakes[1].calls.length > 0 ? 1 : 0;
        retried += retries > 0 ? 1 : 0;
      },
    ),
    { numRuns: 300 },
  );
  // The runs went where it matters.
  expect(runs).toBeGreaterThanOrEqual(300);
  expect(billedRuns).toBeGreaterThan(75);
  expect(secondAsked).toBeGreaterThan(30);
  expect(retried).toBeGreaterThan(10);
});
