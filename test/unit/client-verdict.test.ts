import { expect, it } from '@jest/globals';
import { exitCodes } from '../../packages/client/cli/exit-codes.ts';
import { exitCodeOf, verdictOf } from '../../packages/client/cli/verdict.ts';
import type { Report } from '../../packages/client/src/index.ts';

const summary = (lists: Partial<Report['summary']>): Report['summary'] => ({
  ran: [],
  matched: [],
  unmatched: [],
  notFound: [],
  flagged: [],
  errored: [],
  notOffered: [],
  ...lists,
});

it.each([
  [{}, 'clear', exitCodes.ok],
  [{ matched: ['bank.three-factor'] }, 'matched', exitCodes.ok],
  // A phone without a known city is no verdict on a person.
  [{ matched: ['identity.two-factor'], notFound: ['mobile.location-work'] }, 'matched', exitCodes.ok],
  [{ matched: ['identity.two-factor'], notFound: ['identity.image'] }, 'not-found', exitCodes.undecided],
  // The report says of it: neither clear nor a hit.
  [{ notFound: ['risk.fraud'] }, 'not-found', exitCodes.undecided],
  [{ matched: ['identity.two-factor'], notFound: ['risk.criminal'] }, 'not-found', exitCodes.undecided],
] as const)('verdict of %j is %s', (lists, verdict, code) => {
  expect(verdictOf(summary(lists as Partial<Report['summary']>))).toBe(verdict);
  expect(exitCodeOf(verdict)).toBe(code);
});
