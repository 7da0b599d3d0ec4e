import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { askUpstreams, type RoutedProvider, type UpstreamGate } from '@kyc-china/core/ask-upstreams';
import type { ObservedCall } from '@kyc-china/core/observed-call';
import { OwnFaultError } from '@kyc-china/core/own-fault';
import {
  type UpstreamAnswer,
  type UpstreamCall,
  UpstreamNotProcessedError,
} from '@kyc-china/core/provider-port';
import { StorageThrottledError } from '@kyc-china/core/storage-throttled-error';
import type { ErrorCode } from '@kyc-china/core/sub-checks/findings';
import { DynamoUpstreamGate } from '@kyc-china/storage/upstream-gate';
import { retry, settle } from '../../packages/providers/code-table.ts';
import { readCredentials } from '../../packages/providers/read-credentials.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const operation = 'Verify';
const matched: UpstreamAnswer = { finding: { outcome: 'matched' }, billed: true, code: '0' };
const prepare = async () => ({
  subCheck: 'identity.two-factor' as const,
  applicant: {},
  requestId: 'r',
  attempt: 1,
});

function routed(name: string, ask: () => Promise<UpstreamAnswer>): RoutedProvider {
  return { timeoutMs: 500, operation, provider: { name, serves: () => true, ask } };
}

/** The gate of a function that starts now, for a report of a client of its own. */
async function newGate(): Promise<UpstreamGate> {
  const reportId = randomUUID();
  const Item = { pk: reportId, sk: 'REPORT', clientId: randomUUID() };
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
  return new DynamoUpstreamGate(table.client, table.name).forReport(reportId);
}

/** Calls the providers for a report of its own. @returns each call as it is observed, and the result. */
async function ask(...route: RoutedProvider[]) {
  const calls: ObservedCall[] = [];
  const gate = await newGate();
  const result: unknown = await askUpstreams(route, prepare, gate, undefined, (call) => {
    calls.push(call);
  }).catch((error) => error);
  return { calls, result };
}

const errored = (code: ErrorCode, billed = false): UpstreamAnswer => ({
  finding: { outcome: 'errored', code, message: 'No.' },
  billed,
  code: 'V1',
});
const throws = (error: Error) => async () => Promise.reject(error);
const missingSecret = async () =>
  readCredentials(throws(new Error('ResourceNotFoundException')), () => ({}), 'a key') as never;
const malformedSecret = async () =>
  readCredentials(
    async () => 'key',
    () => ({}),
    'a key',
  ) as never;
const clockIsOff = async () => settle(retry('check the clock', 'own-fault'), 'Expired') as never;

const ownFaults: [string, () => Promise<UpstreamAnswer>, string][] = [
  ['a missing secret', missingSecret, 'credentials-unreadable'],
  ['a secret of another form', malformedSecret, 'credentials-malformed'],
  ['a clock that the provider does not accept', clockIsOff, 'provider-setup'],
  ['a throttled store', throws(new StorageThrottledError('busy')), 'storage-throttled'],
];

it.each(ownFaults)(
  '%s opens no circuit, and the provider is called once it is fixed',
  async (_what, fault, code) => {
    const name = randomUUID();
    for (let report = 0; report < 8; report += 1) {
      const { calls, result } = await ask(routed(name, fault));
      expect(calls).toEqual([
        expect.objectContaining({ provider: name, outcome: 'own-fault', code, billed: false }),
      ]);
      expect(result).toBeInstanceOf(code === 'storage-throttled' ? StorageThrottledError : OwnFaultError);
    }
    const { result } = await ask(routed(name, async () => matched));
    expect(result).toMatchObject({ finding: matched.finding });
  },
);

it.each(ownFaults)('%s ends no row of failures of the provider', async (_what, fault) => {
  const name = randomUUID();
  const down = routed(name, throws(new UpstreamNotProcessedError('refused')));
  for (let report = 0; report < 4; report += 1) await ask(down);
  await ask(routed(name, fault));
  await ask(down);
  const { calls } = await ask(down);
  expect(calls).toEqual([expect.objectContaining({ outcome: 'left-alone' })]);
});

it.each(ownFaults)(
  '%s lets the next provider be called, and the failover is observed',
  async (_what, fault) => {
    const [first, second] = [randomUUID(), randomUUID()];
    const { calls, result } = await ask(
      routed(first, fault),
      routed(second, async () => matched),
    );
    expect(result).toMatchObject({ provider: second });
    expect(calls[0]).not.toHaveProperty('failedOverFrom');
    expect(calls[1]).toMatchObject({
      provider: second,
      outcome: 'answered',
      failedOverFrom: { provider: first, operation },
    });
  },
);

it.each(ownFaults)('%s hides no failure of the other provider, before or after it', async (_what, fault) => {
  const down = routed(randomUUID(), throws(new UpstreamNotProcessedError('refused')));
  for (const route of [
    [down, routed(randomUUID(), fault)],
    [routed(randomUUID(), fault), down],
  ])
    expect((await ask(...route)).result).toMatchObject({
      name: 'UpstreamNotProcessedError',
      message: 'refused',
    });
});

it('circuit that is open names the provider, since when it fails and its last error, in its error and when observed', async () => {
  const name = randomUUID();
  const before = Date.now();
  for (let report = 0; report < 4; report += 1)
    await ask(routed(name, throws(new UpstreamNotProcessedError('refused'))));
  const firstFailed = Date.now();
  await ask(routed(name, throws(new Error('reset'))));
  const { calls, result } = await ask(routed(name, async () => matched));
  const [call] = calls;
  expect(call).toMatchObject({ provider: name, outcome: 'left-alone', code: 'circuit-open' });
  expect(call).toMatchObject({ lastError: 'unknown-outcome', billed: false });
  const since = call?.since?.getTime() ?? 0;
  expect(since).toBeGreaterThanOrEqual(before);
  expect(since).toBeLessThanOrEqual(firstFailed);
  expect(result).toMatchObject({
    name: 'UpstreamNotProcessedError',
    message: `${name} has failed since ${call?.since?.toISOString()}, last error: unknown-outcome; it is left alone for a while`,
  });
});

it('circuit that was closed by an answer counts its failures from the next one', async () => {
  const name = randomUUID();
  const down = routed(name, throws(new UpstreamNotProcessedError('refused')));
  for (let report = 0; report < 4; report += 1) await ask(down);
  await ask(routed(name, async () => matched));
  const answeredAt = Date.now();
  for (let report = 0; report < 5; report += 1) await ask(down);
  const { calls } = await ask(down);
  expect(calls[0]?.since?.getTime()).toBeGreaterThanOrEqual(answeredAt);
});

it('refusal that a simulated provider plans is no fault of our own', async () => {
  const planning = routed(randomUUID(), async () => errored('upstream-unavailable'));
  const { calls } = await ask({ ...planning, provider: { ...planning.provider, plansItsFailures: true } });
  expect(calls).toEqual([expect.objectContaining({ outcome: 'refused', code: 'upstream-unavailable' })]);
});

const cases: [string, () => Promise<UpstreamAnswer>, Partial<ObservedCall>][] = [
  ['an answer', async () => matched, { outcome: 'answered', billed: true, providerCode: '0' }],
  ['a refusal', async () => errored('quota'), { outcome: 'refused', code: 'quota', providerCode: 'V1' }],
  ['a billed refusal', async () => errored('card-problem', true), { outcome: 'refused', billed: true }],
  [
    "a refusal of the operator's account",
    async () => errored('upstream-unavailable'),
    { outcome: 'own-fault', code: 'provider-setup', providerCode: 'V1' },
  ],
  [
    'a busy provider',
    throws(new UpstreamNotProcessedError('busy', 'throttled', 'Throttling')),
    { outcome: 'throttled', code: 'throttled', providerCode: 'Throttling', billed: false },
  ],
  [
    'a provider that is down',
    throws(new UpstreamNotProcessedError('refused')),
    { outcome: 'failed', code: 'upstream-unavailable', billed: false },
  ],
  [
    'a lost response',
    throws(new Error('reset')),
    { outcome: 'failed', code: 'unknown-outcome', billed: true },
  ],
];

it.each(cases)(
  '%s is observed once, with the time that the provider took',
  async (_what, answer, expected) => {
    const slow = async () => {
      const until = performance.now() + 30;
      while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
      return answer();
    };
    const { calls } = await ask(routed(randomUUID(), slow));
    expect(calls).toEqual([expect.objectContaining({ operation, ...expected })]);
    expect(calls[0]?.upstreamMs).toBeGreaterThanOrEqual(30);
  },
);

it('provider that does not respond in time is observed as failed, with the time that it had', async () => {
  const calls: ObservedCall[] = [];
  const waiting = {
    name: 'slow',
    serves: () => true,
    ask: ({ signal }: UpstreamCall) =>
      new Promise<UpstreamAnswer>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      ),
  };
  await askUpstreams([{ provider: waiting, timeoutMs: 50 }], prepare, await newGate(), undefined, (call) => {
    calls.push(call);
  });
  expect(calls).toEqual([
    expect.objectContaining({ outcome: 'failed', code: 'upstream-timeout', billed: true }),
  ]);
  expect(calls[0]?.upstreamMs).toBeGreaterThanOrEqual(49);
});
