import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { checkedBaseUrl } from '../../src/client.ts';
import { UsageError } from '../exit-codes.ts';
import { syncFolderOf } from '../whole-file.ts';
import {
  advance,
  type JournalHeader,
  type JournalRecord,
  parseJournal,
  RowDigests,
  type RowState,
} from './journal-records.ts';
import type { Person } from './people.ts';

/** The client that a batch belongs to, and its people. */
export interface JournalOwner {
  readonly url: string;
  readonly clientId: string;
  /** The secret that keys the digests: the client's when the batch began. */
  readonly secret: string;
  readonly people: readonly Person[];
}

/** How many lines an error names. */
const mostLines = 10;

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The one spelling of an API's address, whichever the command was given. */
function addressOf(url: string): string {
  try {
    return checkedBaseUrl(url);
  } catch {
    return url;
  }
}

function checkSame(
  file: string,
  header: JournalHeader,
  { url, clientId, secret, people }: JournalOwner,
): void {
  if (addressOf(header.url) !== addressOf(url) || header.clientId !== clientId)
    throw new UsageError(
      `${file} is of another API or client: go on with the ones it began with, or choose another --out.`,
    );
  const digests = new RowDigests(secret, header.batch);
  if (digests.check !== header.check)
    throw new UsageError(
      `${file} was begun with another secret of this client: give that one as KYC_CN_JOURNAL_SECRET, beside the one that is valid now.`,
    );
  const changed = people.filter(({ content }, row) => digests.of(content) !== header.digests[row]);
  const missing = header.digests.length - people.length;
  if (changed.length === 0 && missing <= 0) return;
  const named = changed.slice(0, mostLines).map(({ line }) => line);
  const more = changed.length - named.length;
  const which = [
    ...(named.length > 0
      ? [`other people or details at line ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`]
      : []),
    ...(missing > 0 ? [`${missing} fewer than before`] : []),
  ];
  throw new UsageError(
    `The file has changed since the batch began: ${which.join('; ')}. Nothing was sent. Put it back to go on, or begin another batch with another --out.`,
  );
}

/**
 * What was sent, and its result, one JSON record a line, only ever appended to. It holds no detail of a person.
 */
export class Journal {
  readonly batch: string;
  readonly #file: FileHandle;
  readonly #states: RowState[];
  #pending: string[] = [];
  #writing: Promise<void> | undefined;
  /** Whether the last write failed, and may have left a part of a line. */
  #isTorn = false;

  private constructor(file: FileHandle, batch: string, states: RowState[]) {
    this.#file = file;
    this.batch = batch;
    this.#states = states;
  }

  /**
   * Opens the journal of a batch, or begins one.
   * @throws UsageError when it is of another batch, or the people have changed.
   */
  static async open(file: string, owner: JournalOwner): Promise<Journal> {
    const text = await textOf(file);
    let known: ReturnType<typeof parseJournal>;
    try {
      known = parseJournal(text ?? '');
    } catch (error) {
      throw new UsageError(`${file} cannot be used: ${(error as Error).message}.`);
    }
    if (known) {
      checkSame(file, known.header, owner);
      const handle = await open(file, 'a', 0o600);
      // So that a torn line does not swallow the next one.
      if (!text?.endsWith('\n')) await handle.appendFile('\n');
      return new Journal(handle, known.header.batch, known.states);
    }
    const batch = randomUUID();
    const digests = new RowDigests(owner.secret, batch);
    const header: JournalHeader = {
      journal: 1,
      batch,
      url: addressOf(owner.url),
      clientId: owner.clientId,
      check: digests.check,
      digests: owner.people.map(({ content }) => digests.of(content)),
    };
    // What is there without a whole header was torn before anything was sent.
    const handle = await open(file, text === undefined ? 'ax' : 'w', 0o600);
    try {
      await handle.appendFile(`${JSON.stringify(header)}\n`);
      await handle.sync();
    } catch (error) {
      await handle.close();
      throw error;
    }
    await syncFolderOf(file);
    return new Journal(
      handle,
      batch,
      header.digests.map(() => ({})),
    );
  }

  stateOf(row: number): RowState {
    return this.#states[row] ?? {};
  }

  /** Resolves when the record is on disk, whatever happens to process or machine from then on. */
  async append(record: JournalRecord): Promise<void> {
    this.#pending.push(`${JSON.stringify(record)}\n`);
    // What comes while a write is under way goes with the next one, and one sync does for all of it.
    while (this.#writing) await this.#writing;
    if (this.#pending.length > 0) {
      this.#writing = this.#write().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
    this.#states[record.row] = advance(this.stateOf(record.row), record);
  }

  async #write(): Promise<void> {
    const text = (this.#isTorn ? '\n' : '') + this.#pending.join('');
    this.#pending = [];
    this.#isTorn = true;
    await this.#file.appendFile(text);
    await this.#file.datasync();
    this.#isTorn = false;
  }

  async close(): Promise<void> {
    await this.#writing?.catch(() => undefined);
    await this.#file.close();
  }
}
