import { randomUUID } from 'node:crypto';
import { DecryptCommand } from '@aws-sdk/client-kms';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Applicant } from '@kyc-china/core/applicant';
import { photoObjectOf } from '@kyc-china/storage/applicant-store';
import { type ReportsTable, startReportsTable } from '../support/reports-table.ts';
import {
  type AroundSend,
  otherKeyArn,
  type SealedApplicants,
  startSealedApplicants,
  wrappingKeyArn,
} from '../support/sealed-applicants.ts';

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

const person: Applicant = { name: '张三', idNumber: '110101199001011234', facePhoto: true };
const photo = Buffer.from('a photo that is a photo by its magic bytes alone');

async function saved(): Promise<string> {
  const reportId = randomUUID();
  await applicants.intake.save(reportId, person, photo);
  return reportId;
}

/** What is stored of an applicant, all three parts of it. */
async function parts(reportId: string) {
  const [wrapped, ...moreKeys] = await applicants.wrappedKeysOf(reportId);
  const [fields, ...moreItems] = await applicants.itemsOf(reportId);
  const object = applicants.objects.get(photoObjectOf(reportId));
  if (!wrapped || !fields || !object) throw new Error('a part is not stored');
  expect([...moreKeys, ...moreItems]).toEqual([]);
  return { wrapped, fields, object };
}

const find = (reportId: string) => applicants.reader.find(reportId, { photo: true });

const restore = (TableName: string, Item: Record<string, unknown>) =>
  table.client.send(new PutCommand({ TableName, Item }));

describe('an applicant', () => {
  it('sealed applicant is read as it was sent', async () => {
    const reportId = await saved();
    expect(await find(reportId)).toEqual({ applicant: person, photo });
  });

  it('sealed applicant is not readable in table or bucket, and expires in a day everywhere', async () => {
    const { wrapped, fields, object } = await parts(await saved());
    const inADay = Date.now() / 1000 + 24 * 60 * 60;
    for (const item of [wrapped, fields]) expect(Math.abs(item.expiresAt - inADay)).toBeLessThan(60);
    expect(Object.keys(fields).sort()).toEqual(['expiresAt', 'pk', 'sealed', 'sk']);
    for (const bytes of [fields.sealed, object]) {
      const text = Buffer.from(bytes).toString();
      for (const value of [person.name, person.idNumber, 'idNumber', photo.toString()])
        expect(text).not.toContain(value);
    }
  });

  it("sealed applicant's key is unwrapped only by the report's id and the right key of KMS", async () => {
    const reportId = await saved();
    const { wrapped } = await parts(reportId);
    const unwrap = (KeyId: string, EncryptionContext?: Record<string, string>) =>
      applicants.kms.send(
        new DecryptCommand({
          KeyId,
          CiphertextBlob: wrapped.wrapped,
          ...(EncryptionContext && { EncryptionContext }),
        }),
      );
    expect((await unwrap(wrappingKeyArn, { reportId })).Plaintext).toHaveLength(32);
    for (const context of [undefined, {}, { reportId: randomUUID() }, { reportId, more: 'x' }])
      await expect(unwrap(wrappingKeyArn, context)).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      });
    await expect(unwrap(otherKeyArn, { reportId })).rejects.toMatchObject({ name: 'IncorrectKeyException' });
  });

  it("sealed applicant cannot be read as another report's, whatever is copied there", async () => {
    const [mine, theirs] = [await saved(), await saved()];
    const { wrapped, fields, object } = await parts(theirs);
    await restore(table.name, { ...fields, pk: mine });
    applicants.objects.set(photoObjectOf(mine), object);
    // Their key is not among mine.
    expect(await find(mine)).toBeUndefined();
    // With the key copied too, KMS refuses.
    await restore(table.keysName, { ...wrapped, reportId: mine });
    const refused = { name: 'InvalidCiphertextException' };
    await expect(find(mine)).rejects.toMatchObject(refused);
  });

  it('sealed applicant is absent after its day, deleted or not', async () => {
    const reportId = await saved();
    const { wrapped } = await parts(reportId);
    await restore(table.keysName, { ...wrapped, expiresAt: Math.floor(Date.now() / 1000) - 1 });
    expect(await find(reportId)).toBeUndefined();
  });
});

describe('the calls for an applicant', () => {
  /** The names of the calls that work makes through an intake or a reader. */
  const recording = () => {
    const names: string[] = [];
    const around: AroundSend = (send, name) => {
      names.push(name);
      return send();
    };
    return { names, around };
  };

  it('reading an applicant with its photo queries each table once and unwraps one key', async () => {
    const reportId = await saved();
    const { names, around } = recording();
    await applicants.readerThrough(around).find(reportId, { photo: true });
    expect(names.sort()).toEqual(['DecryptCommand', 'GetObjectCommand', 'QueryCommand', 'QueryCommand']);
  });

  it('reading an applicant without its photo asks nothing of S3', async () => {
    const reportId = await saved();
    const { names, around } = recording();
    const found = await applicants.readerThrough(around).find(reportId, { photo: false });
    expect(found).toEqual({ applicant: person });
    expect(names).not.toContain('GetObjectCommand');
  });

  it('reading an applicant finds a key that was stored after the keys were listed', async () => {
    const reportId = await saved();
    let listing: Promise<unknown> | undefined;
    let replaced = false;
    const reader = applicants.readerThrough(async (send, name) => {
      if (name !== 'QueryCommand' || replaced) return send();
      if (!listing) {
        listing = send();
        return listing;
      }
      // The keys are listed first. The fields are read after another request has replaced them.
      await listing;
      replaced = true;
      await applicants.intake.save(reportId, person, photo);
      return send();
    });
    expect(await reader.find(reportId, { photo: true })).toEqual({ applicant: person, photo });
  });

  it('intake seals under the data key that it prepared, and makes no second one', async () => {
    const reportId = randomUUID();
    const { names, around } = recording();
    const intake = applicants.intakeThrough(around);
    intake.prepare(reportId);
    await intake.save(reportId, person, photo);
    expect(names.filter((name) => name === 'GenerateDataKeyCommand')).toHaveLength(1);
    expect(await find(reportId)).toEqual({ applicant: person, photo });
  });

  it("intake does not seal under a data key that it prepared for another request's report", async () => {
    const [reportId, other] = [randomUUID(), randomUUID()];
    applicants.intake.prepare(other);
    await applicants.intake.save(reportId, person, photo);
    expect(await find(reportId)).toEqual({ applicant: person, photo });
    expect(await applicants.wrappedKeysOf(other)).toEqual([]);
  });
});

describe('a deleted applicant', () => {
  it('deleted applicant cannot be opened in a restored backup, nor as a remaining object', async () => {
    const reportId = await saved();
    const { fields, object } = await parts(reportId);
    await applicants.removal.delete(reportId);
    expect(await applicants.itemsOf(reportId)).toEqual([]);
    expect(await applicants.wrappedKeysOf(reportId)).toEqual([]);
    expect(applicants.objects.has(photoObjectOf(reportId))).toBe(false);
    await restore(table.name, fields);
    applicants.objects.set(photoObjectOf(reportId), object);
    expect(await find(reportId)).toBeUndefined();
  });

  it('deleted applicant loses every key that concurrent requests have stored', async () => {
    const reportId = randomUUID();
    await Promise.all(Array.from({ length: 5 }, () => applicants.intake.save(reportId, person, photo)));
    expect(await applicants.wrappedKeysOf(reportId)).toHaveLength(5);
    expect(await find(reportId)).toEqual({ applicant: person, photo });
    await applicants.removal.delete(reportId);
    expect(await applicants.wrappedKeysOf(reportId)).toEqual([]);
  });
});
