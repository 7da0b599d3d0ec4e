import { createHash, randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AggregateDependencies, aggregateReport, failReport } from '@kyc-china/core/aggregate-report';
import type { Applicant } from '@kyc-china/core/applicant';
import { standardPolicy } from '@kyc-china/core/decision/standard-policy';
import { maskApplicant } from '@kyc-china/core/masking';
import type { ApplicantRemoval, NewReport, PdfFiles, PdfLinks, ReportStore } from '@kyc-china/core/ports';
import { readReport } from '@kyc-china/core/read-report';
import type { Report } from '@kyc-china/core/report';
import type { TaskSource } from '@kyc-china/core/task-source';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

type GivenUp = Parameters<AggregateDependencies['observeGivenUp']>;

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const tasks = [
  { subCheck: 'identity.two-factor' },
  { subCheck: 'risk.criminal' },
  { subCheck: 'risk.fraud' },
] as const;

/** The methods of a store, callable apart from it. */
const bound = (reports: DynamoReportStore) => ({
  find: reports.find.bind(reports),
  complete: reports.complete.bind(reports),
  settleCost: reports.settleCost.bind(reports),
});

/** A report that was accepted, with stores on the emulator; photo and PDF are kept in memory. */
async function accepted(more: Pick<NewReport, 'callbackUrl' | 'clientReference' | 'metadata'> = {}) {
  const reportId = randomUUID();
  const applicant: Applicant = { name: '张三', idNumber: '110101199001011234' };
  const held = new Map<string, Applicant>([[reportId, applicant]]);
  const written: Uint8Array[] = [];
  const costs: [string, number][] = [];
  const givenUp: GivenUp[] = [];
  const announced: string[] = [];
  const applicants: ApplicantRemoval = { delete: async (id) => void held.delete(id) };
  const deleted: string[] = [];
  const pdfs: PdfFiles & PdfLinks = {
    put: async (_id, pdf) => void written.push(pdf),
    delete: async (id) => void deleted.push(id),
    link: async (id, signedAt) => `https://pdfs.example/${id}?at=${signedAt.toISOString()}`,
  };
  const reports = new DynamoReportStore(table.client, table.name);
  const ledger = new DynamoSubCheckLedger(table.client, table.name);
  const dependencies = {
    reports,
    applicants,
    ledger,
    pdfs,
    clients: { find: async () => undefined },
    renderPdf: async () => new Uint8Array([1]),
    usage: new DynamoClientUsage(table.client, table.name),
    workflow: { announceFailure: async (id: string) => void announced.push(id) },
    prices: { default: '2' },
    now: () => new Date(),
    recordCost: (clientId: string, cost: number) => void costs.push([clientId, cost]),
    observeGivenUp: (...args: GivenUp) => void givenUp.push(args),
  };
  const requestedAt = new Date();
  await reports.create(
    {
      reportId,
      clientId: 'c',
      requestedAt,
      tasks,
      notOffered: [],
      warnings: [],
      submitted: maskApplicant(applicant),
      ...more,
    },
    requestedAt,
  );
  return { reportId, held, written, deleted, costs, givenUp, announced, dependencies };
}

describe('aggregation', () => {
  it('aggregation returns clientReference and metadata in the report, in the order in which they were sent', async () => {
    const metadata = { zebra: '1', __proto: '', apple: '2' };
    const { reportId, dependencies } = await accepted({ clientReference: 'case-1', metadata });
    await aggregateReport(dependencies, reportId);
    const record = await dependencies.reports.find(reportId);
    if (record?.status !== 'completed') throw new Error('not completed');
    expect(record.report.reportMetadata.clientReference).toBe('case-1');
    expect(JSON.stringify(record.report.reportMetadata.metadata)).toBe(JSON.stringify(metadata));
  });

  it("aggregation decides once, by the policy that the report's client has at that time", async () => {
    const { reportId, dependencies } = await accepted();
    const asked: string[] = [];
    let version = 0;
    const clients = {
      find: async (clientId: string) => {
        asked.push(clientId);
        version += 1;
        return { clientId, policy: { ...standardPolicy, name: 'own', version } };
      },
    };
    const printed: string[] = [];
    const renderPdf = async ({ decision }: Report) => {
      printed.push(decision.policy);
      // The first run ends before the report is complete, and the policy is changed meanwhile.
      if (printed.length === 1) throw new Error('cut');
      return new Uint8Array([1]);
    };
    const changing = { ...dependencies, clients, renderPdf };
    await expect(aggregateReport(changing, reportId)).rejects.toThrow('cut');
    await aggregateReport(changing, reportId);
    const record = await dependencies.reports.find(reportId);
    if (record?.status !== 'completed') throw new Error('not completed');
    expect(record.report.decision).toMatchObject({ outcome: 'review', policy: 'own@1' });
    expect(printed).toEqual(['own@1', 'own@1']);
    expect(new Set(asked)).toEqual(new Set(['c']));
  });

  it("aggregation charges by the prices of its first decision, the client's own before the stage's", async () => {
    const { reportId, dependencies } = await accepted();
    const claim = await dependencies.ledger.claim(reportId, 'identity.two-factor');
    if (claim.status !== 'granted') throw new Error('not granted');
    await dependencies.ledger.settle(reportId, 'identity.two-factor', claim.claimId, {
      finding: { outcome: 'matched' },
      billed: true,
      provider: 'alibaba',
    });
    const prices = ['0.5', '7'].values();
    const clients = {
      find: async () => ({ clientId: 'c', prices: { 'identity.two-factor': prices.next().value ?? '9' } }),
    };
    const cut = new Error('killed');
    const killed = { ...dependencies, clients, renderPdf: () => Promise.reject(cut) };
    await expect(aggregateReport(killed, reportId)).rejects.toBe(cut);
    await aggregateReport({ ...dependencies, clients }, reportId);
    const record = await dependencies.reports.find(reportId);
    const charges = record?.status === 'completed' ? record.charges : [];
    expect(charges?.find(({ check }) => check === 'identity.two-factor')).toEqual({
      check: 'identity.two-factor',
      ran: 1,
      billed: 1,
      costMillionths: 500_000,
    });
    expect(charges?.filter(({ billed }) => billed > 0)).toHaveLength(1);
  });

  it('aggregation decides by the standard policy for a client without one, and for one that was removed', async () => {
    for (const client of [undefined, { clientId: 'c' }]) {
      const { reportId, dependencies } = await accepted();
      await aggregateReport({ ...dependencies, clients: { find: async () => client } }, reportId);
      const record = await dependencies.reports.find(reportId);
      expect(record?.status === 'completed' && record.report.decision.policy).toBe('standard@1');
    }
  });

  it('aggregation leaves out references that a request did not have', async () => {
    const { reportId, dependencies } = await accepted();
    await aggregateReport(dependencies, reportId);
    const record = await dependencies.reports.find(reportId);
    if (record?.status !== 'completed') throw new Error('not completed');
    expect(Object.keys(record.report.reportMetadata)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/clientReference|metadata/)]),
    );
  });

  it('aggregation lists what was answered, what may have been billed, and what was never called', async () => {
    const { reportId, dependencies, held, costs, givenUp } = await accepted();
    const { ledger, reports } = dependencies;
    const first = await ledger.claim(reportId, 'identity.two-factor');
    if (first.status !== 'granted') throw new Error('not granted');
    await ledger.settle(reportId, 'identity.two-factor', first.claimId, {
      finding: { outcome: 'matched' },
      billed: true,
      provider: 'tencent',
      upstreamMs: 120,
      price: 0.25,
    });
    await ledger.claim(reportId, 'risk.criminal');
    const open = await ledger.claim(reportId, 'risk.fraud');
    if (open.status !== 'granted') throw new Error('not granted');
    const failure = { provider: 'tencent', operation: 'Verify', code: 'upstream-timeout' } as const;
    await ledger.release(reportId, 'risk.fraud', open.claimId, { failure });

    const aggregated = await aggregateReport(dependencies, reportId);
    expect(aggregated).toEqual({
      report: {
        status: 'complete-with-errors',
        decision: 'review',
        outcomes: { matched: 1, errored: 2 },
        errored: [
          { subCheck: 'risk.fraud', code: 'upstream-timeout', provider: 'tencent', billed: false },
          { subCheck: 'risk.criminal', code: 'unknown-outcome', billed: true },
        ],
        billed: 2,
        slowest: { subCheck: 'identity.two-factor', provider: 'tencent', upstreamMs: 120 },
        durationMs: expect.any(Number),
      },
      webhook: { hasCallback: false },
    });
    // Aggregate is tried again when its answer is lost: the ledger is closed by then.
    expect(await aggregateReport(dependencies, reportId)).toEqual(aggregated);
    expect(givenUp.toSorted()).toEqual([
      ['risk.criminal', undefined],
      ['risk.fraud', failure],
    ]);
    const record = await reports.find(reportId);
    if (record?.status !== 'completed') throw new Error('not completed');
    expect(record.report.summary).toMatchObject({
      ran: ['identity.two-factor', 'risk.fraud', 'risk.criminal'],
      matched: ['identity.two-factor'],
      errored: [
        { check: 'risk.fraud', code: 'upstream-unavailable' },
        { check: 'risk.criminal', code: 'unknown-outcome' },
      ],
    });
    expect(record.report.reportMetadata.upstreamCalls).toBe(2);
    expect(held.size).toBe(0);
    expect(costs).toEqual([['c', 0.25]]);
  });

  it('aggregation that has started lets no task be claimed, even one whose claim is released later', async () => {
    const { reportId, dependencies } = await accepted();
    const { ledger } = dependencies;
    const held = await ledger.claim(reportId, 'identity.two-factor');
    if (held.status !== 'granted') throw new Error('not granted');
    const decide: ReportStore['decide'] = async (...args) => {
      expect(await ledger.claim(reportId, 'risk.fraud')).toMatchObject({ status: 'closed' });
      await ledger.release(reportId, 'identity.two-factor', held.claimId);
      expect(await ledger.claim(reportId, 'identity.two-factor')).toMatchObject({ status: 'closed' });
      return dependencies.reports.decide(...args);
    };
    const reports = { ...bound(dependencies.reports), decide } as ReportStore;
    await aggregateReport({ ...dependencies, reports }, reportId);
    expect(await dependencies.reports.find(reportId)).toMatchObject({ status: 'completed' });
    expect.assertions(3);
  });

  it("aggregation records the cost once for two concurrent runs, and adds a late answer's price once", async () => {
    const { reportId, dependencies, costs } = await accepted();
    const { ledger, reports } = dependencies;
    const [paid, late] = [
      await ledger.claim(reportId, 'identity.two-factor'),
      await ledger.claim(reportId, 'risk.fraud'),
    ];
    if (paid.status !== 'granted' || late.status !== 'granted') throw new Error('not granted');
    const answer = { finding: { outcome: 'matched' }, billed: true } as const;
    await ledger.settle(reportId, 'identity.two-factor', paid.claimId, { ...answer, price: 0.25 });
    await Promise.all([aggregateReport(dependencies, reportId), aggregateReport(dependencies, reportId)]);
    const lateAnswer = { ...answer, price: 0.5 };
    expect(await ledger.settle(reportId, 'risk.fraud', late.claimId, lateAnswer)).toBe('late');
    for (let turn = 0; turn < 2; turn += 1)
      expect(await reports.addLateCost(reportId, 'risk.fraud', 0.5)).toMatchObject({
        reportId,
        clientId: 'c',
      });
    await aggregateReport(dependencies, reportId);
    expect(costs).toEqual([['c', 0.25]]);
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: { pk: reportId, sk: 'REPORT' } }),
    );
    expect(Item).toMatchObject({ upstreamCost: 0.25, lateUpstreamCost: 0.5 });
  });

  it('aggregation records the cost when it repeats after an interruption behind the completion', async () => {
    const { reportId, dependencies, costs } = await accepted();
    const cut = { delete: () => Promise.reject(new Error('cut')) };
    await expect(aggregateReport({ ...dependencies, applicants: cut }, reportId)).rejects.toThrow('cut');
    expect(costs).toEqual([]);
    await aggregateReport(dependencies, reportId);
    expect(costs).toEqual([['c', 0]]);
  });

  it('aggregation that is repeated changes nothing: the first report stays', async () => {
    const { reportId, dependencies, written } = await accepted();
    await aggregateReport(dependencies, reportId);
    const before = await dependencies.reports.find(reportId);
    await aggregateReport(dependencies, reportId);
    expect(await dependencies.reports.find(reportId)).toEqual(before);
    expect(written).toHaveLength(1);
  });

  it('aggregation by two concurrent runs leaves the PDF whose hash the report has, in either order', async () => {
    const { reportId, dependencies, written, deleted } = await accepted();
    const { ledger, reports } = dependencies;
    const claim = await ledger.claim(reportId, 'identity.two-factor');
    if (claim.status !== 'granted') throw new Error('not granted');
    const [drawing, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const draw = async (report: Report, sources: readonly TaskSource[]) =>
      Buffer.from(JSON.stringify([report, sources]));
    const slow = async (report: Report, sources: readonly TaskSource[]) => {
      drawing.resolve();
      await goOn.promise;
      return draw(report, sources);
    };
    const first = aggregateReport({ ...dependencies, renderPdf: slow }, reportId);
    await drawing.promise;
    // The second is later by the clock, and finds an answer that the first did not.
    await ledger.settle(reportId, 'identity.two-factor', claim.claimId, {
      finding: { outcome: 'matched' },
      billed: true,
      provider: 'p',
    });
    const later = { ...dependencies, now: () => new Date(Date.now() + 5000) };
    await aggregateReport({ ...later, renderPdf: draw }, reportId);
    goOn.resolve();
    await first;
    const record = await reports.find(reportId);
    if (record?.status !== 'completed') throw new Error('not completed');
    expect(written).toHaveLength(2);
    for (const pdf of written) expect(createHash('sha256').update(pdf).digest('hex')).toBe(record.pdfSha256);
    expect(JSON.parse(Buffer.from(written[0] as Uint8Array).toString())[0]).toEqual(
      JSON.parse(JSON.stringify(record.report)),
    );
    expect(deleted).toEqual([]);
  });

  it('aggregation that fails leaves a failed report and no applicant', async () => {
    const { reportId, dependencies, held } = await accepted();
    const broken = { ...dependencies, renderPdf: () => Promise.reject(new Error('no font')) };
    await expect(aggregateReport(broken, reportId)).rejects.toThrow('no font');
    await failReport(dependencies, reportId);
    expect(held.size).toBe(0);
    expect(await readReport(dependencies, reportId, 'c', new Date())).toEqual({ status: 'failed' });
  });

  it.each([
    ['with a callback is announced', { callbackUrl: 'https://example.com/hook' }, 1],
    ['without a callback is not announced', {}, 0],
  ])('report %s when it fails', async (_what, sent, times) => {
    const { reportId, dependencies, announced } = await accepted(sent);
    await failReport(dependencies, reportId);
    expect(announced).toEqual(Array(times).fill(reportId));
    const record = await dependencies.reports.find(reportId);
    expect(record).toMatchObject({ status: 'failed', failedAt: expect.any(Date) });
  });

  it('report that is complete is not announced as failed', async () => {
    const { reportId, dependencies, announced } = await accepted({ callbackUrl: 'https://example.com/hook' });
    await aggregateReport(dependencies, reportId);
    await failReport(dependencies, reportId);
    expect(announced).toEqual([]);
  });

  it('aggregation that failed can be repeated later without the applicant, from the stored answers', async () => {
    const { reportId, dependencies } = await accepted();
    const { ledger } = dependencies;
    const claim = await ledger.claim(reportId, 'identity.two-factor');
    if (claim.status !== 'granted') throw new Error('not granted');
    const settled = { finding: { outcome: 'matched' }, billed: true } as const;
    await ledger.settle(reportId, 'identity.two-factor', claim.claimId, settled);
    await failReport(dependencies, reportId);
    await aggregateReport(dependencies, reportId);
    const result = await readReport(dependencies, reportId, 'c', new Date());
    expect(result).toMatchObject({
      status: 'completed',
      report: { submitted: { name: '张*' }, summary: { matched: ['identity.two-factor'] } },
    });
  });
});

describe('what a completed report leaves behind', () => {
  const settled = {
    finding: { outcome: 'data', carrier: 'China Mobile' } as never,
    billed: true,
    price: 0.25,
  };

  async function rows(reportId: string) {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': reportId },
      }),
    );
    return new Map(Items.map((item) => [item.sk, item]));
  }

  it('completed report leaves behind who was called, billed and at what price, and no finding', async () => {
    const { reportId, dependencies } = await accepted();
    const { ledger } = dependencies;
    const [first, late] = [
      await ledger.claim(reportId, 'identity.two-factor'),
      await ledger.claim(reportId, 'risk.criminal'),
    ];
    if (first.status !== 'granted' || late.status !== 'granted') throw new Error('not granted');
    await ledger.settle(reportId, 'identity.two-factor', first.claimId, {
      ...settled,
      provider: 'p',
      code: '1',
    });
    await aggregateReport(dependencies, reportId);
    expect(await ledger.settle(reportId, 'risk.criminal', late.claimId, settled)).toBe('late');
    const time = expect.any(Date);
    expect(await ledger.entries(reportId)).toEqual([
      {
        taskKey: 'identity.two-factor',
        attempts: 1,
        billed: true,
        provider: 'p',
        price: 0.25,
        claimedAt: time,
        settledAt: time,
      },
      {
        taskKey: 'risk.criminal',
        attempts: 1,
        billed: true,
        price: 0.25,
        claimedAt: time,
        settledAt: time,
      },
      { taskKey: 'risk.fraud', billed: false },
    ]);
    expect(JSON.stringify([...(await rows(reportId))].filter(([sk]) => sk !== 'REPORT'))).not.toMatch(
      /finding|providerCode|China Mobile/,
    );
    // A repetition of a task finds that it must not ask again, and so does one that never began.
    for (const key of ['identity.two-factor', 'risk.fraud'])
      expect(await ledger.claim(reportId, key)).toMatchObject({ status: 'closed' });
  });

  it('completed report has the masked fields once: in the report itself', async () => {
    const { reportId, dependencies } = await accepted();
    expect((await rows(reportId)).get('REPORT')?.submitted).toMatchObject({ name: '张*' });
    await aggregateReport(dependencies, reportId);
    const row = (await rows(reportId)).get('REPORT');
    expect(row?.submitted).toBeUndefined();
    expect(JSON.parse(row?.report).submitted).toMatchObject({ name: '张*' });
  });
});

describe('a report that is erased while it runs', () => {
  const erase = (reportId: string) =>
    table.client.send(
      new PutCommand({ TableName: table.name, Item: { pk: reportId, sk: 'REPORT', status: 'erased' } }),
    );

  it.each(['before', 'while'])(
    'report that is erased %s it is aggregated is not written back',
    async (when) => {
      const { reportId, dependencies, written, deleted, held } = await accepted({
        callbackUrl: 'https://example.com/hook',
      });
      if (when === 'before') await erase(reportId);
      const renderPdf = async () => {
        await erase(reportId);
        return new Uint8Array([1]);
      };
      expect(await aggregateReport({ ...dependencies, renderPdf }, reportId)).toEqual({
        report: { status: 'erased' },
        webhook: { hasCallback: false },
      });
      expect(written).toHaveLength(when === 'before' ? 0 : 1);
      expect(deleted).toEqual([reportId]);
      expect(held.size).toBe(0);
      await failReport(dependencies, reportId);
      await dependencies.reports.recordWebhookDelivery(reportId, 'completed', { at: new Date(), resend: 0 });
      expect(await dependencies.reports.find(reportId)).toBeUndefined();
      expect(await readReport(dependencies, reportId, 'c', new Date())).toEqual({ status: 'unknown' });
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: { pk: reportId, sk: 'REPORT' } }),
      );
      expect(Item).toEqual({ pk: reportId, sk: 'REPORT', status: 'erased' });
    },
  );
});

describe('reading', () => {
  it('report of another client looks like one that does not exist', async () => {
    const { reportId, dependencies } = await accepted();
    expect(await readReport(dependencies, reportId, 'other', new Date())).toEqual({ status: 'unknown' });
    expect(await readReport(dependencies, reportId, 'c', new Date())).toEqual({
      status: 'processing',
      completed: 0,
      total: 3,
    });
  });
});
