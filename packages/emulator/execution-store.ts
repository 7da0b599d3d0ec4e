import { appendFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { HistoryEvent } from './execution-history.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** How long events of an execution are collected before they are written together, in milliseconds. */
const collectForMs = 50;

/** One execution, of the form that DescribeExecution answers with. Dates are seconds since the epoch. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
  readonly startDate: number;
  readonly status: ExecutionStatus;
  readonly stopDate?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

function parseLine(line: string): HistoryEvent[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** Executions and their histories, kept in a folder: `<name>.json` and `<name>.history.jsonl`. */
export class ExecutionStore {
  readonly #directory: string;
  readonly #records = new Map<string, ExecutionRecord>();
  readonly #writes = new Map<string, Promise<void>>();
  /** The lines that the next write of an execution's history appends. */
  readonly #collected = new Map<string, string>();

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Opens the folder, made if need be, and reads which executions it knows. */
  static async open(directory: string): Promise<ExecutionStore> {
    const store = new ExecutionStore(directory);
    await mkdir(directory, { recursive: true });
    for (const file of await readdir(directory)) {
      if (!file.endsWith('.json')) continue;
      const record = JSON.parse(await readFile(path.join(directory, file), 'utf8')) as ExecutionRecord;
      store.#records.set(record.name, record);
    }
    return store;
  }

  find(name: string): ExecutionRecord | undefined {
    return this.#records.get(name);
  }

  all(): ExecutionRecord[] {
    return [...this.#records.values()];
  }

  /** Stores the execution's state; visible at once, on disk when the promise resolves. */
  save(record: ExecutionRecord): Promise<void> {
    this.#records.set(record.name, record);
    return this.#inOrder(record.name, async () => {
      const file = path.join(this.#directory, `${record.name}.json`);
      await writeFile(`${file}.new`, JSON.stringify(record));
      await rename(`${file}.new`, file);
    });
  }

  /** For one that could not be stored: what is not on disk is not known either. */
  forget(name: string): void {
    this.#records.delete(name);
  }

  /** Resolves when all that was handed over so far of an execution is on disk. */
  async written(name: string): Promise<void> {
    await this.#writes.get(name);
  }

  /** Adds events to the history of an execution; on disk when the promise resolves. */
  async append(name: string, events: readonly HistoryEvent[]): Promise<void> {
    // Each starts a line of its own, so that one whose write a crash cut off spoils no other.
    const lines = events.map((event) => `\n${JSON.stringify(event)}`).join('');
    const collected = this.#collected.get(name);
    this.#collected.set(name, (collected ?? '') + lines);
    if (collected !== undefined) return this.written(name);
    return this.#inOrder(name, async () => {
      await wait(collectForMs);
      const text = this.#collected.get(name) ?? '';
      this.#collected.delete(name);
      await appendFile(this.#historyFile(name), text);
    });
  }

  /** The execution's history, oldest first; without an event that a crash has left unfinished. */
  async history(name: string): Promise<HistoryEvent[]> {
    await this.written(name);
    const text = await readFile(this.#historyFile(name), 'utf8').catch(() => '');
    return text.split('\n').flatMap(parseLine);
  }

  /** Resolves when all that was handed over so far is on disk. */
  async flush(): Promise<void> {
    await Promise.all(this.#writes.values());
  }

  #historyFile(name: string): string {
    return path.join(this.#directory, `${name}.history.jsonl`);
  }

  #inOrder(name: string, write: () => Promise<void>): Promise<void> {
    const earlier = this.#writes.get(name) ?? Promise.resolve();
    const mine = earlier.then(write).finally(() => {
      if (this.#writes.get(name) === mine) this.#writes.delete(name);
    });
    this.#writes.set(name, mine);
    return mine;
  }
}
