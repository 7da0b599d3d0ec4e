import type { Report } from '../src/index.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** A report in a word; the first of these that holds. */
export const verdicts = ['unmatched', 'flagged', 'errored', 'not-found', 'matched', 'clear'] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * A missing record matters where details are compared, and where lists are searched: that is neither clear nor a hit. A
 * phone without a known city is no verdict on a person.
 */
const judges = (check: string) => !check.startsWith('mobile.');

/** @returns `clear` when nothing was compared, and nothing is held against the person. */
export function verdictOf({ unmatched, flagged, errored, notFound, matched }: Report['summary']): Verdict {
  if (unmatched.length > 0) return 'unmatched';
  if (flagged.length > 0) return 'flagged';
  if (errored.length > 0) return 'errored';
  if (notFound.some(judges)) return 'not-found';
  return matched.length > 0 ? 'matched' : 'clear';
}

const codes: Record<Verdict, ExitCode> = {
  unmatched: exitCodes.adverse,
  flagged: exitCodes.adverse,
  errored: exitCodes.undecided,
  'not-found': exitCodes.undecided,
  matched: exitCodes.ok,
  clear: exitCodes.ok,
};

export function exitCodeOf(verdict: Verdict): ExitCode {
  return codes[verdict];
}
