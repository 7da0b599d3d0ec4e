import { credentials, pdfOf } from './api.ts';
import type { Word } from './faults.ts';
import { people } from './people.ts';
import type { CellSeen, PersonSeen, RunSeen } from './seen.ts';

/** A rule that holds in every cell. It returns what breaks it, in words. */
export type Invariant = (seen: CellSeen) => readonly string[];

const reportVerdicts = ['pass', 'review', 'fail'];

const runsOf = ({ first, second }: CellSeen) => [first, ...(second ? [second] : [])];
const nameOf = (person: number) => `person ${person + 1}`;
const hasReport = ({ verdict }: PersonSeen) => verdict !== undefined && reportVerdicts.includes(verdict);

/** Whether the API itself said so, in a cell's first run. */
const said = ({ cell, hasStruck }: CellSeen, ...words: Word[]) =>
  hasStruck && cell.fault.word !== undefined && words.includes(cell.fault.word);

/** No person is billed twice: at most one verification of each is billed, whatever happens in both runs. */
const nobodyIsPaidForTwice: Invariant = ({ billed }) =>
  [...Map.groupBy(billed, ({ person }) => person)]
    .filter(([, verifications]) => verifications.length > 1)
    .map(([person, { length }]) => `${nameOf(person)} was billed ${length} times`);

/**
 * What is said of a person is true: a verdict is that of the person's own report, `refused` and `no-report` are the API's
 * own words, and `unknown` is said only after the API refused a token: of a report that it knows no longer.
 */
const verdictsAreTrue: Invariant = (seen) =>
  runsOf(seen).flatMap((run, index) =>
    [...run.people].flatMap(([person, one]) => {
      const { verdict, reportId } = one;
      if (verdict === undefined || verdict === 'pending') return [];
      const own = seen.billed.some((billed) => billed.person === person && billed.reportId === reportId);
      const isStruck = seen.struck.has(person);
      const isNow = isStruck && index === 0;
      const isTrue =
        (hasReport(one) && own && verdict === (person === 1 ? 'fail' : 'pass')) ||
        (verdict === 'refused' && isStruck && said(seen, 'refuses the request')) ||
        (verdict === 'no-report' && isNow && said(seen, 'the report failed')) ||
        (verdict === 'unknown' && isNow && (said(seen, 'knows no such report') || seen.hasRefusedToken));
      return isTrue ? [] : [`${nameOf(person)} is ${verdict} in run ${index + 1}`];
    }),
  );

/** Whenever a call was billed and its report is not in hand, its idempotency key is. */
const theKeyIsAtHand: Invariant = (seen) =>
  seen.billedFirst
    .filter(({ person, key }) => {
      const one = seen.first.people.get(person);
      return one === undefined || !(hasReport(one) || one.keys.includes(key));
    })
    // With a failed report, the key leads to the same failure for ever.
    .filter(() => !said(seen, 'the report failed'))
    .map(({ person }) => `${nameOf(person)} was billed, and there is neither report nor key`);

/** The codes that packages/client/README.md allows for what a run came to. */
function codesOfVerify(seen: CellSeen, run: RunSeen): number[] {
  const one = run.people.get(0);
  if (one && hasReport(one)) return [run.pdf === undefined ? 1 : 0];
  if (run !== seen.first) return [0];
  if (said(seen, 'refuses the request')) return [2];
  return said(seen, 'refuses the client') ? [5] : [1];
}

function codesOfBatch(seen: CellSeen, run: RunSeen): number[] {
  const all = [...run.people.values()];
  if (all.every(hasReport)) return [0];
  if (run === seen.first && said(seen, 'refuses the client')) return [5];
  // No person was started, or the batch stopped because the API served no call.
  return all.some(({ verdict }) => verdict !== undefined) ? [6, 1] : [1];
}

/** The exit code says what happened. */
const theExitCodeIsTrue: Invariant = (seen) =>
  seen.cell.caller === 'client'
    ? []
    : runsOf(seen).flatMap((run, index) => {
        const allowed = seen.cell.caller === 'batch' ? codesOfBatch(seen, run) : codesOfVerify(seen, run);
        return run.code !== undefined && allowed.includes(run.code)
          ? []
          : [`run ${index + 1} ended with ${run.code}, not ${allowed.join(' or ')}`];
      });

/** The typed client says of the API only what the API said. */
const theErrorIsTrue: Invariant = (seen) =>
  runsOf(seen).flatMap(({ error }, index) => {
    if (!error) return [];
    const isFirst = index === 0;
    const isTrue =
      error.name === 'KycAuthenticationError'
        ? isFirst && (said(seen, 'refuses the client', 'knows no such report') || seen.hasRefusedToken)
        : error.name !== 'KycRequestError' || (isFirst && said(seen, 'refuses the request'));
    return isTrue ? [] : [`run ${index + 1} threw ${error.name} with status ${error.status}`];
  });

/** Another run, when the fault is over, finishes the rest. */
const anotherRunFinishes: Invariant = (seen) =>
  [...(seen.second ?? seen.first).people]
    .filter(([person, one]) => {
      const isSettled = seen.struck.has(person) && said(seen, 'refuses the request');
      return !hasReport(one) && !isSettled;
    })
    .map(([person, { verdict }]) => `${nameOf(person)} ends as ${verdict}`);

/** A batch continues: each person without a fault has a report after the first run. */
const theOthersAreServed: Invariant = (seen) => {
  const { cell, first, struck } = seen;
  if (cell.caller !== 'batch' || cell.step === 'check' || said(seen, 'refuses the client')) return [];
  // For good, the fault is of the API and not of a person: the batch may stop.
  if (cell.duration === 'for good') return [];
  return [...first.people]
    .filter(([person, one]) => !struck.has(person) && !hasReport(one))
    .map(([person, { verdict }]) => `${nameOf(person)} was not struck and is ${verdict}`);
};

/** What the client's guide says is repeated (no answer, one that is not the API's, a 429, a 5xx) is survived when it passes. */
const aPassingFaultIsSurvived: Invariant = ({ cell, first }) => {
  const { fault, step, duration } = cell;
  const passes = duration === 'once' || duration === 'twice' || duration === '25 s';
  // The PDF is not repeated: its link is in the report.
  if (fault.isFinal || fault.word || !passes || step === 'pdf') return [];
  return [...first.people]
    .filter(([, one]) => !hasReport(one))
    .map(([person, { verdict }]) => `${nameOf(person)} is ${verdict}, though the fault passed`);
};

/** Longer than a call may take, by the last exchange and the download of the PDF. */
const longestMs = { verify: 400_000, client: 340_000, batch: people.length * 940_000 };

/** Every run ends, by the caller's own time. */
const everyRunEnds: Invariant = (seen) =>
  runsOf(seen).flatMap(({ isEndless, tookMs }, index) =>
    isEndless || tookMs > longestMs[seen.cell.caller]
      ? [`run ${index + 1} ${isEndless ? 'never ends' : `took ${Math.round(tookMs / 1000)} s`}`]
      : [],
  );

/** No failure ends in a stack trace. */
const nothingCrashes: Invariant = (seen) =>
  runsOf(seen).flatMap(({ crash, shown }) => {
    const trace = crash ?? (/^ {4}at /m.test(shown) ? shown : undefined);
    return trace === undefined ? [] : [trace.split('\n').slice(0, 2).join(' ')];
  });

/** Neither the secret nor a person's details are printed, journaled, or sent where a redirect leads. */
const nothingLeaks: Invariant = (seen) => {
  const secrets = [credentials.clientSecret, ...people.flatMap(({ name, idNumber }) => [name, idNumber])];
  const texts = [...runsOf(seen).map(({ shown }) => shown), seen.elsewhere];
  return secrets
    .filter((secret) => texts.some((text) => text.includes(secret)))
    .map(() => 'a secret was shown');
};

/** A journal is keyed with a secret: its digests cannot be tried with guessed ID numbers. */
const theJournalIsKeyed: Invariant = (seen) =>
  runsOf(seen).some(({ isJournalOpen }) => isJournalOpen) ? ['the journal is keyed with nothing'] : [];

/** A file under the PDF's name is the report's PDF, whole. */
const thePdfIsWhole: Invariant = (seen) =>
  runsOf(seen).flatMap((run) => {
    const { pdf } = run;
    const reportId = run.people.get(0)?.reportId;
    if (pdf === undefined || (reportId !== undefined && pdf.equals(pdfOf(reportId)))) return [];
    return [`${pdf.length} bytes that are not the report's PDF were saved`];
  });

/** The invariants, whatever lies between a client and the API. */
export const invariants = {
  nobodyIsPaidForTwice,
  verdictsAreTrue,
  theKeyIsAtHand,
  theExitCodeIsTrue,
  theErrorIsTrue,
  anotherRunFinishes,
  theOthersAreServed,
  aPassingFaultIsSurvived,
  everyRunEnds,
  nothingCrashes,
  nothingLeaks,
  theJournalIsKeyed,
  thePdfIsWhole,
} as const satisfies Record<string, Invariant>;

export type InvariantName = keyof typeof invariants;

/** @returns every broken rule of a cell, by its name. */
export function broken(seen: CellSeen): { name: InvariantName; what: string }[] {
  return Object.entries(invariants).flatMap(([name, invariant]) =>
    invariant(seen).map((what) => ({ name: name as InvariantName, what })),
  );
}
