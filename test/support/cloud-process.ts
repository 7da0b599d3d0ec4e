import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { EmbeddedCloud, EmbeddedCloudOptions } from '@kyc-china/emulator/embedded-cloud';

/** What a cloud in another process reports to its parent. */
export type RemoteCloud = Pick<EmbeddedCloud, 'url' | 'stackName' | 'outputs' | 'endpoints' | 'credentials'>;

/** An embedded cloud that runs as a process of its own. */
export interface CloudProcess {
  /** Resolves when it serves. Rejects with its output if it ends earlier. Stays pending if it was killed. */
  readonly ready: Promise<RemoteCloud>;
  /** Kills it with SIGKILL, so that it cannot clean up. Resolves when it has ended. */
  kill(): Promise<void>;
}

/** Starts a cloud process. @param options all except functions, which another process cannot receive. */
export function startCloudProcess(
  options: Omit<EmbeddedCloudOptions, 'now' | 'endpointsForFunctions'>,
): CloudProcess {
  const child = fork(path.join(import.meta.dirname, 'cloud-process-main.ts'), [JSON.stringify(options)], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const gone = once(child, 'close');
  const { promise: ready, resolve, reject } = Promise.withResolvers<RemoteCloud>();
  child.once('message', (message) => resolve(message as RemoteCloud));
  let killed = false;
  void gone.then(([code, signal]) => {
    if (!killed) reject(new Error(`the cloud ended (${signal ?? code}):\n${written.join('')}`));
  });
  // A caller that waits sees the failure. No caller waits for a start that was killed.
  ready.catch(() => undefined);
  return {
    ready,
    kill: async () => {
      killed = true;
      child.kill('SIGKILL');
      await gone;
    },
  };
}
