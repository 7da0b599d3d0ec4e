import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiOf, shell } from '../support/command-process.ts';

const tokenOf = (sub: string) => `e30.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.s`;

let keys: unknown[] = [];
let polled: () => void = () => undefined;
let isEndless = false;
/** An API that flags every person. */
const listener: RequestListener = async (request, response) => {
  if (request.url === '/pdf') return response.end(`%PDF-1.7\n${'x'.repeat(5_000)}\n%%EOF\n`);
  let text = '';
  for await (const chunk of request) text += chunk;
  const { mobile, token } = JSON.parse(text);
  const answer = (status: number, body: object) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'retry-after': '60' })
      .end(JSON.stringify(body));
  if (token !== undefined) {
    polled();
    if (isEndless)
      return answer(202, { status: 'processing', message: 'm', progress: { completed: 0, total: 1 } });
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    const lists = { ran: [], matched: [], unmatched: [], notFound: [], flagged: ['risk.fraud'], errored: [] };
    return answer(200, {
      reportMetadata: { reportId: sub, upstreamCalls: 1, warnings: [] },
      decision: { outcome: 'fail', policy: 'standard@1', reasons: [] },
      summary: lists,
      pdfUrl: `http://${request.headers.host}/pdf`,
    });
  }
  if (mobile === undefined) return answer(400, { message: 'Nothing is eligible.', requestId: 'r' });
  keys.push(request.headers['idempotency-key']);
  return answer(200, { token: tokenOf(mobile) });
};

let api: Awaited<ReturnType<typeof apiOf>>;
let folder: string;
beforeAll(async () => {
  api = await apiOf(listener);
  folder = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
  const rows = Array.from({ length: 20 }, (_, index) => `${'reference'.repeat(9)},${13800138000 + index}`);
  await writeFile(path.join(folder, 'people.csv'), ['reference,mobile', ...rows].join('\n'));
});
afterAll(async () => {
  api?.stop();
  await rm(folder, { recursive: true });
});

const verify = 'kyc-cn verify --mobile 13800138000';
const batch = (out: string) => `kyc-cn batch ${folder}/people.csv --out ${folder}/${out}`;
const run = (command: string, options: Parameters<typeof shell>[2] = {}) => {
  keys = [];
  polled = () => undefined;
  isEndless = false;
  return shell(command, api.url, options);
};

describe('verify', () => {
  it.each(['', ' --json'])(
    'verify ends quietly with the decision’s code when its reader has gone:%s',
    async (option) => {
      // The reader goes before anything is written.
      const { code, stderr } = await run(`${verify}${option} | true`);
      expect([code, stderr]).toEqual([3, '']);
    },
  );

  it('verify reports a full disk in one line with the key', async () => {
    const { code, stderr } = await run(`${verify} --json > /dev/full`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The report could not be written \(ENOSPC\)\. [^\n]*--idempotency-key \S+\n$/);
    expect(stderr).toContain(String(keys[0]));
  });

  it('verify ends with the decision’s code when the reader of its stderr has gone', async () => {
    for (const nowhere of ['2> /dev/full', '2> >(true)']) {
      const { code, stdout } = await run(`${verify} ${nowhere}`);
      expect([code, stdout]).toEqual([3, expect.stringContaining('FAIL')]);
    }
  });

  it('verify announces its key on stdout when stderr is full', async () => {
    const { code, stdout } = await run(`${verify} --pdf ${folder} 2> /dev/full`);
    expect([code, stdout]).toEqual([1, expect.stringContaining(`--idempotency-key ${keys[0]}\n`)]);
  });

  it('verify ends without output when both outputs are full', async () => {
    const { code, stdout, stderr } = await run(`${verify} > /dev/full 2>&1`);
    expect([code, stdout, stderr]).toEqual([1, '', '']);
  });

  it('verify writes a whole report into a file', async () => {
    const file = path.join(folder, 'report.json');
    expect((await run(`${verify} --json > ${file}`)).code).toBe(3);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ summary: { flagged: ['risk.fraud'] } });
  });

  it('verify reports that a file took only a part of the report', async () => {
    // A limit of 1 block is a disk on which so much is left.
    const { code, stderr } = await run(
      `trap '' XFSZ; ulimit -f 1; ${verify} --json > ${folder}/part.json`,
      {},
    );
    expect([code, stderr]).toEqual([3, '']);
    const filled = `head -c 1000 /dev/zero > ${folder}/part.json; trap '' XFSZ; ulimit -f 1`;
    const cut = await run(`${filled}; ${verify} --json >> ${folder}/part.json`);
    expect([cut.code, cut.stderr]).toEqual([1, expect.stringContaining(`--idempotency-key ${keys[0]}\n`)]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('verify announces its key at %s', async (signal) => {
    const ended = run(`exec ${verify}`, {
      started: (child) => {
        polled = () => child.kill(signal);
        isEndless = true;
      },
    });
    isEndless = true;
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining(`--idempotency-key ${keys[0]}\n`)]);
  });
});

describe('batch', () => {
  it.each([
    ['the reader of its outputs has gone', '2>&1 | true'],
    ['the reader of its outputs goes after a line', '2>&1 | head -n 1 > /dev/null'],
    ['its stderr is full', '2> /dev/full > /dev/null'],
  ])('batch continues when %s', async (what, redirection) => {
    const out = `${what.replaceAll(' ', '-')}.csv`;
    const { code } = await run(`${batch(out)} ${redirection}`);
    expect([code, keys.length]).toEqual([0, 20]);
    expect((await readFile(path.join(folder, out), 'utf8')).match(/^\w+,\d+,fail,/gm)).toHaveLength(20);
  });

  it('batch reports that its summary could not be written, and where the results are', async () => {
    const { code, stderr } = await run(`${batch('summary.csv')} > /dev/full`);
    expect(code).toBe(0);
    expect(stderr).toMatch(/The summary could not be written \(ENOSPC\)\. Results: .*summary\.csv\n$/);
  });

  it('batch ends with 1 when its journal is on a full disk, and continues when there is room', async () => {
    const full = await run(`trap '' XFSZ; ulimit -f 1; ${batch('full.csv')}`);
    expect([full.code, full.stderr]).toEqual([
      1,
      expect.stringMatching(/EFBIG[^\n]*\n[^\n]*no person is sent twice/),
    ]);
    const sent = new Set(keys);
    const again = await run(batch('full.csv'));
    expect(again.code).toBe(0);
    expect(new Set([...sent, ...keys]).size).toBe(20);
  });

  it('batch leaves no part of its results on a full disk', async () => {
    await run(batch('results.csv'));
    const before = await readFile(path.join(folder, 'results.csv'), 'utf8');
    const full = await run(`trap '' XFSZ; ulimit -f 1; ${batch('results.csv')}`);
    expect([full.code, full.stderr, keys]).toEqual([1, expect.stringContaining('EFBIG'), []]);
    expect(await readFile(path.join(folder, 'results.csv'), 'utf8')).toBe(before);
    expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});

it('verify leaves no part of its PDF on a full disk', async () => {
  const file = path.join(folder, 'report.pdf');
  const { code, stderr } = await run(`trap '' XFSZ; ulimit -f 1; ${verify} --pdf ${file}`);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/EFBIG.*--idempotency-key \S+\n$/)]);
  expect((await readdir(folder)).filter((name) => name.startsWith('report.pdf'))).toEqual([]);
});

it('--help reports that it could not be written', async () => {
  for (const command of ['kyc-cn', 'kyc-cn verify --help', 'kyc-cn batch -h']) {
    const { code, stderr } = await run(`${command} > /dev/full`);
    expect([code, stderr]).toEqual([1, 'The help could not be written (ENOSPC).\n']);
    expect(await run(`${command} | true`)).toMatchObject({ code: 0, stderr: '' });
  }
});
