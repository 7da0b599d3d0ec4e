import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Journal } from '../../packages/client/cli/batch/journal.ts';
import {
  advance,
  idempotencyKeyOf,
  type JournalRecord,
  parseJournal,
  type RowState,
} from '../../packages/client/cli/batch/journal-records.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
});
afterAll(() => rm(folder, { recursive: true }));
const newFile = () => path.join(folder, `journal-${files++}`);

const personAt = (content: string, index: number) => ({
  line: index + 2,
  reference: '',
  applicant: {},
  content,
});
const owner = {
  url: 'https://api.example',
  clientId: 'a-client',
  secret: 'a-secret',
  people: ['110101199001011234', '110101199001010015', '110101199001014040'].map(personAt),
};

const rows = owner.people.length;
const record: fc.Arbitrary<JournalRecord> = fc.nat({ max: rows - 1 }).chain((row) =>
  fc.oneof(
    fc.record({
      row: fc.constant(row),
      attempt: fc.integer({ min: 1, max: 3 }),
      key: fc.uuid(),
      at: fc.constant('2026-03-01T02:03:04.005Z'),
    }),
    fc.record({ row: fc.constant(row), token: fc.string() }),
    fc.record({ row: fc.constant(row), outcome: fc.record({ decision: fc.constant('pass' as const) }) }),
  ),
);

function statesAfter(records: readonly JournalRecord[]): RowState[] {
  const states: RowState[] = owner.people.map(() => ({}));
  for (const each of records) states[each.row] = advance(states[each.row] ?? {}, each);
  return states;
}

describe('a journal', () => {
  it('journal is readable by its owner alone and holds no personal data in plain text', async () => {
    const file = newFile();
    await (await Journal.open(file, owner)).close();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    for (const { content } of owner.people) expect(text).not.toContain(content);
    expect(text).not.toContain(owner.secret);
    const other = newFile();
    await (await Journal.open(other, owner)).close();
    const digests = (journal: string) => parseJournal(journal)?.header.digests;
    expect(digests(await readFile(other, 'utf8'))).not.toEqual(digests(text));
  });

  it('journal keeps concurrent records when it is opened again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 20 }), async (records) => {
        const file = newFile();
        const journal = await Journal.open(file, owner);
        await Promise.all(records.map((each) => journal.append(each)));
        await journal.close();
        const again = await Journal.open(file, owner);
        const states = owner.people.map((_, row) => again.stateOf(row));
        await again.close();
        expect(states).toEqual(statesAfter(records));
      }),
      { numRuns: 30 },
    );
  });

  it('journal that is cut at any byte keeps every whole record before it and continues', async () => {
    const complete = newFile();
    const before = await Journal.open(complete, owner);
    await before.close();
    const header = await readFile(complete, 'utf8');
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        record,
        async (records, at, next) => {
          const lines = records.map((each) => `${JSON.stringify(each)}\n`);
          const bytes = Buffer.from(header + lines.join(''));
          const cut = header.length + (at % (bytes.length - header.length + 1));
          const file = newFile();
          await writeFile(file, bytes.subarray(0, cut));
          const journal = await Journal.open(file, owner);
          await journal.append(next);
          await journal.close();
          // A line without its line break is whole all the same.
          const whole = records.filter((_, index) => {
            const end = Buffer.byteLength(header + lines.slice(0, index + 1).join('')) - 1;
            return end <= cut;
          });
          const again = await Journal.open(file, owner);
          const states = owner.people.map((_, row) => again.stateOf(row));
          await again.close();
          expect(states).toEqual(statesAfter([...whole, next]));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('journal that is cut within its header starts again, because nothing had been sent', async () => {
    const file = newFile();
    await writeFile(file, '{"journal":1,"batch":"x');
    const journal = await Journal.open(file, owner);
    await journal.close();
    expect(parseJournal(await readFile(file, 'utf8'))?.header.batch).toBe(journal.batch);
  });

  it('journal derives the same key for the same row and attempt, and no other', () => {
    const key = fc.tuple(fc.uuid(), fc.nat(), fc.nat());
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(idempotencyKeyOf(...one)).toMatch(/^[!-~]{1,255}$/);
        expect(idempotencyKeyOf(...one) === idempotencyKeyOf(...other)).toBe(String(one) === String(other));
      }),
    );
  });

  it.each([
    ['another secret', { secret: 'another' }, /KYC_CN_JOURNAL_SECRET/],
    ['another client', { clientId: 'b-client' }, /another API or client/],
    ['another API', { url: 'https://other.example' }, /another API or client/],
    ['a changed row', { people: [owner.people[0], personAt('changed', 1), owner.people[2]] }, /at line 3\./],
    ['a row more', { people: [...owner.people, personAt('new', 3)] }, /at line 5\./],
    ['a row less', { people: owner.people.slice(0, 2) }, /1 fewer than before/],
    ['another order', { people: [owner.people[1], owner.people[0], owner.people[2]] }, /at line 3, 2\./],
  ])('journal is not continued by %s', async (_, change, message) => {
    const file = newFile();
    await (await Journal.open(file, owner)).close();
    await expect(Journal.open(file, { ...owner, ...change } as typeof owner)).rejects.toThrow(message);
  });

  it('journal is not created from another file', async () => {
    const file = newFile();
    await writeFile(file, 'a,b\n1,2\n');
    await expect(Journal.open(file, owner)).rejects.toThrow('is no journal of kyc-cn');
    await appendFile(file, '');
    expect(await readFile(file, 'utf8')).toBe('a,b\n1,2\n');
  });
});
