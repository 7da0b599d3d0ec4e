import { describe, expect, it } from '@jest/globals';
import type { Applicant } from '@kyc-china/core/applicant';
import { idCheckCharacter } from '@kyc-china/core/id-number';
import { type UpstreamCall, UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import {
  definitionOf,
  fieldsReadBy,
  type ResultShape,
  type SubCheckId,
  subCheckIds,
} from '@kyc-china/core/sub-checks/catalogue';
import {
  distanceBands,
  type ErrorCode,
  type Finding,
  policeCategories,
} from '@kyc-china/core/sub-checks/findings';
import { warningsFor } from '@kyc-china/core/warnings';
import { forEverMs, slowMs } from '@kyc-china/providers/simulator/latency';
import { scenarios, testNumberStarts } from '@kyc-china/providers/simulator/scenarios';
import {
  defaultPerson,
  documentedPerson,
  type TestPerson,
  testPersons,
} from '@kyc-china/providers/simulator/test-persons';
import fc from 'fast-check';
import { createSimulator } from '../../packages/providers/simulator/simulator.ts';

const address = { type: 'work', city: '北京市', address: '朝阳区示例路1号' } as const;

/** Everything that can be sent about a person. */
function applicantOf({ name, idNumber, mobile, bankCardNumber }: TestPerson): Applicant {
  return {
    name,
    idNumber,
    idIssueDate: '20200101',
    idExpiryDate: '20400101',
    facePhoto: true,
    mobile,
    bankCardNumber,
    addressesToVerify: [address],
  };
}

function callFor(subCheck: SubCheckId, applicant: Applicant, more: Partial<UpstreamCall> = {}): UpstreamCall {
  return {
    subCheck,
    applicant,
    ...(subCheck === 'mobile.address-verify' && { address }),
    requestId: 'report/task',
    attempt: 1,
    signal: new AbortController().signal,
    ...more,
  };
}

/** A simulator that does not wait, and what it finds. */
function withoutWaiting() {
  const simulator = createSimulator({ sleep: async () => {} });
  return { ...simulator, ask: async (call: UpstreamCall) => (await simulator.ask(call)).finding };
}

const immediate = withoutWaiting();
const ask = (subCheck: SubCheckId, person: TestPerson, more: Partial<UpstreamCall> = {}) =>
  immediate.ask(callFor(subCheck, applicantOf(person), more));

function person(code: string): TestPerson {
  const found = testPersons.find((candidate) => candidate.code === code);
  if (!found) throw new Error(`no test person ${code}`);
  return found;
}

/** What a caller of `ask` sees: the finding without its message, or the name of what was thrown. */
async function seenOf(answer: Promise<Finding>): Promise<unknown> {
  try {
    const finding = await answer;
    return finding.outcome === 'errored' ? { outcome: 'errored', code: finding.code } : finding;
  } catch (error) {
    return { threw: (error as Error).name };
  }
}

const defaultOutcome: Record<ResultShape, Finding['outcome']> = {
  verification: 'matched',
  faceComparison: 'matched',
  attribution: 'data',
  activeCity: 'data',
  addressDistance: 'data',
  severity: 'clear',
  policeRecord: 'clear',
};

const decided: Record<ResultShape, object[]> = {
  verification: [{ outcome: 'matched' }, { outcome: 'unmatched' }, { outcome: 'notFound' }],
  faceComparison: [
    { outcome: 'matched', score: 91.5, threshold: 70 },
    { outcome: 'unmatched', score: 26, threshold: 70 },
    { outcome: 'notFound' },
  ],
  attribution: [{ outcome: 'data' }, { outcome: 'notFound' }],
  activeCity: [{ outcome: 'data' }, { outcome: 'notFound' }],
  addressDistance: [
    ...distanceBands.map((distanceBand) => ({ outcome: 'data', distanceBand })),
    { outcome: 'notFound' },
  ],
  severity: [
    { outcome: 'clear' },
    ...[1, 2, 3].map((severity) => ({ outcome: 'flagged', severity })),
    { outcome: 'notFound' },
  ],
  policeRecord: [
    { outcome: 'clear' },
    ...Object.keys(policeCategories).map((category) => ({ outcome: 'flagged', categories: [category] })),
    { outcome: 'flagged', categories: ['offender', 'drug-related'] },
    { outcome: 'notFound' },
  ],
};

function undecided(subCheck: SubCheckId): object[] {
  const codes: ErrorCode[] = [
    'invalid-input',
    'unsupported',
    'quota',
    'upstream-unavailable',
    'unknown-code',
  ];
  if (subCheck === 'identity.image') codes.push('photo-unusable');
  if (subCheck.startsWith('bank.')) codes.push('card-problem');
  return [
    ...codes.map((code) => ({ outcome: 'errored', code })),
    { threw: 'UpstreamNotProcessedError' },
    { threw: 'Error' },
  ];
}

describe('the simulator', () => {
  it('simulator serves every sub-check', () => {
    expect(immediate.name).toBe('simulator');
    expect(subCheckIds.every((id) => immediate.serves(id))).toBe(true);
  });

  it.each(subCheckIds)('simulator has a test person for every outcome of %s', async (id) => {
    const everyone = [defaultPerson, ...testPersons];
    const seen = await Promise.all(everyone.map((one) => seenOf(ask(id, one))));
    for (const outcome of [...decided[definitionOf(id).shape], ...undecided(id)])
      expect(seen).toContainEqual(expect.objectContaining(outcome));
  });

  it.each(subCheckIds)('simulator gives its test persons only expected outcomes of %s', async (id) => {
    const expected = [...decided[definitionOf(id).shape], ...undecided(id)];
    for (const one of testPersons) {
      const seen = await seenOf(ask(id, one));
      expect(expected).toContainEqual(
        (seen as Finding).outcome === 'data' && definitionOf(id).shape !== 'addressDistance'
          ? { outcome: 'data' }
          : seen,
      );
    }
  });

  it.each(subCheckIds)(
    'simulator gives the documented example and the default person the default of %s',
    async (id) => {
      for (const one of [documentedPerson, defaultPerson])
        expect(await ask(id, one)).toMatchObject({ outcome: defaultOutcome[definitionOf(id).shape] });
    },
  );

  it('simulator gives the default, with Chinese places and carriers, to every mobile that is not a test number', async () => {
    const codes = fc.constantFrom(...scenarios.map(({ code }) => code));
    const anyMobile = fc.stringMatching(/^1[3-9][0-9]{9}$/);
    // Half of them end as a test person's does.
    const mobiles = fc
      .oneof(
        anyMobile,
        fc.tuple(anyMobile, codes).map(([mobile, code]) => mobile.slice(0, -3) + code),
      )
      .filter((mobile) => !mobile.startsWith(testNumberStarts.mobile));
    await fc.assert(
      fc.asyncProperty(mobiles, async (mobile) => {
        const attribution = await immediate.ask(callFor('mobile.attribution', { mobile }));
        expect(attribution).toEqual({
          outcome: 'data',
          carrier: expect.stringMatching(/^中国(移动|联通|电信|广电)$/),
          province: expect.stringMatching(/^\p{Script=Han}+$/u),
          city: expect.stringMatching(/^\p{Script=Han}+$/u),
        });
        const distance = await immediate.ask(callFor('mobile.address-verify', { mobile }));
        expect(distanceBands).toContain('distanceBand' in distance && distance.distanceBand);
        expect(await immediate.ask(callFor('risk.fraud', { mobile }))).toEqual({ outcome: 'clear' });
      }),
    );
  });

  it('simulator spreads default distances over every band', async () => {
    const bands = new Set<unknown>();
    for (let index = 0; index < 100; index++) {
      const stated = { ...address, address: `示例路${index}号` };
      const finding = await ask('mobile.address-verify', defaultPerson, { address: stated });
      bands.add('distanceBand' in finding && finding.distanceBand);
    }
    expect(bands).toEqual(new Set(distanceBands));
  });

  it('simulator knows the carriers of real number segments', async () => {
    const carrierOf = async (mobile: string) => immediate.ask(callFor('mobile.attribution', { mobile }));
    expect(await carrierOf('13800138000')).toMatchObject({ carrier: '中国移动' });
    expect(await carrierOf('18600138000')).toMatchObject({ carrier: '中国联通' });
    expect(await carrierOf('18900138000')).toMatchObject({ carrier: '中国电信' });
    expect(await carrierOf('19200138000')).toMatchObject({ carrier: '中国广电' });
    expect(await carrierOf('17050138000')).toMatchObject({ carrier: '中国移动' });
  });
});

/** A person whose numbers are no test numbers, and hold a scenario's code where a test person's would. */
const ordinaryPeople = fc
  .tuple(
    fc.constantFrom(...scenarios.map(({ code }) => code)),
    fc.stringMatching(/^[1-9][0-9]{5}(19[0-9]{2}|200[0-9])(0[1-9]|1[0-2])(0[1-9]|[12][0-9])$/),
    fc.stringMatching(/^1[3-9][0-9]{6}$/),
    fc.stringMatching(/^[1-9][0-9]{8,15}$/),
  )
  .filter(
    ([, idStart, mobileStart, cardStart]) =>
      idStart !== testNumberStarts.idNumber &&
      mobileStart !== testNumberStarts.mobile &&
      !cardStart.startsWith(testNumberStarts.bankCardNumber),
  )
  .map(([code, idStart, mobileStart, cardStart]) => ({
    ...defaultPerson,
    idNumber: `${idStart}${code}${idCheckCharacter(idStart + code)}`,
    mobile: mobileStart + code,
    bankCardNumber: cardStart + code,
  }));

describe('an ordinary person', () => {
  it.each(subCheckIds)(
    'ordinary person gets the default of %s whatever code the digits look like',
    async (id) => {
      await fc.assert(
        fc.asyncProperty(ordinaryPeople, async (one) => {
          expect(await ask(id, one)).toMatchObject({ outcome: defaultOutcome[definitionOf(id).shape] });
        }),
      );
    },
  );

  it("ordinary person is matched although digits 15 to 17 of the ID number are 504: the sample of the original's client", async () => {
    const sample = { name: '章妤雯', idNumber: '330682199905155045' };
    for (const id of ['identity.two-factor', 'risk.fraud', 'risk.criminal'] as const)
      expect(await immediate.ask(callFor(id, sample))).toMatchObject({
        outcome: defaultOutcome[definitionOf(id).shape],
      });
  });
});

describe('a scenario', () => {
  it('scenario has a code of its own that no documented example carries', () => {
    const codes = scenarios.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^[0-9]{3}$/);
    for (const code of ['123', '000', '888']) expect(codes).not.toContain(code);
  });

  it('scenario is taken from card, then mobile, then ID number', async () => {
    const mixed: TestPerson = {
      ...person('404'),
      mobile: person('001').mobile,
      bankCardNumber: person('403').bankCardNumber,
    };
    expect(await ask('bank.four-factor', mixed)).toMatchObject({ code: 'card-problem' });
    expect(await ask('identity.three-factor', mixed)).toEqual({ outcome: 'unmatched' });
    expect(await ask('identity.two-factor', mixed)).toEqual({ outcome: 'notFound' });
  });

  it('scenario without an effect leaves the decision to the next field', async () => {
    const mixed: TestPerson = { ...person('404'), mobile: person('301').mobile };
    expect(await ask('risk.fraud', mixed)).toEqual({ outcome: 'notFound' });
    expect(await ask('mobile.attribution', mixed)).toMatchObject({ outcome: 'data' });
    const card: TestPerson = { ...defaultPerson, bankCardNumber: person('203').bankCardNumber };
    expect(await ask('bank.four-factor', card)).toEqual({ outcome: 'matched' });
  });

  it('scenario does not depend on a field that the sub-check does not read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...subCheckIds),
        fc.constantFrom(...testPersons),
        fc.constantFrom(...testPersons),
        async (id, one, other) => {
          const read = new Set<string>(fieldsReadBy(id));
          const mixed = Object.fromEntries(
            Object.entries(applicantOf(one)).map(([field, value]) => [
              field,
              read.has(field) ? value : applicantOf(other)[field as keyof Applicant],
            ]),
          );
          expect(await seenOf(immediate.ask(callFor(id, mixed)))).toEqual(await seenOf(ask(id, one)));
        },
      ),
    );
  });

  it.each(subCheckIds)('scenario 529 throttles %s twice and then answers', async (id) => {
    await expect(ask(id, person('529'), { attempt: 1 })).rejects.toThrow(UpstreamNotProcessedError);
    await expect(ask(id, person('529'), { attempt: 2 })).rejects.toThrow(UpstreamNotProcessedError);
    expect(await ask(id, person('529'), { attempt: 3 })).toMatchObject({
      outcome: defaultOutcome[definitionOf(id).shape],
    });
  });

  it('scenario 529 throttles two reports by their own attempts, however their calls are interleaved', async () => {
    const calls = [1, 2, 3].flatMap((attempt) =>
      ['one', 'other'].map((report) => ask('risk.fraud', person('529'), { attempt, requestId: report })),
    );
    const seen = await Promise.allSettled(calls);
    expect(seen.map(({ status }) => status)).toEqual([
      ...Array(4).fill('rejected'),
      ...Array(2).fill('fulfilled'),
    ]);
  });

  it('scenario 429 throttles forever', async () => {
    await expect(ask('risk.fraud', person('429'), { attempt: 99 })).rejects.toThrow(
      UpstreamNotProcessedError,
    );
  });

  it('scenario 500 loses the answer: not as an error that says the call was not processed', async () => {
    const error = await ask('risk.fraud', person('500')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(UpstreamNotProcessedError);
  });

  it('scenario has a message with the next step and without what was sent', async () => {
    for (const one of testPersons) {
      for (const id of ['bank.four-factor', 'identity.image'] as const) {
        const seen = await ask(id, one).catch(() => undefined);
        if (seen?.outcome !== 'errored') continue;
        expect(seen.message).toMatch(/[a-z]\.$/);
        expect(seen.message).not.toMatch(/[0-9]{3}|\p{Script=Han}/u);
      }
    }
  });
});

describe('time', () => {
  async function waitOf(call: UpstreamCall, latencyMs?: number): Promise<number | undefined> {
    let waited: number | undefined;
    const sleep = async (milliseconds: number) => {
      waited = milliseconds;
    };
    await createSimulator({ sleep, ...(latencyMs !== undefined && { latencyMs }) })
      .ask(call)
      .catch(() => undefined);
    return waited;
  }
  const anyCall = fc
    .tuple(fc.constantFrom(...subCheckIds), fc.stringMatching(/^1[3-9][0-9]{9}$/))
    .filter(([, mobile]) => !mobile.startsWith(testNumberStarts.mobile))
    .map(([id, mobile]) => callFor(id, { ...applicantOf(defaultPerson), mobile }));

  it('simulated latency is 0.3 to 2 s, and always equal for the same call', async () => {
    await fc.assert(
      fc.asyncProperty(anyCall, async (call) => {
        const waited = await waitOf(call);
        expect(waited).toBeGreaterThanOrEqual(300);
        expect(waited).toBeLessThanOrEqual(2_000);
        expect(await waitOf({ ...call, requestId: 'another', attempt: 2 })).toBe(waited);
      }),
    );
  });

  it('simulated latency is mostly short', async () => {
    const waits: number[] = [];
    for (let index = 0; index < 400; index++) {
      const mobile = String(13_900_000_000 + index * 1_000);
      waits.push((await waitOf(callFor('mobile.attribution', { mobile }))) ?? Number.NaN);
    }
    const median = waits.toSorted((a, b) => a - b)[200];
    expect(median).toBeLessThan(700);
    expect(Math.max(...waits)).toBeGreaterThan(1_500);
  });

  it('simulated latency can be fixed, except in the slow scenarios', async () => {
    await fc.assert(
      fc.asyncProperty(anyCall, async (call) => {
        expect(await waitOf(call, 7)).toBe(7);
      }),
    );
    const slow = callFor('risk.fraud', applicantOf(person('505')));
    expect(await waitOf(slow, 7)).toBe(slowMs);
    expect(await immediate.ask(slow)).toEqual({ outcome: 'clear' });
    expect(await waitOf(callFor('risk.fraud', applicantOf(person('504'))), 7)).toBe(forEverMs);
  });

  it('simulated latency really passes', async () => {
    const started = performance.now();
    await createSimulator({ latencyMs: 50 }).ask(callFor('risk.fraud', applicantOf(defaultPerson)));
    expect(performance.now() - started).toBeGreaterThanOrEqual(45);
  });

  it.each(['504', '505', '888'])(
    'simulated latency ends immediately with the reason when %s is aborted',
    async (code) => {
      const controller = new AbortController();
      const reason = new Error('time is up');
      const one = code === '888' ? defaultPerson : person(code);
      const answer = createSimulator().ask(
        callFor('risk.fraud', applicantOf(one), { signal: controller.signal }),
      );
      setTimeout(() => controller.abort(reason), 10);
      // One that did not end would answer, or never settle.
      await expect(answer).rejects.toBe(reason);
    },
  );

  it('simulated latency does not start when the signal has already aborted', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    const call = callFor('risk.fraud', applicantOf(defaultPerson), { signal });
    await expect(createSimulator({ latencyMs: 0 }).ask(call)).rejects.toThrow('too late');
  });

  it('simulated latency ends by the timeout that the service sets', async () => {
    const call = callFor('risk.fraud', applicantOf(person('504')), { signal: AbortSignal.timeout(20) });
    await expect(createSimulator().ask(call)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('determinism', () => {
  it('simulator gives the same call the same answer in each instance', async () => {
    const fields = fc.record(
      {
        name: fc.constantFrom('张三', '𠮷田', '买买提·吐尔逊'),
        idNumber: fc.stringMatching(/^[0-9]{17}[0-9X]$/),
        mobile: fc.stringMatching(/^1[3-9][0-9]{9}$/),
        bankCardNumber: fc.stringMatching(/^[0-9]{12,19}$/),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...subCheckIds), fields, async (id, applicant) => {
        const again = withoutWaiting();
        const first = await seenOf(immediate.ask(callFor(id, applicant)));
        expect(await seenOf(again.ask(callFor(id, applicant, { requestId: 'another' })))).toEqual(first);
        const renamed = { ...applicant, name: '李四' };
        expect(await seenOf(again.ask(callFor(id, renamed)))).toEqual(first);
      }),
    );
  });
});

describe('test persons', () => {
  it('test persons have no warning, except the documented example', () => {
    const today = new Date('2026-01-01T00:00:00Z');
    for (const one of [defaultPerson, ...testPersons])
      expect(warningsFor(applicantOf(one), today)).toEqual([]);
    expect(warningsFor(applicantOf(documentedPerson), today).map(({ code }) => code)).toEqual([
      'id-check-digit',
      'card-check-digit',
    ]);
  });

  it('test persons exist for every scenario, each with its own values', () => {
    expect(testPersons.map(({ code }) => code)).toEqual(scenarios.map(({ code }) => code));
    for (const one of testPersons) {
      expect(one.idNumber.slice(14, 17)).toBe(one.code);
      expect(one.mobile.slice(-3)).toBe(one.code);
      expect(one.bankCardNumber.slice(-3)).toBe(one.code);
    }
  });
});
