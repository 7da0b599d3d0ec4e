import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { projectFile } from '../../lib/project-file.ts';
import { localClient } from '../../local/seed.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
}

/** The client as it is published, in a folder of its own. */
export interface BuiltClient {
  /** The package. */
  readonly folder: string;
  /** A folder for a test's files. */
  readonly workFolder: string;
  /** Starts `kyc-cn …` as the local client, without a terminal, in the work folder. */
  start(args: readonly string[], environment?: Record<string, string>): RunningCommand;
  /** The same, to its end. */
  run(args: readonly string[], environment?: Record<string, string>): Promise<Ended>;
  remove(): Promise<void>;
}

/** Builds the client outside the project, so that nothing of the project's resolves from it. */
export async function buildClient(): Promise<BuiltClient> {
  const root = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
  const folder = path.join(root, 'node_modules', 'kyc-cn');
  const workFolder = path.join(root, 'work');
  await mkdir(workFolder);
  const { build } = await import('../../packages/client/build.js');
  await build(path.join(folder, 'dist'));
  for (const name of ['package.json', 'README.md', 'LICENSE'])
    await copyFile(projectFile('packages', 'client', name), path.join(folder, name));
  await cp(projectFile('packages', 'client', 'bin'), path.join(folder, 'bin'), { recursive: true });

  const start: BuiltClient['start'] = (args, environment = {}) => {
    const command = [path.join(folder, 'bin', 'kyc-cn.js'), ...args];
    const child = spawn(process.execPath, command, {
      cwd: workFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        KYC_CN_CLIENT_ID: localClient.clientId,
        KYC_CN_CLIENT_SECRET: localClient.clientSecret,
        ...environment,
      },
    });
    const exit = new Promise<Pick<Ended, 'code' | 'signal'>>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve({ code, signal }));
    });
    const ended = Promise.all([exit, text(child.stdout), text(child.stderr)]).then(
      ([how, stdout, stderr]) => ({
        ...how,
        stdout,
        stderr,
      }),
    );
    return { process: child, ended };
  };
  return {
    folder,
    workFolder,
    start,
    run: (args, environment) => start(args, environment).ended,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
