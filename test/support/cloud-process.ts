import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { EmbeddedCloud, EmbeddedCloudOptions } from '../../local/cloud/embedded-cloud.ts';

/** What a cloud in another process tells of itself. */
export type RemoteCloud = Pick<EmbeddedCloud, 'url' | 'stackName' | 'outputs' | 'endpoints' | 'credentials'>;

/** An embedded cloud that runs as a process of its own. */
export interface CloudProcess {
  /** Where it serves. Rejects with what it wrote when it ends before that; pending when it was killed. */
  readonly ready: Promise<RemoteCloud>;
  /** Ends it at once, with SIGKILL: nothing in it can clean up. Resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts one. @param options all that are no function, which cannot be handed to another process. */
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
  // Who waits for it sees the failure; a start that is killed is waited for by nobody.
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
