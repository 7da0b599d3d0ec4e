import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Journal } from '../../packages/client/cli/batch/journal.ts';
import { connectionOf } from '../../packages/client/cli/connection.ts';
import { callLoopbackDirectly } from '../../packages/client/cli/direct-loopback.ts';
import { terminalOf } from '../../packages/client/cli/terminal.ts';
import { runAgainst } from '../support/command-line.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
  await writeFile(path.join(folder, 'people.csv'), 'mobile\n13800138000\n');
});
afterAll(() => rm(folder, { recursive: true }));

const refused = JSON.stringify({ message: 'No.', requestId: 'r' });

it.each(['KYC_CN_CLIENT_ID', 'KYC_CN_CLIENT_SECRET'])(
  'each command reports that %s is missing when it is empty, and makes no call',
  async (name) => {
    for (const args of [
      ['verify', '--mobile', '13800138000'],
      ['batch', path.join(folder, 'people.csv'), '--out', path.join(folder, 'none.csv')],
    ]) {
      let calls = 0;
      const { code, shown } = await runAgainst(
        (_request, response) => {
          calls += 1;
          response.writeHead(400, { 'content-type': 'application/json' }).end(refused);
        },
        args,
        undefined,
        { [name]: '' },
      );
      expect([code, shown, calls]).toEqual([2, expect.stringContaining(name), 0]);
    }
  },
);

it('an empty KYC_CN_URL is the address of the local run', async () => {
  const never = new AbortController().signal;
  const terminal = terminalOf({
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    environment: { KYC_CN_URL: '', KYC_CN_CLIENT_ID: 'a-client', KYC_CN_CLIENT_SECRET: 'a-secret' },
    interrupted: never,
    interruptedAgain: never,
  });
  expect(await connectionOf({}, terminal)).toMatchObject({ url: 'http://127.0.0.1:3000' });
});

it('an empty KYC_CN_JOURNAL_SECRET keys no journal: the secret of the client does', async () => {
  const out = path.join(folder, 'results.csv');
  await runAgainst(
    (_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end(refused);
    },
    ['batch', path.join(folder, 'people.csv'), '--out', out],
    undefined,
    { KYC_CN_JOURNAL_SECRET: '' },
  );
  const header = JSON.parse((await readFile(`${out}.journal`, 'utf8')).split('\n')[0] ?? '');
  const person = { line: 2, reference: '', applicant: {}, content: 'unused' };
  const owner = { url: header.url, clientId: header.clientId, people: [person] };
  await expect(Journal.open(`${out}.journal`, { ...owner, secret: '' })).rejects.toThrow(/another secret/);
  await expect(Journal.open(`${out}.journal`, { ...owner, secret: 'a-secret' })).rejects.toThrow(
    /has changed/,
  );
});

it('an empty no_proxy leaves NO_PROXY as it is, beside this machine', () => {
  const before = { no_proxy: process.env.no_proxy, NO_PROXY: process.env.NO_PROXY };
  try {
    Object.assign(process.env, { no_proxy: '', NO_PROXY: 'intranet.example' });
    callLoopbackDirectly();
    expect(process.env.no_proxy).toBe('intranet.example,127.0.0.1,localhost,[::1]');
  } finally {
    for (const [name, value] of Object.entries(before))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
});
