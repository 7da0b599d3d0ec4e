import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Credentials } from './credentials.ts';
import { isAlive } from './directory-lock.ts';
import type { Endpoints } from './function-definitions.ts';

const fileName = 'endpoints.json';

/** What another process must know to work on a running embedded cloud. */
export interface RunningCloud {
  readonly pid: number;
  readonly stackName: string;
  readonly url: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoints: Endpoints;
  readonly credentials: Credentials;
}

/**
 * Says in the data folder where this process's cloud is, for its owner's eyes only: who can read the file can
 * do all that the cloud's services can.
 * @returns what takes it back.
 */
export function announceCloud(dataDirectory: string, cloud: Omit<RunningCloud, 'pid'>): () => void {
  const file = path.join(dataDirectory, fileName);
  const announced: RunningCloud = { pid: process.pid, ...cloud };
  // The mode is that of a new file only: one that a crash left behind goes first.
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(announced, null, 2), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** The cloud that runs on a data folder; undefined when none does. */
export function findRunningCloud(dataDirectory: string): RunningCloud | undefined {
  try {
    const cloud = JSON.parse(readFileSync(path.join(dataDirectory, fileName), 'utf8')) as RunningCloud;
    return isAlive(cloud.pid) ? cloud : undefined;
  } catch {
    return undefined;
  }
}
