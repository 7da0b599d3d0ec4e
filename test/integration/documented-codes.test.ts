/** Every error code that the vendors list for an operation in use, with the HTTP status that they list it with. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { UpstreamProvider } from '@kyc-china/core/provider-port';
import { type FakeAlibaba, startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { type FakeTencent, startFakeTencent } from '@kyc-china/vendor-fakes/tencent/fake';
import { projectFile } from '../../lib/project-file.ts';
import { createAlibaba } from '../../packages/providers/alibaba/alibaba.ts';
import { createTencent } from '../../packages/providers/tencent/tencent.ts';
import { credentials, operationOf } from '../../packages/vendor-fakes/alibaba/calls.ts';
import { statusOf } from '../../packages/vendor-fakes/alibaba/products.ts';
import { actionOf } from '../../packages/vendor-fakes/tencent/calls.ts';
import { callOf } from '../support/person.ts';

interface DocumentedCodes {
  readonly source: string;
  /** HTTP statuses by operation and code. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
const documented = JSON.parse(
  readFileSync(projectFile('test/support/documented-codes.json'), 'utf8'),
) as Readonly<Record<'alibaba' | 'tencent', DocumentedCodes>>;

/** A line for each code of each operation that serves a sub-check. */
function casesOf<SubCheck extends string>(
  { codes }: DocumentedCodes,
  operations: Readonly<Record<SubCheck, string>>,
) {
  return (Object.entries(operations) as [SubCheck, string][]).flatMap(([subCheck, operation]) =>
    Object.entries(codes[operation] ?? {}).map(
      ([code, status]) => [operation, code, status, subCheck] as const,
    ),
  );
}

const key = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
let fakeTencent: FakeTencent;
let fakeAlibaba: FakeAlibaba;
let tencent: UpstreamProvider;
let alibaba: UpstreamProvider;
beforeAll(async () => {
  fakeTencent = await startFakeTencent({ ...key, callsPerSecond: 1_000_000 });
  fakeAlibaba = await startFakeAlibaba(credentials);
  const { url: endpoint, ca } = fakeTencent;
  tencent = createTencent({ endpoint, tls: { ca }, credentials: async () => key });
  const { endpoints, ca: ofAlibaba } = fakeAlibaba;
  alibaba = createAlibaba({ endpoints, tls: { ca: ofAlibaba }, credentials: async () => credentials });
});
beforeEach(() => {
  fakeTencent.reset();
  fakeAlibaba.reset();
});
afterAll(() => Promise.all([fakeTencent.stop(), fakeAlibaba.stop()]));

/** What became of an answer: the code of an errored finding, another outcome, or the name of the error. */
async function outcomeOf(asked: ReturnType<UpstreamProvider['ask']>): Promise<string> {
  try {
    const { finding } = await asked;
    return finding.outcome === 'errored' ? finding.code : finding.outcome;
  } catch (error) {
    return (error as Error).name;
  }
}

it.each(casesOf(documented.tencent, actionOf))(
  'Tencent Cloud %s knows %s',
  async (_, error, _status, subCheck) => {
    fakeTencent.inject({ fault: { at: 'answer', answer: { error } } });
    expect(await outcomeOf(tencent.ask(callOf(subCheck)))).not.toBe('unknown-code');
    expect(fakeTencent.calls).toHaveLength(1);
  },
);

it.each(casesOf(documented.alibaba, operationOf))(
  'Alibaba Cloud %s knows %s with HTTP %d, which is the status of the fake, and no free code is lost',
  async (operation, code, status, subCheck) => {
    expect(statusOf(code)).toBe(status);
    fakeAlibaba.inject({ answer: { code, status } }, { operation });
    const outcome = await outcomeOf(alibaba.ask(callOf(subCheck)));
    expect(['unknown-code', 'AnswerLostError']).not.toContain(outcome);
    expect(fakeAlibaba.billed()).toBe(0);
  },
);

it('documented codes cover each Tencent Cloud action and each Alibaba Cloud operation with a code list', () => {
  expect(Object.keys(documented.tencent.codes).sort()).toEqual(Object.values(actionOf).sort());
  expect(casesOf(documented.tencent, actionOf)).toHaveLength(87);
  expect(casesOf(documented.alibaba, operationOf)).toHaveLength(10);
});
