import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { Ending, Outcome } from './outcome.ts';

/** The journal's first line: which batch it is of. */
export interface JournalHeader {
  readonly journal: 1;
  /** Random: with a row's number it makes the idempotency keys. */
  readonly batch: string;
  readonly url: string;
  readonly clientId: string;
  /** Whether the digests' key is the same. */
  readonly check: string;
  /** One for each row, in the file's order. */
  readonly digests: readonly string[];
}

/** Written before a request is sent: from now on it may have been. */
export interface SendingRecord {
  readonly row: number;
  readonly attempt: number;
  readonly key: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface TokenRecord {
  readonly row: number;
  readonly token: string;
}

export interface OutcomeRecord {
  readonly row: number;
  readonly outcome: Outcome;
}

export type JournalRecord = SendingRecord | TokenRecord | OutcomeRecord;

/** How far a row is: what its last attempt has come to. */
export interface RowState {
  readonly sending?: SendingRecord;
  readonly token?: string;
  readonly outcome?: Outcome;
}

/** What an earlier version wrote for what a report says, and what the standard policy makes of most of such reports. */
const earlierVerdicts: Readonly<Record<string, Ending>> = {
  unmatched: 'fail',
  flagged: 'review',
  errored: 'review',
  'not-found': 'review',
  matched: 'pass',
  clear: 'pass',
  refused: 'refused',
  failed: 'no-report',
};

/** Returns an outcome that an earlier version may have written as the current one writes it. */
function currentOutcome(outcome: Outcome & { readonly verdict?: string }): Outcome {
  const { verdict, ...rest } = outcome;
  const decision = verdict === undefined ? undefined : earlierVerdicts[verdict];
  return decision === undefined ? outcome : { ...rest, decision };
}

/** A new attempt leaves nothing of the one before, and a token nothing of an outcome that was recorded without it. */
export function advance(state: RowState, record: JournalRecord): RowState {
  if ('key' in record) return { sending: record };
  if ('outcome' in record) return { ...state, outcome: currentOutcome(record.outcome) };
  return { ...(state.sending && { sending: state.sending }), token: record.token };
}

/**
 * The same for the same row and attempt, so that two processes on one journal cannot send a person twice.
 */
export function idempotencyKeyOf(batch: string, row: number, attempt: number): string {
  return createHash('sha256').update(`${batch}:${row}:${attempt}`).digest('base64url');
}

/** What binds rows to a journal, by a key that is not in it: its digests cannot be tried with guessed ID numbers. */
export class RowDigests {
  readonly #key: Buffer;

  constructor(clientSecret: string, batch: string) {
    this.#key = Buffer.from(hkdfSync('sha256', clientSecret, batch, 'kyc-cn batch journal', 32));
  }

  of(content: string): string {
    return createHmac('sha256', this.#key).update(content).digest('base64url').slice(0, 22);
  }

  /** Tells whether another has the same key. */
  get check(): string {
    return this.of('');
  }
}

function isRecord(value: unknown, rows: number): value is JournalRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { row, attempt, key, at, token, outcome } = value as Record<string, unknown>;
  if (!Number.isInteger(row) || (row as number) < 0 || (row as number) >= rows) return false;
  const sending =
    typeof key === 'string' && Number.isInteger(attempt) && !Number.isNaN(Date.parse(String(at)));
  return sending || typeof token === 'string' || (typeof outcome === 'object' && outcome !== null);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * Reads a journal. A line that a kill has torn counts as not written: what it was about was not begun yet, or can be
 * asked for again.
 * @returns undefined when not even the header was written, so that nothing was sent either.
 * @throws Error when it is something else.
 */
export function parseJournal(text: string): { header: JournalHeader; states: RowState[] } | undefined {
  const [first = '', ...lines] = text.split('\n');
  if (lines.length === 0) return undefined;
  const header = parsed(first) as Partial<JournalHeader> | undefined;
  if (header?.journal !== 1 || !Array.isArray(header.digests)) throw new Error('it is no journal of kyc-cn');
  const states: RowState[] = header.digests.map(() => ({}));
  for (const line of lines) {
    const record = parsed(line);
    if (isRecord(record, states.length)) states[record.row] = advance(states[record.row] ?? {}, record);
  }
  return { header: header as JournalHeader, states };
}
