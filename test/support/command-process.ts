import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { projectFile } from '../../lib/project-file.ts';

/** An API on this machine that answers by a listener. */
export async function apiOf(listener: RequestListener): Promise<{ url: string; stop: () => void }> {
  const server = createServer(listener);
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

export interface ShellResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a shell command in which `kyc-cn` is the command line from its sources, as a client of an API.
 * @param started is given the process, to send it signals.
 */
export async function shell(
  command: string,
  url: string,
  {
    environment = {},
    started,
  }: { environment?: NodeJS.ProcessEnv; started?: (child: ChildProcess) => void } = {},
): Promise<ShellResult> {
  const kycCn = `'${process.execPath}' '${projectFile('packages', 'client', 'cli', 'main.ts')}'`;
  const child = spawn(
    'bash',
    ['-c', `set -o pipefail; ${command.replaceAll(/(?<![/\w-])kyc-cn(?![\w-])/g, kycCn)}`],
    {
      env: {
        PATH: process.env.PATH,
        KYC_CN_URL: url,
        KYC_CN_CLIENT_ID: 'a-client',
        KYC_CN_CLIENT_SECRET: 'a-secret',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  started?.(child);
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}
