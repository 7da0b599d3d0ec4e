import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type BuiltClient, buildClient } from '../support/built-client.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';
import { until } from '../support/until.ts';

let stack: EmbeddedStack;
let client: BuiltClient;
beforeAll(async () => {
  [stack, client] = await Promise.all([startEmbeddedStack({ SIMULATOR_LATENCY_MS: '50' }), buildClient()]);
});
afterAll(() => Promise.all([stack?.stop(), client?.remove()]));

const run = (...args: string[]) => client.run(args, { KYC_CN_URL: stack.cloud.url });
const file = (name: string) => path.join(client.workFolder, name);
const results = async (name: string): Promise<Record<string, string>[]> =>
  parse(await readFile(file(name)), { columns: true });
const reports = async () => (await stack.tableItems()).split('"S":"REPORT"').length - 1;

describe('kyc-cn verify', () => {
  const person = ['--name', '张三', '--id', '110101199001011234'];

  it('kyc-cn verify shows each sub-check, the warnings and the PDF, and exits with 0 when everything agrees', async () => {
    await writeFile(file('face.jpg'), Buffer.from(jpegBase64, 'base64'));
    const more = ['--photo', 'face.jpg', '--mobile', '13800138000', '--address', 'work:北京:建国路88号'];
    const { code, stdout } = await run('verify', ...person, ...more, '--pdf', 'report.pdf');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PASS {3}report [0-9a-f-]{36}, \d+ upstream calls$/m);
    expect(stdout).toMatch(/^ {2}identity\.image +matched +The source confirms/m);
    expect(stdout).toMatch(/^ {2}mobile\.address-verify +ok +北京 .*km$/m);
    expect(stdout).toMatch(/^ {2}idNumber: .*\[id-check-digit\]$/m);
    expect((await readFile(file('report.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it.each([
    [3, '110101199001010015', /two-factor +UNMATCHED/],
    [3, '110101199001012037', /risk\.fraud +FLAGGED/],
    [4, '110101199001015035', /two-factor +ERRORED +.*\[upstream-unavailable\]/],
  ])('kyc-cn verify exits with %i for %s', async (code, idNumber, line) => {
    const ended = await run('verify', '--name', '张三', '--id', idNumber);
    expect(ended.stdout).toMatch(line);
    expect(ended.code).toBe(code);
  });

  it('kyc-cn verify prints the report itself on request', async () => {
    const { stdout, code } = await run('verify', ...person, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).summary.matched).toEqual(['identity.two-factor']);
  });

  it('kyc-cn verify reports that a PDF could not be saved, and not that nothing was started', async () => {
    const { code, stdout, stderr } = await run(
      'verify',
      ...person,
      '--pdf',
      path.join('nowhere', 'report.pdf'),
    );
    expect(stdout).toMatch(/^PASS /);
    expect(stderr).toMatch(
      /^The report is complete, and its PDF was not saved: ENOENT\. .*--idempotency-key [0-9a-f-]{36}\n$/,
    );
    expect(code).toBe(1);
  });

  it('kyc-cn verify names every invalid field without its value', async () => {
    const { code, stdout, stderr } = await run('verify', '--name', 'Zhang San', '--id', '1101011990');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^name must be the Chinese legal name/m);
    expect(stderr).toMatch(/^idNumber must be the 18 characters/m);
    expect(stdout + stderr).not.toMatch(/Zhang|1101011990/);
  });

  it('kyc-cn verify refuses a secret as an argument, and refuses to run without one', async () => {
    const given = await run('verify', ...person, '--client-secret', 'hunter2');
    expect(given).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/not taken as an argument.*history/),
    });
    expect(given.stderr).not.toContain('hunter2');
    const none = await client.run(['verify', ...person], { KYC_CN_CLIENT_SECRET: '' });
    expect(none).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('KYC_CN_CLIENT_SECRET is not set'),
    });
  });

  it('kyc-cn verify reports a refused client and an unreachable API', async () => {
    const wrong = await client.run(['verify', ...person, '--url', stack.cloud.url], {
      KYC_CN_CLIENT_SECRET: 'wrong',
    });
    expect(wrong).toMatchObject({ code: 5, stderr: expect.stringContaining('active client') });
    const plain = await run('verify', ...person, '--url', 'http://api.example');
    expect(plain).toMatchObject({ code: 2, stderr: expect.stringContaining('https://') });
  });

  it('kyc-cn verify prints its help', async () => {
    for (const args of [['--help'], ['verify', '--help'], ['batch', '--help']])
      expect(await run(...args)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('kyc-cn'),
        stderr: '',
      });
    expect((await run('verfiy')).code).toBe(2);
  });
});

describe('kyc-cn batch', () => {
  it("kyc-cn batch reports the file's faults by line, and sends nothing", async () => {
    const before = await reports();
    await writeFile(file('faulty.csv'), 'name,idNumber\n张三,110101199001011234\n李四,1.1E+17\n');
    const { code, stderr } = await run('batch', 'faulty.csv', '--out', 'faulty-results.csv');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^faulty\.csv:3: idNumber: a spreadsheet/m);
    expect(await reports()).toBe(before);
  });

  it('kyc-cn batch applies the rules of the API to every row before it sends anything', async () => {
    const before = await reports();
    await writeFile(file('refused.csv'), 'reference,mobile\n=1,13800138000\n-2,23800138000\n');
    const { code, stderr } = await run('batch', 'refused.csv', '--out', 'refused-results.csv');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^refused\.csv:3: mobile must be/m);
    expect(await reports()).toBe(before);
  });

  it('kyc-cn batch names repeated rows, and continues only with the same people', async () => {
    await writeFile(file('two.csv'), 'reference,mobile\n=1,13800138000\n-2,13800138000\n');
    const ended = await run('batch', 'two.csv', '--out', 'two-results.csv');
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('2 people: 2 review') });
    expect(ended.stderr).toContain('two.csv:3: the same details as line 2: both are sent and billed');
    expect(await results('two-results.csv')).toMatchObject([
      { reference: "'=1", line: '2', decision: 'review' },
      { reference: "'-2", line: '3', decision: 'review' },
    ]);
    await writeFile(file('two.csv'), 'reference,mobile\n=1,13800138000\n-2,13800138001\n');
    const changed = await run('batch', 'two.csv', '--out', 'two-results.csv');
    expect(changed).toMatchObject({ code: 2, stderr: expect.stringContaining('at line 3.') });
  });

  it('kyc-cn batch exits with 1 if it cannot write its results, and writes them later without sending again', async () => {
    await writeFile(file('blocked.csv'), 'mobile\n13800138000\n');
    const args = ['batch', 'blocked.csv', '--out', 'blocked-results.csv'];
    await mkdir(file('blocked-results.csv.unfinished'));
    expect(await run(...args)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /EISDIR.*\nFix that and run the same command again: no person is sent twice\.\n$/,
      ),
    });
    await rmdir(file('blocked-results.csv.unfinished'));
    const before = await reports();
    expect(await run(...args)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 review') });
    expect(await reports()).toBe(before);
  });

  it('kyc-cn batch reports rows sent a day ago without an answer as unknown, and resends them on request', async () => {
    await writeFile(file('old.csv'), 'mobile\n13800138000\n');
    const args = ['batch', 'old.csv', '--out', 'old-results.csv'];
    await run(...args);
    const [header = '', sending = ''] = (await readFile(file('old-results.csv.journal'), 'utf8')).split('\n');
    const old = { ...JSON.parse(sending), at: new Date(Date.now() - 25 * 60 * 60 * 1000).toISOString() };
    await writeFile(file('old-results.csv.journal'), `${header}\n${JSON.stringify(old)}\n`);
    const before = await reports();
    expect(await run(...args)).toMatchObject({
      code: 6,
      stdout: expect.stringContaining('1 people: 1 unknown'),
    });
    expect(await reports()).toBe(before);
    expect(await run(...args, '--resend')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 review'),
    });
    expect(await reports()).toBe(before + 1);
  });

  it('kyc-cn batch finishes running rows on Ctrl-C, and continues with the others later', async () => {
    const people = 30;
    await writeFile(file('many.csv'), ['mobile', ...Array<string>(people).fill('13800138000')].join('\n'));
    const args = ['batch', 'many.csv', '--out', 'many-results.csv', '--concurrency', '3'];
    const first = client.start(args, { KYC_CN_URL: stack.cloud.url });
    const journal = () => readFile(file('many-results.csv.journal'), 'utf8').catch(() => '');
    await until(async () => (await journal()).includes('"outcome"'));
    first.process.kill('SIGINT');
    const ended = await first.ended;
    expect(ended).toMatchObject({ code: 130, stdout: expect.stringContaining('Run the same command again') });
    const partial = await results('many-results.csv');
    expect(partial).toHaveLength(people);
    const sent = (await journal()).split('"token"').length - 1;
    expect(partial.filter(({ decision }) => decision === 'review')).toHaveLength(sent);
    expect(partial.filter(({ decision }) => decision === 'pending')).toHaveLength(people - sent);

    const before = await reports();
    expect(await run(...args.slice(0, 4), '--concurrency', '10')).toMatchObject({ code: 0 });
    expect(await reports()).toBe(before + people - sent);
  });
});
