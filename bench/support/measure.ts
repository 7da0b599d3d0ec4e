import { fork } from 'node:child_process';
import { once } from 'node:events';
import { projectFile } from '../../lib/project-file.ts';

/** A handler to be measured: a bundle that exports `handler`, and the events that it gets in turn. */
export interface Subject {
  readonly file: string;
  readonly events: readonly unknown[];
}

export interface Measurement {
  /** All in one process; in each round every one of them is called once. */
  readonly subjects: readonly Subject[];
  readonly rounds: number;
  /** Rounds before those that count. */
  readonly warmUp: number;
}

/** Milliseconds of each call, by subject. */
export type Measured = readonly (readonly number[])[];

/**
 * Calls handlers in a fresh process and times each call.
 * @param env the process's whole environment.
 * @throws Error when a handler does not answer 200.
 */
export async function measure(env: Record<string, string>, measurement: Measurement): Promise<Measured> {
  const child = fork(projectFile('bench', 'support', 'measured-process.ts'), {
    env,
    // The handlers' logs.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    child.send(measurement);
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`the measured process ended with ${code}`);
    });
    failed.catch(() => undefined);
    const [measured] = await Promise.race([once(child, 'message'), failed]);
    return measured as Measured;
  } finally {
    child.kill();
  }
}
