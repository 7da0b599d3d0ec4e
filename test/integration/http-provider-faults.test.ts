import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { askUpstreams, type RoutedAnswer } from '@kyc-china/core/ask-upstreams';
import { UpstreamNotProcessedError, type UpstreamProvider } from '@kyc-china/core/provider-port';
import fc from 'fast-check';
import type { CodeMeaning } from '../../packages/providers/http/description.ts';
import { createHttpProvider } from '../../packages/providers/http/provider.ts';
import { type Certificates, makeCertificates } from '../../packages/vendor-fakes/data-vendor/certificates.ts';
import { type Fault, faultNames, faults } from '../../packages/vendor-fakes/data-vendor/faults.ts';
import type { ProductAnswer } from '../../packages/vendor-fakes/data-vendor/products.ts';
import { type DataVendor, startDataVendor } from '../../packages/vendor-fakes/data-vendor/vendor.ts';
import { callFor, person, simpleDescription } from '../support/http-provider.ts';
import { openGate } from '../support/open-gate.ts';
import { until } from '../support/until.ts';

const id = 'risk.criminal';
const codes: Record<string, CodeMeaning> = {
  clear: { class: 'clear', billed: 'charge' },
  flagged: { class: 'flagged', billed: true },
  none: { class: 'not-found', billed: 'charge' },
  invalid: { class: 'invalid', billed: 'charge' },
  quota: { class: 'quota', billed: false },
  retry: { class: 'retry', billed: 'charge' },
  busy: { class: 'throttled', billed: false },
};
/** What codes of the table are billed for, whatever is drawn. */
const fixed: Record<string, boolean> = { flagged: true, quota: false, busy: false };

function answerOf(code: string, charge: boolean): ProductAnswer {
  const billed = fixed[code] ?? charge;
  return { document: { code, charge: billed, data: { codes: 'A' } }, billed };
}

let certificates: Certificates;

/** A vendor, what it answers, and a provider that asks it. */
async function makeSource(name: string) {
  const source = { answers: [] as ProductAnswer[] };
  const vendor: DataVendor = await startDataVendor({
    certificates,
    products: { [`/${id}`]: { answer: () => source.answers.shift() ?? answerOf('clear', true) } },
  });
  const description = { ...simpleDescription(vendor.url, { [id]: codes }), name };
  const secret = async () => ({ vendorCa: certificates.server.cert });
  return {
    ...source,
    answers: source.answers,
    vendor,
    provider: createHttpProvider(description, { secret }),
  };
}

let first: Awaited<ReturnType<typeof makeSource>>;
let second: typeof first;

beforeAll(async () => {
  certificates = await makeCertificates();
  [first, second] = [await makeSource('first'), await makeSource('second')];
});
afterAll(() => Promise.all([first.vendor.close(), second.vendor.close()]));
beforeEach(() => {
  for (const { vendor, answers } of [first, second]) {
    vendor.reset();
    answers.length = 0;
  }
});

/** Aborts a call that is never answered, once the vendor has it. */
function abortedOnceReceived(fault: Fault): AbortSignal {
  const controller = new AbortController();
  if (fault === 'hang')
    void until(async () => first.vendor.processed() > 0).then(() => controller.abort(new Error('too late')));
  return controller.signal;
}

/** Whether the fault tells that nothing was processed; any other leaves it unknown. */
const saysNotProcessed = new Set<Fault>(['refuse', 'reset-handshake', 'http-429', 'http-503']);

describe('a fault', () => {
  it.each(faultNames)('HTTP provider fault %s is read as what it shows', async (fault) => {
    first.vendor.inject(fault);
    const asked = first.provider.ask(callFor(id, { signal: abortedOnceReceived(fault) }));
    const error = await asked.then(
      () => undefined,
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toBeDefined();
    expect(error instanceof UpstreamNotProcessedError).toBe(saysNotProcessed.has(fault));
    // No second request, and no sent value in the error.
    expect(first.vendor.calls.length).toBeLessThanOrEqual(1);
    expect(first.vendor.processed()).toBe(faults[fault].processed ? 1 : 0);
    expect(`${error?.message}${error?.stack}`).not.toMatch(new RegExp(Object.values(person).join('|')));
  });

  it('HTTP provider fault http-429 is throttling, and http-503 an unavailable provider', async () => {
    for (const [fault, reason] of [
      ['http-429', 'throttled'],
      ['http-503', 'unavailable'],
    ] as const) {
      first.vendor.inject(fault);
      await expect(first.provider.ask(callFor(id))).rejects.toMatchObject({ reason });
    }
  });

  it('HTTP provider fault on a closed port is no call', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    const nowhere = createHttpProvider(simpleDescription(`https://127.0.0.1:${port}`, { [id]: codes }), {
      secret: async () => ({ vendorCa: certificates.server.cert }),
    });
    await expect(nowhere.ask(callFor(id))).rejects.toBeInstanceOf(UpstreamNotProcessedError);
  });

  it('HTTP provider fault with an undescribed status leaves the outcome unknown', async () => {
    const plain = simpleDescription(first.vendor.url, { [id]: codes }, { notProcessedStatuses: {} });
    const provider = createHttpProvider(plain, {
      secret: async () => ({ vendorCa: certificates.server.cert }),
    });
    for (const fault of ['http-429', 'http-503'] as const) {
      first.vendor.inject(fault);
      await expect(provider.ask(callFor(id))).rejects.toMatchObject({ name: 'AnswerLostError' });
    }
  });

  it('HTTP provider call whose time ended before it started is not made', async () => {
    const asked = first.provider.ask(callFor(id, { signal: AbortSignal.abort() }));
    await expect(asked).rejects.toBeInstanceOf(UpstreamNotProcessedError);
    expect(first.vendor.calls).toHaveLength(0);
  });
});

/** Retries as the state machine does: while no provider processed the call. */
async function askAsTheWorkflow(
  providers: readonly UpstreamProvider[],
  attempts: number,
  hangs: readonly boolean[],
): Promise<RoutedAnswer | undefined> {
  const route = providers.map((provider, index) => ({
    provider,
    // Short only where no answer comes: a call that is given up while it is on its way is billed in the next run.
    timeoutMs: hangs[index] ? 500 : 60_000,
  }));
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      const { signal: _, ...call } = callFor(id, { attempt });
      return await askUpstreams(route, async () => call, openGate);
    } catch (error) {
      if (!(error instanceof UpstreamNotProcessedError)) throw error;
    }
  }
  return undefined;
}

const event = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...faultNames).map((fault) => ({ fault })) },
  {
    weight: 3,
    arbitrary: fc.record({ code: fc.constantFrom(...Object.keys(codes), 'strange'), charge: fc.boolean() }),
  },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** Lines up what happens to the next calls of a source. A call without a fault takes none from the line. */
function lineUp({ vendor, answers }: typeof first, happening: Event | undefined) {
  vendor.reset();
  answers.length = 0;
  if (!happening) return;
  if ('fault' in happening) vendor.inject(happening.fault);
  else answers.push(answerOf(happening.code, happening.charge));
}

describe('whatever goes wrong at two providers', () => {
  it('HTTP providers bill no call twice, and every bill is recorded, whatever fails at two of them', async () => {
    const seen = { billed: 0, failedOver: 0, unanswered: 0 };
    await fc.assert(
      fc.asyncProperty(event, event, fc.integer({ min: 1, max: 3 }), async (atFirst, atSecond, attempts) => {
        lineUp(first, atFirst);
        lineUp(second, atSecond);
        const answer = await askAsTheWorkflow(
          [first.provider, second.provider],
          attempts,
          [atFirst, atSecond].map((each) => 'fault' in each && each.fault === 'hang'),
        );
        const bill = first.vendor.billed() + second.vendor.billed();
        expect(bill).toBeLessThanOrEqual(1);
        if (bill > 0) expect(answer?.billed).toBe(true);
        if (answer && !answer.billed) expect(bill).toBe(0);
        seen.billed += bill;
        seen.failedOver += answer?.provider === 'second' ? 1 : 0;
        seen.unanswered += answer ? 0 : 1;
      }),
      { numRuns: 400 },
    );
    // The runs did reach all of it.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });
});
