import type { Billed } from './api.ts';
import type { Step } from './exchange.ts';
import type { Fault } from './faults.ts';
import type { Duration } from './plan.ts';

/** Who calls the API. */
export const callers = ['verify', 'batch', 'client'] as const;
export type Caller = (typeof callers)[number];

/** One cell of the matrix. */
export interface Cell {
  readonly caller: Caller;
  readonly step: Step;
  readonly fault: Fault;
  readonly duration: Duration;
}

/** How one person came out of a run, as the caller says it. */
export interface PersonSeen {
  /** What a report recommends, `refused`, `no-report`, `unknown` or `pending`. Undefined: nothing is said. */
  readonly verdict: string | undefined;
  readonly reportId: string | undefined;
  /** The idempotency keys that are at hand: printed, in the journal, or the caller's own. */
  readonly keys: readonly string[];
}

/** What one run looks like from outside. */
export interface RunSeen {
  /** What a command ends with. Undefined for the typed client. */
  readonly code: number | undefined;
  /** Everything that was printed, and the message of an error that was thrown. */
  readonly shown: string;
  /** A failure that the program did not handle. */
  readonly crash: string | undefined;
  /** The class of the error that the typed client threw, and its status. */
  readonly error: { readonly name: string; readonly status: number | undefined } | undefined;
  readonly people: ReadonlyMap<number, PersonSeen>;
  /** The file that the PDF was to be saved as; undefined when it is not there, or was not asked for. */
  readonly pdf: Buffer | undefined;
  /** Whether a batch left a journal that is keyed with nothing. */
  readonly isJournalOpen: boolean;
  /** In milliseconds of the client's time. */
  readonly tookMs: number;
  /** Whether nothing but the other side would have ended it. */
  readonly isEndless: boolean;
}

/** A run with the fault, and one after it. */
export interface CellSeen {
  readonly cell: Cell;
  readonly first: RunSeen;
  /** Undefined when the first run left nothing to do. */
  readonly second: RunSeen | undefined;
  /** The API's books after the first run, and at the end. */
  readonly billedFirst: readonly Billed[];
  readonly billed: readonly Billed[];
  /** Those whose calls were struck. */
  readonly struck: ReadonlySet<number>;
  readonly hasStruck: boolean;
  /** Whether the API itself refused a token. */
  readonly hasRefusedToken: boolean;
  /** Whatever arrived where a redirect leads. */
  readonly elsewhere: string;
}
