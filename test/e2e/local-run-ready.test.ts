import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { listen } from '@kyc-china/emulator/http-server';
import { localClient } from '../../local/seed.ts';
import { copyProject } from '../support/project-copy.ts';

let copy: string;
beforeAll(async () => {
  copy = await copyProject();
});
afterAll(() => rm(copy, { recursive: true, force: true }));

/** Below the ports that systems give out: while this one is not listened on, no one else comes to have it. */
async function unusedPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = await listen(createServer(), port).catch(() => undefined);
    await server?.stop();
    if (server) return port;
  }
}

/** Connects again and again until it is not refused. @returns what the first connection was answered. */
async function firstAnswer(url: string, request: RequestInit, ended: AbortSignal) {
  for (let refusals = 0; ; refusals += 1) {
    ended.throwIfAborted();
    try {
      const { status } = await fetch(url, {
        ...request,
        headers: { ...request.headers, connection: 'close' },
      });
      return { status, wasRefused: refusals > 0 };
    } catch (error) {
      const { code } = (error as Error).cause as NodeJS.ErrnoException;
      if (code !== 'ECONNREFUSED') throw error;
      await setTimeout(5);
    }
  }
}

const post = {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'x-client-id': localClient.clientId,
    'x-client-secret': localClient.clientSecret,
  },
  body: '{"name":"张三","idNumber":"110101199001011234"}',
};

it('local run returns 200 for the first request that its port accepts, and reports a port in use', async () => {
  const port = await unusedPort();
  const url = `http://127.0.0.1:${port}`;
  const run = () =>
    spawn(process.execPath, ['local/main.ts'], { cwd: copy, env: { ...process.env, PORT: String(port) } });
  const child = run();
  const ended = new AbortController();
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const gone = once(child, 'close').then(() => ended.abort(new Error(`it ended:\n${output.join('')}`)));
  try {
    const answers = await Promise.all([
      firstAnswer(`${url}/kyc/cn/request`, post, ended.signal),
      firstAnswer(`${url}/kyc/cn/request`, post, ended.signal),
      firstAnswer(`${url}/console.json`, {}, ended.signal),
      firstAnswer(`${url}/docs/`, {}, ended.signal),
    ]);
    expect(answers).toEqual(Array(4).fill({ status: 200, wasRefused: true }));

    const second = run();
    let error = '';
    second.stderr.setEncoding('utf8').on('data', (text: string) => {
      error += text;
    });
    expect(await once(second, 'close')).toEqual([1, null]);
    expect(error).toMatch(new RegExp(`^port ${port} is in use: .* PORT`));
  } finally {
    child.kill('SIGINT');
    await gone;
  }
});
