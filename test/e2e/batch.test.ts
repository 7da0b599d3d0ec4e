import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type BuiltClient, buildClient } from '../support/built-client.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { until } from '../support/until.ts';

const people = 100;

let stack: EmbeddedStack;
let client: BuiltClient;
beforeAll(async () => {
  [stack, client] = await Promise.all([startEmbeddedStack({ SIMULATOR_LATENCY_MS: '10' }), buildClient()]);
});
afterAll(() => Promise.all([stack?.stop(), client?.remove()]));

const isFlagged = (index: number) => index % 10 === 0;

/** That of the simulator's test person who is on the fraud lists, or one with a birth date of its own. */
function idNumberOf(index: number): string {
  if (isFlagged(index)) return '110101199001012037';
  const day = new Date(Date.UTC(1990, 0, 1 + index)).toISOString().slice(0, 10).replaceAll('-', '');
  return `110101${day}1234`;
}

/** With an ID number alone, one source is asked for each. */
function peopleCsv(): string {
  const rows = Array.from({ length: people }, (_, index) => `person-${index},${idNumberOf(index)}`);
  return ['reference,idNumber', ...rows].join('\n');
}

interface Item {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
}

/** What the cloud itself holds. */
async function itemsOf(sortKey: string): Promise<Item[]> {
  const tables: Partial<Item>[][] = JSON.parse(await stack.tableItems());
  return tables.flat().filter((item): item is Item => item.sk?.S.startsWith(sortKey) === true);
}

it('batch verifies 100 people, is killed half-way and started again, and sends no person twice', async () => {
  await writeFile(path.join(client.workFolder, 'people.csv'), peopleCsv());
  const file = (name: string) => path.join(client.workFolder, name);
  const args = [
    'batch',
    'people.csv',
    '--out',
    'results.csv',
    '--concurrency',
    '20',
    '--url',
    stack.cloud.url,
  ];
  const journal = () => readFile(file('results.csv.journal'), 'utf8').catch(() => '');
  const outcomes = async () => (await journal()).split('"outcome"').length - 1;

  const first = client.start(args);
  await Promise.race([
    until(async () => (await outcomes()) >= 0.4 * people),
    first.ended.then(({ stderr }) => {
      throw new Error(`it ended before it was killed: ${stderr}`);
    }),
  ]);
  first.process.kill('SIGKILL');
  expect((await first.ended).signal).toBe('SIGKILL');
  const atKill = await outcomes();
  expect(atKill).toBeLessThan(people);
  await expect(stat(file('results.csv'))).rejects.toMatchObject({ code: 'ENOENT' });

  const second = await client.run(args);
  expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining(`${people} of ${people}`) });
  expect(second.stdout).toMatch(/^100 people: (90 review, 10 fail|10 fail, 90 review)$/m);
  expect(second.stdout).toContain(`${people} upstream calls`);

  const results: Record<string, string>[] = parse(await readFile(file('results.csv')), { columns: true });
  expect(results.map(({ reference }) => reference)).toEqual(
    Array.from({ length: people }, (_, index) => `person-${index}`),
  );
  for (const [index, { decision, flagged }] of results.entries())
    expect([decision, flagged]).toEqual(isFlagged(index) ? ['fail', 'risk.fraud'] : ['review', '']);

  const reports = await itemsOf('REPORT');
  expect(reports).toHaveLength(people);
  expect(new Set(results.map(({ reportId }) => reportId))).toEqual(new Set(reports.map(({ pk }) => pk.S)));
  expect(await itemsOf('SUBCHECK#')).toHaveLength(people);

  // A third run asks for nothing, and says the same.
  const third = await client.run(args);
  expect(third).toMatchObject({ code: 0, stdout: second.stdout });
  expect(await itemsOf('REPORT')).toHaveLength(people);

  const kept = `${await journal()}${await readFile(file('results.csv'), 'utf8')}`;
  // The first 14 characters: an ID's and a hash's hex digits may be those of a birth date by chance.
  for (let index = 0; index < people; index += 1) expect(kept).not.toContain(idNumberOf(index).slice(0, 14));
  for (const name of ['results.csv', 'results.csv.journal'])
    expect((await stat(file(name))).mode & 0o777).toBe(0o600);
});
