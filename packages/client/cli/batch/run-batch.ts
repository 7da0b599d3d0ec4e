import { KycAuthenticationError, KycError } from '../../src/index.ts';
import type { Outcome } from './outcome.ts';
import type { Person } from './people.ts';
import { type RowContext, settleRow, type Unknown } from './settle-row.ts';

/** Not at its end yet: the next run goes on with it. */
export interface Pending {
  readonly decision: 'pending';
  readonly message: string;
}

export type RowResult = Outcome | Unknown | Pending;

export interface BatchOptions extends RowContext {
  readonly people: readonly Person[];
  /** How many are under verification at once. */
  readonly concurrency: number;
  /** Aborts when no other person may be started. */
  readonly stopping: AbortSignal;
  readonly onResult: (result: RowResult) => void;
}

/** So many in a row that the API could not serve: it will not serve the next either. */
const mostFailuresInARow = 5;

const notBegun: Pending = { decision: 'pending', message: 'Not begun with.' };

/** Whether the API says that it serves this client no longer: it will not serve the next row either. */
function isRefusedClient(error: KycError): boolean {
  return error instanceof KycAuthenticationError && error.status === 401;
}

/**
 * Brings every row to its end, several at once.
 * @returns one result for each person, in their order, and what made it stop early, if anything did.
 * @throws Error when a row cannot be gone on with on this machine: the journal cannot be written, a photo not be read.
 */
export async function runBatch(
  options: BatchOptions,
): Promise<{ results: RowResult[]; stoppedBy?: KycError }> {
  const { people, concurrency, stopping, signal, onResult } = options;
  const results: RowResult[] = people.map(() => notBegun);
  let failuresInARow = 0;
  let stoppedBy: KycError | undefined;
  let fatal: { readonly error: unknown } | undefined;

  const resultOf = async (row: number, person: Person): Promise<RowResult> => {
    try {
      const result = await settleRow(row, person, options);
      failuresInARow = 0;
      return result;
    } catch (error) {
      if (signal.aborted) return { decision: 'pending', message: 'Interrupted.' };
      // What the API did not refuse for what it is, may be served later.
      if (!(error instanceof KycError)) throw error;
      failuresInARow += 1;
      if (failuresInARow >= mostFailuresInARow || isRefusedClient(error)) stoppedBy ??= error;
      return { decision: 'pending', message: error.message };
    }
  };

  const rows = people.entries();
  const work = async () => {
    try {
      // The iterator is shared: the next free worker takes the next row.
      for (const [row, person] of rows) {
        if (stopping.aborted || signal.aborted || stoppedBy || fatal) return;
        results[row] = await resultOf(row, person);
        onResult(results[row]);
      }
    } catch (error) {
      fatal ??= { error };
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  if (fatal) throw fatal.error;
  return { results, ...(stoppedBy && { stoppedBy }) };
}
