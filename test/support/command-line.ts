import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { run } from '../../packages/client/cli/command-line.ts';

/**
 * Runs kyc-cn in this process against an API that answers so.
 * @param interrupted aborts as Ctrl-C does.
 * @param environment variables beside those of the connection, or in their place.
 * @returns what it ended with, and what it wrote, errors and all.
 */
export async function runAgainst(
  listener: RequestListener,
  args: readonly string[],
  interrupted = new AbortController().signal,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; shown: string }> {
  const server = createServer(listener);
  // An idle connection is for the client to close.
  server.keepAliveTimeout = 0;
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const shown: string[] = [];
  const screen = new Writable({
    write: (chunk, _encoding, written) => {
      shown.push(String(chunk));
      written();
    },
  });
  try {
    const code = await run(args, {
      stdin: new PassThrough(),
      stdout: screen,
      stderr: screen,
      environment: {
        KYC_CN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        KYC_CN_CLIENT_ID: 'a-client',
        KYC_CN_CLIENT_SECRET: 'a-secret',
        ...environment,
      },
      interrupted,
      interruptedAgain: new AbortController().signal,
    });
    return { code, shown: shown.join('') };
  } finally {
    server.close();
  }
}
