import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IdempotencyStore, ReportStore, VerificationWorkflow } from '@kyc-china/core/ports';
import { longestProcessingMs, readReport } from '@kyc-china/core/read-report';
import { type StartDependencies, startVerification } from '@kyc-china/core/start-verification';
import { photoObjectOf } from '@kyc-china/storage/applicant-store';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { DynamoIdempotencyStore } from '@kyc-china/storage/idempotency-store';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { decodeProtectedHeader } from 'jose';
import { keyIdOf } from '../../packages/storage/envelope.ts';
import { bareReport } from '../support/bare-report.ts';
import { jpegBase64, pngBase64 } from '../support/images.ts';
import { everythingOffered } from '../support/offers.ts';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';
import { type SealedApplicants, startSealedApplicants } from '../support/sealed-applicants.ts';

let table: ReportsTable;
let applicants: SealedApplicants;
beforeAll(async () => {
  table = await startReportsTable();
  applicants = await startSealedApplicants(table);
});
afterAll(async () => {
  await applicants.close();
  await table.close();
});

const body = { name: '张三', idNumber: '110101199001011234', facePhoto: jpegBase64 };
const otherBody = { ...body, name: '李四' };
const sent = { name: '张三', idNumber: '110101199001011234', facePhoto: true };

const keyOf = (kid: string) => ({ kid, secret: new TextEncoder().encode(kid.repeat(64)) });

/** Everything that a verification needs to start, on the emulators. */
function world() {
  const started: string[] = [];
  const workflow: VerificationWorkflow = {
    start: async (id) => {
      if (!started.includes(id)) started.push(id);
      return true;
    },
  };
  const dependencies: StartDependencies = {
    reports: new DynamoReportStore(table.client, table.name),
    applicants: applicants.intake,
    idempotency: new DynamoIdempotencyStore(table.client, table.name),
    workflow,
    tokenKey: keyOf('1'),
    tokenKeyOfRecord: async (kid) => ({ key: keyOf(kid), verifies: true }),
    now: () => new Date(),
    offers: everythingOffered,
    consentRequiredFor: {},
    usage: new DynamoClientUsage(table.client, table.name),
  };
  const start = (idempotencyKey: string, request: object = body, changed: Partial<StartDependencies> = {}) =>
    startVerification(
      { ...dependencies, ...changed },
      { clientId: 'c', limits: {}, rawBody: JSON.stringify(request), body: request, idempotencyKey },
    );
  return { started, dependencies, start };
}

/** Whether the fields and the photo can be opened, as the sub-checks do. */
async function canBeRead(reportId: string): Promise<boolean> {
  const found = await applicants.reader.find(reportId, { photo: true });
  if (!found) return false;
  expect(found.applicant).toEqual(sent);
  expect(Buffer.from(found.photo ?? []).toString('base64')).toBe(jpegBase64);
  return true;
}

/** How many items, keys and objects there are of an applicant. */
async function remains(reportId: string) {
  const fields = (await applicants.itemsOf(reportId)).filter(({ sk }) => sk === 'APPLICANT');
  const keys = await applicants.wrappedKeysOf(reportId);
  return [fields.length, keys.length, Number(applicants.objects.has(photoObjectOf(reportId)))];
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
  it('idempotency key starts one workflow for 50 simultaneous requests, and gives them one token', async () => {
    const { started, start } = world();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => start(key)));
    expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
    expect(started).toHaveLength(1);
    expect(await canBeRead(answers[0]?.reportId ?? '')).toBe(true);
  });

  it('idempotency key gets the same token after the token key was rotated', async () => {
    const { started, start } = world();
    const key = randomUUID();
    const { token } = await start(key);
    const after = await start(key, body, { tokenKey: keyOf('2') });
    expect(after.token).toBe(token);
    await expect(start(key, otherBody, { tokenKey: keyOf('2') })).rejects.toMatchObject({
      status: 409,
    });
    expect(started).toHaveLength(1);
  });

  it('idempotency key belongs to its client alone', async () => {
    const { started, start, dependencies } = world();
    const key = randomUUID();
    await start(key);
    await startVerification(dependencies, {
      clientId: 'd',
      limits: {},
      rawBody: JSON.stringify(body),
      body,
      idempotencyKey: key,
    });
    expect(started).toHaveLength(2);
  });

  it('idempotency key is refused with another body, and starts nothing', async () => {
    const { started, start } = world();
    const key = randomUUID();
    await start(key);
    await expect(start(key, otherBody)).rejects.toMatchObject({ status: 409 });
    expect(started).toHaveLength(1);
  });

  const asSent = { name: '买买提·吐尔逊', idNumber: '11010519491231002X', mobile: '13800138000' };
  it.each<[string, object]>([
    [
      'nulls and empty lists for what is absent',
      { ...asSent, callbackUrl: null, bankCardNumber: null, addressesToVerify: [] },
    ],
    ['another order of its keys', Object.fromEntries(Object.entries(asSent).reverse())],
    ['a look-alike dot and spaces around the name', { ...asSent, name: ' 买买提•吐尔逊 ' }],
    ['x for X', { ...asSent, idNumber: '11010519491231002x' }],
  ])('idempotency key gets the same token for a body with %s', async (_what, body) => {
    const { started, start } = world();
    const key = randomUUID();
    const first = await start(key, asSent);
    expect((await start(key, body)).token).toBe(first.token);
    expect(started).toHaveLength(1);
  });

  it.each<[string, object, object]>([
    ['another photo', { ...asSent, facePhoto: jpegBase64 }, { ...asSent, facePhoto: pngBase64 }],
    ['a photo where none was sent', asSent, { ...asSent, facePhoto: pngBase64 }],
    ['another callback', asSent, { ...asSent, callbackUrl: 'https://example.com/hook' }],
  ])('idempotency key is refused with %s', async (_what, first, second) => {
    const { started, start } = world();
    const key = randomUUID();
    await start(key, first);
    await expect(start(key, second)).rejects.toMatchObject({ status: 409 });
    expect(started).toHaveLength(1);
  });

  it('idempotency key is not used up by a refused request', async () => {
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
  ] as const)(
    'idempotency key recovers from a crash in %s.%s (%s it is done)',
    async (part, method, when) => {
      const { started, dependencies, start } = world();
      const key = randomUUID();
      const broken = failingOnce(dependencies[part], method as never, when);
      await expect(start(key, body, { [part]: broken })).rejects.toThrow('killed');
      const healed = await start(key);
      expect(started).toEqual([healed.reportId]);
      expect(await canBeRead(healed.reportId)).toBe(true);
      expect((await start(key)).token).toBe(healed.token);
    },
  );

  // In the order of its calls: the data key made, stored; the fields and the photo stored.
  it.each(
    [1, 2, 3, 4].flatMap((call) => (['before', 'after'] as const).map((when) => [call, when] as const)),
  )(
    'idempotency key recovers from a crash in call %d of storing the applicant (%s it is done)',
    async (call, when) => {
      const { started, start } = world();
      const key = randomUUID();
      let calls = 0;
      const broken = applicants.intakeThrough(async (send) => {
        calls += 1;
        if (calls !== call) return send();
        if (when === 'after') await send();
        throw new Error('killed');
      });
      await expect(start(key, body, { applicants: broken })).rejects.toThrow('killed');
      expect(started).toEqual([]);
      const { reportId } = await start(key);
      expect(started).toEqual([reportId]);
      expect(await canBeRead(reportId)).toBe(true);
      // No key is left over that a deletion would miss.
      await applicants.removal.delete(reportId);
      expect(await remains(reportId)).toEqual([0, 0, 0]);
    },
  );

  it('idempotency key opens the fields of one concurrent request and the photo of another', async () => {
    const { started, start } = world();
    const key = randomUUID();
    const [fieldsStored, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let calls = 0;
    const slow = applicants.intakeThrough(async (send) => {
      calls += 1;
      if (calls === 3) return send().finally(fieldsStored.resolve);
      if (calls === 4) await goOn.promise;
      return send();
    });
    const first = start(key, body, { applicants: slow });
    await fieldsStored.promise;
    // The second replaces the fields and comes first with its photo, which the first then replaces.
    await start(key);
    goOn.resolve();
    const { reportId } = await first;
    const [fields] = (await applicants.itemsOf(reportId)).filter(({ sk }) => sk === 'APPLICANT');
    const photo = applicants.objects.get(photoObjectOf(reportId)) ?? new Uint8Array();
    expect(keyIdOf(photo)).not.toBe(keyIdOf(fields?.sealed));
    expect(await canBeRead(reportId)).toBe(true);
    expect(started).toEqual([reportId]);
  });

  /** A slow repetition: it looked for the report before there was one. */
  function lookedTooEarly(reports: ReportStore): ReportStore {
    let looks = 0;
    return new Proxy(reports, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (name === 'find') looks += 1;
          return name === 'find' && looks === 1 ? undefined : value.apply(target, args);
        };
      },
    });
  }

  it('idempotency key does not restore the applicant of a complete report', async () => {
    const { dependencies, start } = world();
    const { reports } = dependencies;
    const key = randomUUID();
    const { reportId } = await start(key);
    await reports.complete(reportId, bareReport, 'hash');
    await applicants.removal.delete(reportId);
    await start(key, body, { reports: lookedTooEarly(reports) });
    expect(await remains(reportId)).toEqual([0, 0, 0]);
    expect((await reports.find(reportId))?.status).toBe('completed');
  });

  const tombstone = (reportId: string) =>
    table.client.send(
      new PutCommand({ TableName: table.name, Item: { pk: reportId, sk: 'REPORT', status: 'erased' } }),
    );

  it('idempotency key is refused once when its report is erased during a repetition, and then starts another', async () => {
    const { dependencies, start, started } = world();
    const key = randomUUID();
    const { reportId } = await start(key);
    // Comes between the repetition's read of the report and its start, which fails. The run that saved must delete.
    const workflow: VerificationWorkflow = {
      start: async () => {
        throw new Error('throttled');
      },
    };
    const intake = applicants.intakeThrough(async (send) => {
      await tombstone(reportId);
      await applicants.removal.delete(reportId);
      return send();
    });
    const repeated = start(key, body, { applicants: intake, workflow });
    await expect(repeated).rejects.toMatchObject({ status: 409 });
    expect(await remains(reportId)).toEqual([0, 0, 0]);
    expect(await dependencies.reports.find(reportId)).toBeUndefined();
    const again = await start(key);
    expect(again.reportId).not.toBe(reportId);
    expect(started).toEqual([reportId, again.reportId]);
  });

  it('idempotency key is refused, and starts nothing, when its first request is erased while it runs', async () => {
    const { start, started } = world();
    let reportId = '';
    const { intake } = applicants;
    const save: typeof intake.save = async (id, ...rest) => {
      reportId = id;
      await tombstone(id);
      await intake.save(id, ...rest);
    };
    const erasing = { prepare: () => undefined, save, delete: intake.delete.bind(intake) };
    await expect(start(randomUUID(), body, { applicants: erasing })).rejects.toMatchObject({ status: 409 });
    expect(started).toEqual([]);
    expect(await remains(reportId)).toEqual([0, 0, 0]);
  });

  it("idempotency key starts the tasks of the report's row, not those of the current catalogue", async () => {
    const { dependencies, start } = world();
    const key = randomUUID();
    const tasks = [{ subCheck: 'risk.criminal' }] as const;
    const before: ReportStore['create'] = (report, at) =>
      dependencies.reports.create({ ...report, tasks }, at);
    const older = { find: async () => undefined, isErased: async () => false, create: before } as never;
    const workflow = { start: () => Promise.reject(new Error('cut')) };
    await expect(start(key, body, { reports: older, workflow })).rejects.toThrow('cut');
    const starts: unknown[] = [];
    await start(key, body, {
      workflow: { start: async (...args) => starts.push(args[1]) > 0 },
    });
    expect(starts).toEqual([tasks]);
  });

  it('idempotency key measures the report from its last start, and withdraws a start that did not happen', async () => {
    const { dependencies, start } = world();
    const key = randomUUID();
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const [first, second, third] = [minutesAgo(100), minutesAgo(50), minutesAgo(0)];
    const broken = { start: () => Promise.reject(new Error('cut')) };
    await expect(start(key, body, { now: () => first, workflow: broken })).rejects.toThrow('cut');
    const { reportId } = await start(key, body, { now: () => second });
    const startedAt = async () => (await dependencies.reports.find(reportId))?.startedAt;
    expect(await startedAt()).toEqual(second);
    const stores = {
      reports: dependencies.reports,
      ledger: new DynamoSubCheckLedger(table.client, table.name),
      pdfs: {} as never,
    };
    const statusAt = async (msAfterStart: number) =>
      (await readReport(stores, reportId, 'c', new Date(second.getTime() + msAfterStart))).status;
    expect(await statusAt(longestProcessingMs - 60_000)).toBe('processing');
    expect(await statusAt(longestProcessingMs + 60_000)).toBe('failed');
    const ended = { start: async () => false };
    await start(key, body, { now: () => third, workflow: ended });
    expect(await startedAt()).toEqual(second);
  });

  it('idempotency key stores the applicant again when a processing report is repeated, as it may have expired', async () => {
    const { start } = world();
    const key = randomUUID();
    const { reportId } = await start(key);
    await applicants.removal.delete(reportId);
    await start(key);
    expect(await canBeRead(reportId)).toBe(true);
  });

  it.each<[string, object, object]>([
    ['the order of keys', body, Object.fromEntries(Object.entries(body).reverse())],
    [
      'the case of the last digit',
      { ...body, idNumber: '11010119900101123x' },
      { ...body, idNumber: '11010119900101123X' },
    ],
    ['a dot’s look-alike', { ...body, name: '买买提•吐尔逊' }, { ...body, name: ' 买买提·吐尔逊' }],
  ])('idempotency key takes two bodies that differ in %s as equal', async (_what, one, other) => {
    const { started, start } = world();
    const key = randomUUID();
    expect((await start(key, one)).token).toBe((await start(key, other)).token);
    expect(started).toHaveLength(1);
  });

  it('idempotency key distinguishes photos', async () => {
    const { start } = world();
    const key = randomUUID();
    await start(key);
    const other = { ...body, facePhoto: pngBase64 };
    await expect(start(key, other)).rejects.toMatchObject({ status: 409 });
  });

  it.each([
    ['the same bytes', JSON.stringify(body), 200],
    ['others', `${JSON.stringify(body)} `, 409],
  ])(
    "idempotency key of the previous release's record is repeated by %s: %s gives %d",
    async (_what, rawBody, status) => {
      const { dependencies, start } = world();
      const key = randomUUID();
      const { idempotency } = dependencies;
      const older: IdempotencyStore = {
        find: idempotency.find.bind(idempotency),
        forget: idempotency.forget.bind(idempotency),
        remember: (clientId, name, { requestDigest: _none, ...record }) =>
          idempotency.remember(clientId, name, record),
      };
      const { token } = await start(key, body, { idempotency: older });
      const repeated = startVerification(dependencies, {
        clientId: 'c',
        limits: {},
        rawBody,
        body,
        idempotencyKey: key,
      });
      if (status === 200) expect((await repeated).token).toBe(token);
      else await expect(repeated).rejects.toMatchObject({ status });
    },
  );

  it('idempotency key gets a new token for the same report when the key of the first token leaked', async () => {
    const { started, start } = world();
    const key = randomUUID();
    const first = await start(key);
    const leaked = {
      tokenKey: keyOf('2'),
      tokenKeyOfRecord: async (kid: string) => ({ key: keyOf(kid), verifies: false }),
    };
    const again = await start(key, body, leaked);
    expect(again.reportId).toBe(first.reportId);
    expect(decodeProtectedHeader(again.token).kid).toBe('2');
    await expect(start(key, otherBody, leaked)).rejects.toMatchObject({ status: 409 });
    expect(started).toHaveLength(1);
  });
});
