import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReportStore, VerificationWorkflow } from '../../lambdas/domain/ports.ts';
import { type StartDependencies, startVerification } from '../../lambdas/domain/start-verification.ts';
import { photoObjectOf } from '../../lambdas/storage/applicant-store.ts';
import { keyIdOf } from '../../lambdas/storage/envelope.ts';
import { DynamoIdempotencyStore } from '../../lambdas/storage/idempotency-store.ts';
import { DynamoReportStore } from '../../lambdas/storage/report-store.ts';
import { jpegBase64, pngBase64 } from '../support/images.ts';
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
    },
  };
  const dependencies: StartDependencies = {
    reports: new DynamoReportStore(table.client, table.name),
    applicants: applicants.intake,
    idempotency: new DynamoIdempotencyStore(table.client, table.name),
    workflow,
    tokenKey: keyOf('1'),
    tokenKeyNamed: async (kid) => keyOf(kid),
    now: () => new Date(),
  };
  const start = (idempotencyKey: string, request: object = body, changed: Partial<StartDependencies> = {}) =>
    startVerification({ ...dependencies, ...changed }, { clientId: 'c', body: request, idempotencyKey });
  return { started, dependencies, start };
}

/** Whether the fields and the photo can be opened, as the sub-checks do. */
async function canBeRead(reportId: string): Promise<boolean> {
  const applicant = await applicants.reader.find(reportId);
  if (!applicant) return false;
  expect(applicant).toEqual(sent);
  const photo = await applicants.reader.photo(reportId);
  expect(Buffer.from(photo ?? []).toString('base64')).toBe(jpegBase64);
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
  it('starts one workflow for 50 simultaneous requests, and gives them one token', async () => {
    const { started, start } = world();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => start(key)));
    expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
    expect(started).toHaveLength(1);
    expect(await canBeRead(answers[0]?.reportId ?? '')).toBe(true);
  });

  it('gets the same token after the token key was rotated', async () => {
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

  it('is a client’s own', async () => {
    const { started, start, dependencies } = world();
    const key = randomUUID();
    await start(key);
    await startVerification(dependencies, {
      clientId: 'd',
      body,
      idempotencyKey: key,
    });
    expect(started).toHaveLength(2);
  });

  it('is refused with another body, and starts nothing', async () => {
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
  ])('gets the same token for a body with %s', async (_what, body) => {
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
  ])('is refused with %s', async (_what, first, second) => {
    const { started, start } = world();
    const key = randomUUID();
    await start(key, first);
    await expect(start(key, second)).rejects.toMatchObject({ status: 409 });
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
    const { started, dependencies, start } = world();
    const key = randomUUID();
    const broken = failingOnce(dependencies[part], method as never, when);
    await expect(start(key, body, { [part]: broken })).rejects.toThrow('killed');
    const healed = await start(key);
    expect(started).toEqual([healed.reportId]);
    expect(await canBeRead(healed.reportId)).toBe(true);
    expect((await start(key)).token).toBe(healed.token);
  });

  // In the order of its calls: the data key made, stored; the fields and the photo stored.
  it.each(
    [1, 2, 3, 4].flatMap((call) => (['before', 'after'] as const).map((when) => [call, when] as const)),
  )('heals a crash in call %d of storing the applicant (%s it is done)', async (call, when) => {
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
  });

  it('opens the fields of one request and the photo of another that came at once', async () => {
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

  it.each(['stands', 'was erased'])('does not bring an applicant back whose report %s', async (ended) => {
    const { dependencies, start } = world();
    const { reports } = dependencies;
    const key = randomUUID();
    const { reportId } = await start(key);
    if (ended === 'stands')
      await reports.complete(reportId, { report: {} as never, upstreamCost: 0 }, 'hash');
    else
      await table.client.send(
        new PutCommand({ TableName: table.name, Item: { pk: reportId, sk: 'REPORT', status: 'erased' } }),
      );
    await applicants.removal.delete(reportId);
    await start(key, body, { reports: lookedTooEarly(reports) });
    expect(await remains(reportId)).toEqual([0, 0, 0]);
    expect((await reports.find(reportId))?.status).toBe(ended === 'stands' ? 'completed' : undefined);
  });
});
