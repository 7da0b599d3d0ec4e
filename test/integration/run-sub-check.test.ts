import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Applicant } from '@kyc-china/core/applicant';
import { type UpstreamGate, WaitForTurnError } from '@kyc-china/core/ask-upstreams';
import type { ApplicantReader, SubCheckLedger } from '@kyc-china/core/ports';
import {
  type UpstreamCall,
  UpstreamNotProcessedError,
  type UpstreamProvider,
} from '@kyc-china/core/provider-port';
import { runSubCheck, type SubCheckDependencies, SubCheckUnderWayError } from '@kyc-china/core/run-sub-check';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { AwsApplicantReader } from '@kyc-china/storage/applicant-store';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import type { KmsDataKeyWrapping } from '@kyc-china/storage/data-key-wrapping';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { openGate } from '../support/open-gate.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const person: Applicant = {
  name: '张三',
  idNumber: '110101199001011234',
  mobile: '13800138000',
  facePhoto: true,
};
const applicants: ApplicantReader = {
  find: async () => ({ applicant: person, photo: new Uint8Array([0xff, 0xd8, 0xff]) }),
};
const task = { subCheck: 'identity.two-factor' } as const;
const matched: Finding = { outcome: 'matched' };

/** A client whose every update arrives twice: as when the first answer is lost, and the SDK sends it again. */
function clientThatSendsTwice(): DynamoDBDocumentClient {
  const raw = new DynamoDBClient(table.settings);
  raw.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'UpdateItemCommand') await next(args);
        return next(args);
      },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return DynamoDBDocumentClient.from(raw);
}

/** Makes the claim of a report's task as old as this. */
async function claimedBefore(reportId: string, ms: number): Promise<void> {
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: { pk: reportId, sk: 'SUBCHECK#identity.two-factor' },
      UpdateExpression: 'SET claimedAt = :at',
      ExpressionAttributeValues: { ':at': new Date(Date.now() - ms).toISOString() },
    }),
  );
}

/** The methods of a ledger, callable apart from it. */
const bound = (ledger: DynamoSubCheckLedger): SubCheckLedger => ({
  claim: ledger.claim.bind(ledger),
  release: ledger.release.bind(ledger),
  settle: ledger.settle.bind(ledger),
  entries: ledger.entries.bind(ledger),
  shut: ledger.shut.bind(ledger),
  close: ledger.close.bind(ledger),
});

/** A provider that runs the given function and counts its calls. */
function source(ask: (call: UpstreamCall) => Promise<Finding>) {
  const calls: UpstreamCall[] = [];
  const provider: UpstreamProvider = {
    name: 'counting',
    serves: () => true,
    ask: async (call) => {
      calls.push(call);
      return { finding: await ask(call), billed: true };
    },
  };
  const ledger = new DynamoSubCheckLedger(table.client, table.name);
  const dependencies: SubCheckDependencies = {
    applicants,
    ledger,
    routeFor: () => [{ provider, timeoutMs: 200 }],
    gate: openGate,
    priceOf: () => 0.5,
    reports: { addLateCost: async () => undefined },
    usage: new DynamoClientUsage(table.client, table.name),
    recordCost: () => undefined,
    observe: () => undefined,
  };
  const run = async (reportId: string) => (await runSubCheck(dependencies, reportId, task)).result.outcome;
  return { calls, ledger, run, dependencies };
}

describe('a sub-check', () => {
  it('sub-check calls its provider once, however often it runs', async () => {
    const { calls, run } = source(async () => matched);
    const reportId = randomUUID();
    for (let turn = 0; turn < 5; turn += 1) expect(await run(reportId)).toBe('matched');
    expect(calls).toHaveLength(1);
  });

  it('sub-check calls its provider once when it runs many times concurrently', async () => {
    const { calls, run, ledger } = source(async () => matched);
    const reportId = randomUUID();
    const runs = await Promise.allSettled(Array.from({ length: 20 }, () => run(reportId)));
    expect(calls).toHaveLength(1);
    for (const ended of runs)
      if (ended.status === 'rejected') expect(ended.reason).toBeInstanceOf(SubCheckUnderWayError);
    expect(await ledger.entries(reportId)).toEqual([
      {
        taskKey: 'identity.two-factor',
        billed: true,
        finding: matched,
        provider: 'counting',
        upstreamMs: expect.any(Number),
        attempts: 1,
        price: 0.5,
        claimedAt: expect.any(Date),
        settledAt: expect.any(Date),
      },
    ]);
  });

  it('sub-check returns who answered, how long it took and at which attempt, and the same when it runs again', async () => {
    const { dependencies, run } = source(async ({ attempt }) => {
      if (attempt === 1) throw new UpstreamNotProcessedError('busy');
      await setTimeout(20);
      return { outcome: 'errored', code: 'quota', message: 'Used up.' };
    });
    const reportId = randomUUID();
    await expect(run(reportId)).rejects.toThrow(UpstreamNotProcessedError);
    const { result } = await runSubCheck(dependencies, reportId, task);
    expect(result).toEqual({
      ...task,
      outcome: 'errored',
      code: 'quota',
      provider: 'counting',
      billed: true,
      upstreamMs: expect.any(Number),
      attempts: 2,
    });
    expect(result.upstreamMs).toBeGreaterThanOrEqual(19);
    expect(await runSubCheck(dependencies, reportId, task)).toEqual({ result });
  });

  it('sub-check of a release that stored no times returns what its row has', async () => {
    const { dependencies, run } = source(async () => matched);
    const reportId = randomUUID();
    await run(reportId);
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: reportId, sk: 'SUBCHECK#identity.two-factor' },
        UpdateExpression: 'REMOVE upstreamMs, attempts',
      }),
    );
    const { result } = await runSubCheck(dependencies, reportId, task);
    expect(result).toEqual({ ...task, outcome: 'matched', provider: 'counting', billed: true });
  });

  it('sub-check counts no attempt when it only looked whether it is its turn', async () => {
    const { dependencies, run } = source(async () => matched);
    const reportId = randomUUID();
    const place = { provider: 'counting', operation: 'ALL', queue: 0 };
    const admit = () => Promise.reject(new WaitForTurnError(new Date(Date.now() + 1000), place));
    const waiting = { ...dependencies, gate: { ...openGate, admit } };
    for (let look = 0; look < 2; look += 1)
      await expect(runSubCheck(waiting, reportId, task)).rejects.toThrow(WaitForTurnError);
    await run(reportId);
    expect((await runSubCheck(dependencies, reportId, task)).result.attempts).toBe(1);
  });

  it('sub-check repeats a call only when the provider did not process it', async () => {
    const { calls, run } = source(async ({ attempt }) => {
      if (attempt <= 2) throw new UpstreamNotProcessedError('busy');
      return matched;
    });
    const reportId = randomUUID();
    await expect(run(reportId)).rejects.toThrow(UpstreamNotProcessedError);
    await expect(run(reportId)).rejects.toThrow(UpstreamNotProcessedError);
    expect(await run(reportId)).toBe('matched');
    expect(await run(reportId)).toBe('matched');
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(calls.map(({ requestId }) => requestId)).size).toBe(1);
  });

  it('sub-check does not repeat a call whose answer was lost', async () => {
    const { calls, run, ledger } = source(async () => {
      throw new Error('reset');
    });
    const reportId = randomUUID();
    expect(await run(reportId)).toBe('errored');
    expect(await run(reportId)).toBe('errored');
    expect(calls).toHaveLength(1);
    const [entry] = await ledger.entries(reportId);
    expect(entry).toMatchObject({ billed: true, finding: { outcome: 'errored', code: 'unknown-outcome' } });
    // What a person can do about it, and what it costs.
    expect(entry?.finding).toHaveProperty(
      'message',
      expect.stringContaining('A new request calls the source again'),
    );
  });

  it('sub-check gives the provider its time and no more', async () => {
    const { run, ledger } = source(
      ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
        ),
    );
    const reportId = randomUUID();
    expect(await run(reportId)).toBe('errored');
    expect((await ledger.entries(reportId))[0]?.finding).toMatchObject({
      code: 'upstream-timeout',
      message: expect.stringContaining('A new request calls the source again'),
    });
  });

  it('sub-check does not call after a crash between claim and result, and stores a late answer', async () => {
    const { calls, run, ledger } = source(async () => matched);
    const reportId = randomUUID();
    const claim = await ledger.claim(reportId, 'identity.two-factor');
    if (claim.status !== 'granted') throw new Error('the claim was not granted');
    // Its holder may be asking; from its timeout on, and what clocks may differ, it has ended.
    await expect(run(reportId)).rejects.toThrow(SubCheckUnderWayError);
    await claimedBefore(reportId, 29_000);
    await expect(run(reportId)).rejects.toThrow(SubCheckUnderWayError);
    await claimedBefore(reportId, 31_000);
    expect(await run(reportId)).toBe('errored');
    expect(calls).toHaveLength(0);
    expect(await ledger.entries(reportId)).toEqual([
      { taskKey: 'identity.two-factor', billed: true, attempts: 1, claimedAt: expect.any(Date) },
    ]);
    await ledger.settle(reportId, 'identity.two-factor', claim.claimId, { finding: matched, billed: true });
    expect(await run(reportId)).toBe('matched');
  });

  it.each([
    ['reads the applicant', {}],
    ['is not served', { routeFor: () => [] }],
    ['is not admitted', { gate: { ...openGate, admit: async () => ({ kind: 'circuit-open' as const }) } }],
  ])(
    'sub-check of an erased report that %s calls no provider, and leaves no row behind',
    async (_what, less) => {
      const { calls, dependencies } = source(async () => matched);
      const places = { table: table.name, bucket: 'intake', keysTable: table.keysName };
      // The row says that the report was erased, so nothing is asked of S3 or KMS.
      const reader = new AwsApplicantReader(table.client, new S3Client(), places, {} as KmsDataKeyWrapping);
      const reportId = randomUUID();
      const Item = { pk: reportId, sk: 'REPORT', status: 'erased' };
      const fields = { pk: reportId, sk: 'APPLICANT', sealed: new Uint8Array(64), expiresAt: Date.now() };
      for (const item of [Item, fields])
        await table.client.send(new PutCommand({ TableName: table.name, Item: item }));
      const run = runSubCheck({ ...dependencies, applicants: reader, ...less }, reportId, task);
      await run.then(
        ({ result }) => expect(result.outcome).toBe('errored'),
        (error) => expect(error).toBeInstanceOf(UpstreamNotProcessedError),
      );
      expect(calls).toEqual([]);
      const { sk } = fields;
      await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: reportId, sk } }));
      const { Items } = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': reportId },
        }),
      );
      expect(Items).toEqual([Item]);
    },
  );

  it('sub-check records the price of an answer that comes after its report was completed', async () => {
    const late: [string, string, number][] = [];
    const costs: [string, number][] = [];
    const { dependencies, ledger } = source(async () => matched);
    const reportId = randomUUID();
    const reports = {
      addLateCost: async (...args: [string, string, number]) => {
        late.push(args);
        return { reportId, clientId: 'c', requestedAt: new Date() };
      },
    };
    const run = runSubCheck(
      {
        ...dependencies,
        reports,
        recordCost: (...args) => void costs.push(args),
        ledger: {
          ...bound(ledger),
          settle: async (...args) => {
            await ledger.close(reportId, await ledger.entries(reportId));
            return ledger.settle(...args);
          },
        },
      },
      reportId,
      task,
    );
    expect((await run).result.outcome).toBe('matched');
    expect(late).toEqual([[reportId, 'identity.two-factor', 0.5]]);
    expect(costs).toEqual([['c', 0.5]]);
    expect(await ledger.entries(reportId)).toEqual([
      expect.objectContaining({ billed: true, provider: 'counting', price: 0.5 }),
    ]);
  });

  it('sub-check calls its provider when the answer to its claim was lost, and no other run does', async () => {
    const { calls, dependencies, run } = source(async () => matched);
    const client = clientThatSendsTwice();
    const twice = { ...dependencies, ledger: new DynamoSubCheckLedger(client, table.name) };
    const reportId = randomUUID();
    expect((await runSubCheck(twice, reportId, task)).result.outcome).toBe('matched');
    expect((await runSubCheck(twice, reportId, task)).result.outcome).toBe('matched');
    expect(await run(reportId)).toBe('matched');
    expect(calls).toHaveLength(1);
    client.destroy();
  });

  it.each<[string, () => Promise<Finding>, string]>([
    ['an answer', async () => matched, 'matched'],
    ['the loss of an answer', async () => Promise.reject(new Error('reset')), 'errored'],
  ])(
    'sub-check keeps %s, without a second call, when the gate cannot be updated',
    async (_what, ask, outcome) => {
      const { calls, dependencies, ledger } = source(ask);
      const gate: UpstreamGate = {
        ...openGate,
        record: () => Promise.reject(new Error('the table is away')),
      };
      const reportId = randomUUID();
      for (let turn = 0; turn < 2; turn += 1)
        expect((await runSubCheck({ ...dependencies, gate }, reportId, task)).result.outcome).toBe(outcome);
      expect(calls).toHaveLength(1);
      expect(await ledger.entries(reportId)).toEqual([expect.objectContaining({ billed: true })]);
    },
  );

  it('sub-check releases the claim when it fails before the call', async () => {
    const { calls, dependencies, run } = source(async () => matched);
    const reportId = randomUUID();
    const broken = { ...applicants, find: () => Promise.reject(new Error('the table is away')) };
    await expect(runSubCheck({ ...dependencies, applicants: broken }, reportId, task)).rejects.toThrow(
      /away/,
    );
    expect(await run(reportId)).toBe('matched');
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['fields', { find: async () => undefined }],
    ['photo', { find: async () => ({ applicant: person }) }],
  ])("sub-check calls no provider when the applicant's %s are gone", async (_what, gone) => {
    const { calls, dependencies } = source(async () => matched);
    const image = { subCheck: 'identity.image' } as const;
    const missing = { ...dependencies, applicants: { ...applicants, ...gone } };
    expect(await runSubCheck(missing, randomUUID(), image)).toEqual({
      result: {
        ...image,
        outcome: 'errored',
        code: 'upstream-unavailable',
        billed: false,
        attempts: 1,
      },
    });
    expect(calls).toHaveLength(0);
  });

  it('sub-check sends the provider only what it reads', async () => {
    const { calls, run, dependencies } = source(async () => matched);
    await run(randomUUID());
    await runSubCheck(dependencies, randomUUID(), { subCheck: 'identity.image' });
    expect(calls[0]?.applicant).toEqual({ name: person.name, idNumber: person.idNumber });
    expect(calls[0]?.photo).toBeUndefined();
    expect(calls[1]?.photo).toEqual(new Uint8Array([0xff, 0xd8, 0xff]));
  });

  it('sub-check without a provider is errored, and costs nothing', async () => {
    const { dependencies, ledger } = source(async () => matched);
    const reportId = randomUUID();
    expect(await runSubCheck({ ...dependencies, routeFor: () => [] }, reportId, task)).toEqual({
      result: { ...task, outcome: 'errored', code: 'upstream-unavailable', billed: false, attempts: 1 },
    });
    expect(await ledger.entries(reportId)).toEqual([
      {
        claimedAt: expect.any(Date),
        settledAt: expect.any(Date),
        taskKey: 'identity.two-factor',
        attempts: 1,
        billed: false,
        finding: expect.objectContaining({ code: 'upstream-unavailable' }),
      },
    ]);
  });
});
