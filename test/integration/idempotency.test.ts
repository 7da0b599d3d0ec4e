import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Applicant } from '../../lambdas/domain/applicant.ts';
import type { ApplicantStore, ReportStore, VerificationWorkflow } from '../../lambdas/domain/ports.ts';
import { type StartDependencies, startVerification } from '../../lambdas/domain/start-verification.ts';
import { DynamoIdempotencyStore } from '../../lambdas/storage/idempotency-store.ts';
import { DynamoReportStore } from '../../lambdas/storage/report-store.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';

let table: ReportsTable;
beforeAll(async () => {
  table = await startReportsTable();
});
afterAll(() => table.close());

const body = { mobile: '13800138000' };

const keyOf = (kid: string) => ({ kid, secret: new TextEncoder().encode(kid.repeat(64)) });

/** Everything that a verification needs to start: reports and idempotency records on the emulator. */
function world() {
  const applicants = new Map<string, Applicant>();
  const started: string[] = [];
  const store = {
    save: async (id: string, applicant: Applicant) => {
      if (!applicants.has(id)) applicants.set(id, applicant);
    },
    delete: async (id: string) => void applicants.delete(id),
  } as unknown as ApplicantStore;
  const workflow: VerificationWorkflow = {
    start: async (id) => {
      if (!started.includes(id)) started.push(id);
    },
  };
  const dependencies: StartDependencies = {
    reports: new DynamoReportStore(table.client, table.name),
    applicants: store,
    idempotency: new DynamoIdempotencyStore(table.client, table.name),
    workflow,
    tokenKey: keyOf('1'),
    tokenKeyNamed: async (kid) => keyOf(kid),
    now: () => new Date(),
  };
  const start = (idempotencyKey: string, sent: object = body, changed: Partial<StartDependencies> = {}) =>
    startVerification(
      { ...dependencies, ...changed },
      { clientId: 'c', rawBody: JSON.stringify(sent), body: sent, idempotencyKey },
    );
  return { applicants, started, dependencies, start };
}

/** A part that fails at its first call, as when the function is killed there, and works from then on. */
function failingOnce<T extends object>(part: T, method: keyof T, when: 'before' | 'after'): T {
  let failed = false;
  return new Proxy(part, {
    get: (target, name) => {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if (name !== method || failed) return value.apply(target, args);
        failed = true;
        if (when === 'after') await value.apply(target, args);
        throw new Error('killed');
      };
    },
  });
}

describe('an idempotency key', () => {
  it('starts one workflow for 50 simultaneous requests, and gives them one token', async () => {
    const { started, applicants, start } = world();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => start(key)));
    expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
    expect(started).toHaveLength(1);
    expect(applicants.size).toBe(1);
  });

  it('gets the same token after the token key was rotated', async () => {
    const { started, start } = world();
    const key = randomUUID();
    const { token } = await start(key);
    const after = await start(key, body, { tokenKey: keyOf('2') });
    expect(after.token).toBe(token);
    await expect(start(key, { mobile: '13800138001' }, { tokenKey: keyOf('2') })).rejects.toMatchObject({
      status: 409,
    });
    expect(started).toHaveLength(1);
  });

  it('is a client’s own', async () => {
    const { started, start, dependencies } = world();
    const key = randomUUID();
    await start(key);
    await startVerification(dependencies, {
      clientId: 'd',
      rawBody: JSON.stringify(body),
      body,
      idempotencyKey: key,
    });
    expect(started).toHaveLength(2);
  });

  it('is refused with another body, and starts nothing', async () => {
    const { started, start } = world();
    const key = randomUUID();
    await start(key);
    await expect(start(key, { mobile: '13800138001' })).rejects.toMatchObject({ status: 409 });
    expect(started).toHaveLength(1);
  });

  it('is not used up by a request that was refused', async () => {
    const { start } = world();
    const key = randomUUID();
    await expect(start(key, { mobile: '1' })).rejects.toMatchObject({ status: 400 });
    await start(key);
  });

  it.each([
    ['idempotency', 'remember', 'after'],
    ['applicants', 'save', 'before'],
    ['applicants', 'save', 'after'],
    ['reports', 'create', 'before'],
    ['reports', 'create', 'after'],
    ['workflow', 'start', 'before'],
    ['workflow', 'start', 'after'],
  ] as const)('heals a crash in %s.%s (%s it is done)', async (part, method, when) => {
    const { started, applicants, dependencies, start } = world();
    const key = randomUUID();
    const broken = failingOnce(dependencies[part], method as never, when);
    await expect(start(key, body, { [part]: broken })).rejects.toThrow('killed');
    const healed = await start(key);
    expect(started).toEqual([healed.reportId]);
    expect([...applicants.keys()]).toEqual([healed.reportId]);
    expect((await start(key)).token).toBe(healed.token);
  });

  it('does not bring an applicant back whose report stands', async () => {
    const { applicants, dependencies, start } = world();
    const key = randomUUID();
    const { reportId } = await start(key);
    await dependencies.reports.complete(reportId, { reportMetadata: {} } as never, 0);
    applicants.clear();
    // A slow repetition: it looked for the report before there was one.
    let looks = 0;
    const { reports } = dependencies;
    const late: ReportStore = {
      create: (report) => reports.create(report),
      complete: (id, report, cost) => reports.complete(id, report, cost),
      fail: (id) => reports.fail(id),
      recordWebhookDelivery: (id, at) => reports.recordWebhookDelivery(id, at),
      find: async (id) => {
        looks += 1;
        return looks === 1 ? undefined : reports.find(id);
      },
    };
    await start(key, body, { reports: late });
    expect(applicants.size).toBe(0);
  });
});
