import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { run } from '../../client/cli/command-line.ts';

/** What a terminal would obey: it clears the screen, by both of its forms. */
const hostile = '\u001b[2J\u009b2J';

let server: Server;
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    const error = { field: `mobile${hostile}`, message: `must be${hostile} one` };
    response.end(JSON.stringify({ message: `No${hostile}.`, requestId: 'r', errors: [error] }));
  });
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
});
afterAll(() => void server.close());

it('shows of what an API answers nothing that a terminal would obey', async () => {
  const shown: string[] = [];
  const screen = new Writable({
    write: (chunk, _encoding, written) => {
      shown.push(String(chunk));
      written();
    },
  });
  const never = new AbortController().signal;
  const code = await run(['verify', '--mobile', '13800138000'], {
    stdin: new PassThrough(),
    stdout: screen,
    stderr: screen,
    environment: {
      KYC_CN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      KYC_CN_CLIENT_ID: 'a-client',
      KYC_CN_CLIENT_SECRET: 'a-secret',
    },
    interrupted: never,
    interruptedAgain: never,
  });
  expect(code).toBe(2);
  expect(shown.join('')).toBe('mobile [2J 2J must be [2J 2J one\n');
});
