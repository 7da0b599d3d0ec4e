import type { FromSchema } from 'json-schema-to-ts';
import { writeReasons } from './address-reasons.ts';
import type { Consent } from './contract/consent-schema.ts';
import type { reportSchema } from './contract/report-schema.ts';
import type { resultSchemas } from './contract/result-schemas.ts';
import type { erroredSubCheckSchema, summarySchema } from './contract/summary-schema.ts';
import { decide } from './decision/decide.ts';
import type { Policy } from './decision/policy-schema.ts';
import type { SubmittedFields } from './masking.ts';
import type { CarriedResult } from './rerun-carried.ts';
import {
  type Category,
  categories,
  definitionOf,
  type Kind,
  kindOf,
  placeOf,
  type ResultShape,
  type ShapeOf,
  type SubCheckId,
  subCheckIds,
} from './sub-checks/catalogue.ts';
import { type SubCheckTask, taskKey } from './sub-checks/eligibility.ts';
import { faceScore } from './sub-checks/face-score.ts';
import type { Finding, FindingByShape } from './sub-checks/findings.ts';
import type { Warning } from './warnings.ts';

/** A sub-check's result in the report, by its shape. A sub-check that is errored has none. */
export type ResultByShape = { [S in ResultShape]: FromSchema<(typeof resultSchemas)[S]> };

export type ResultOf<Id extends SubCheckId> = Id extends 'mobile.address-verify'
  ? ResultByShape[ShapeOf<Id>][]
  : ResultByShape[ShapeOf<Id>];

export type ErroredSubCheck = FromSchema<typeof erroredSubCheckSchema>;

export type Summary = FromSchema<typeof summarySchema>;

/** A poll's 200 and a webhook's body. */
export type DeliveredReport = FromSchema<typeof reportSchema>;

/** The report as it is stored: everything of what is delivered but the PDF's link and name. */
export type Report = Omit<DeliveredReport, 'pdfUrl' | 'pdfFileName'>;

/** What became of one task. */
export interface TaskOutcome {
  readonly task: SubCheckTask;
  readonly finding: Finding;
  /** Whether the call was, or may have been, billed. */
  readonly billed: boolean;
}

const verificationWords = {
  matched: {
    consistent: true,
    code: 'match',
    message: 'The source confirms that the submitted details agree.',
  },
  unmatched: {
    consistent: false,
    code: 'mismatch',
    message: 'The source says that the submitted details do not agree.',
  },
  notFound: { consistent: null, code: 'no-record', message: 'The source holds no record to compare with.' },
} as const;

const noScreeningRecord = 'The source holds no record: this is neither clear nor a hit.';

type Build<S extends ResultShape> = (
  finding: FindingByShape[S],
  task: SubCheckTask,
  submitted: SubmittedFields,
) => ResultByShape[S];

const build: { [S in ResultShape]: Build<S> } = {
  verification: (finding) => verificationWords[finding.outcome],
  faceComparison: (finding) => ({
    ...verificationWords[finding.outcome],
    ...(finding.outcome !== 'notFound' && faceScore(finding.score, finding.threshold)),
  }),
  attribution: (finding) =>
    finding.outcome === 'data'
      ? { found: true, carrier: finding.carrier, province: finding.province, city: finding.city }
      : { found: false, carrier: null, province: null, city: null },
  activeCity: (finding) =>
    finding.outcome === 'data'
      ? { found: true, province: finding.province, city: finding.city }
      : { found: false, province: null, city: null },
  addressDistance: (finding, task, submitted) => {
    const index = task.addressIndex ?? 0;
    const stated = submitted.addressesToVerify?.[index];
    if (!stated) throw new RangeError(`no address ${index} among those submitted`);
    const found = finding.outcome === 'data';
    return {
      index,
      type: stated.type,
      city: stated.city,
      found,
      distanceBand: found ? finding.distanceBand : null,
    };
  },
  severity: (finding) => {
    if (finding.outcome === 'notFound') return { severity: null, flagged: false, message: noScreeningRecord };
    if (finding.outcome === 'clear')
      return { severity: 0, flagged: false, message: 'Not on the fraud, gambling and money-mule lists.' };
    return {
      severity: finding.severity,
      flagged: true,
      message: `Listed on the fraud, gambling or money-mule lists with severity ${finding.severity} of 3.`,
    };
  },
  policeRecord: (finding) => {
    if (finding.outcome === 'notFound')
      return { categories: null, flagged: false, message: noScreeningRecord };
    if (finding.outcome === 'clear') return { categories: [], flagged: false, message: 'No police record.' };
    return {
      categories: [...finding.categories],
      flagged: true,
      message: `Police records in: ${finding.categories.join(', ')}.`,
    };
  },
};

function resultOf(id: SubCheckId, outcome: TaskOutcome, submitted: SubmittedFields): unknown {
  // The finding was stored for this very sub-check, so its shape is the catalogue's.
  const builder = build[definitionOf(id).shape] as Build<ResultShape>;
  return builder(outcome.finding as FindingByShape[ResultShape], outcome.task, submitted);
}

type SummaryList = 'matched' | 'unmatched' | 'notFound' | 'flagged';

/** The list of the summary that an answered sub-check belongs to; undefined: `ran` alone. */
function summaryListOf(kind: Kind, outcomes: readonly Finding['outcome'][]): SummaryList | undefined {
  if (kind === 'lookup') return outcomes.every((outcome) => outcome === 'notFound') ? 'notFound' : undefined;
  const [outcome] = outcomes;
  return outcome === 'clear' || outcome === 'data' || outcome === 'errored' ? undefined : outcome;
}

function erroredEntry(id: SubCheckId, outcomes: readonly TaskOutcome[]): ErroredSubCheck | undefined {
  const failed = outcomes.flatMap(({ task, finding }) =>
    finding.outcome === 'errored' ? [{ task, finding }] : [],
  );
  const [first] = failed;
  if (!first) return undefined;
  const byMessage = Map.groupBy(failed, ({ finding }) => finding.message);
  const reasons = Array.from(byMessage, ([message, tasks]) => ({
    message,
    positions: tasks.flatMap(({ task }) => task.addressIndex ?? []),
  }));
  return { check: id, error: writeReasons(reasons), code: first.finding.code };
}

/**
 * Merges what became of the tasks into the report of the contract. Pure: the same input, in whatever order
 * the outcomes come, gives the same report.
 * @param input.submitted what was sent, masked: of the applicant, the report needs no more.
 * @param input.policy by which the report decides; by default the standard policy.
 * @param input.outcomes one for each task that was started.
 * @param input.carried what a re-run carries over; it has no task.
 * @param input.notOffered the eligible sub-checks that no provider of the stage serves; none by default.
 */
export function mergeReport(input: {
  reportId: string;
  requestedAt: Date;
  completedAt: Date;
  submitted: SubmittedFields;
  warnings: readonly Warning[];
  clientReference?: string;
  metadata?: Readonly<Record<string, string>>;
  consent?: Consent;
  rerunOf?: string;
  carried?: readonly CarriedResult[];
  policy?: Policy | undefined;
  outcomes: readonly TaskOutcome[];
  notOffered?: readonly SubCheckId[];
}): Report {
  // The two times come from two functions, whose clocks may differ.
  const completedAt = new Date(Math.max(input.completedAt.getTime(), input.requestedAt.getTime()));
  const { carried = [] } = input;
  const byId = Map.groupBy(input.outcomes, (outcome) => outcome.task.subCheck);
  const summary: Summary = {
    ran: [],
    matched: [],
    unmatched: [],
    notFound: [],
    flagged: [],
    errored: [],
    notOffered: [...(input.notOffered ?? [])],
  };
  const results: Partial<Record<Category, Record<string, unknown>>> = {};

  for (const id of subCheckIds) {
    const { category, key } = placeOf(id);
    const before = carried.find(({ check }) => check === id);
    if (before) {
      results[category] = { ...results[category], [key]: before.result };
      summary.ran.push(id);
      const list = summaryListOf(kindOf(id), [before.outcome]);
      if (list) summary[list].push(id);
      continue;
    }
    const outcomes = byId.get(id)?.toSorted((a, b) => taskKey(a.task).localeCompare(taskKey(b.task)));
    if (!outcomes) continue;
    const answered = outcomes.filter((outcome) => outcome.finding.outcome !== 'errored');
    results[category] ??= {};
    if (definitionOf(id).oncePerEntryOf) {
      if (answered.length > 0)
        results[category][key] = answered.map((one) => resultOf(id, one, input.submitted));
    } else if (answered[0]) {
      results[category][key] = resultOf(id, answered[0], input.submitted);
    }
    summary.ran.push(id);
    const errored = erroredEntry(id, outcomes);
    if (errored) summary.errored.push(errored);
    else {
      const list = summaryListOf(
        kindOf(id),
        answered.map((outcome) => outcome.finding.outcome),
      );
      if (list) summary[list].push(id);
    }
  }

  const ordered = Object.fromEntries(
    (Object.keys(categories) as Category[]).flatMap((name) => (results[name] ? [[name, results[name]]] : [])),
  );
  const reportMetadata: Report['reportMetadata'] = {
    reportId: input.reportId,
    status: 'completed',
    requestedAt: input.requestedAt.toISOString(),
    completedAt: completedAt.toISOString(),
    durationMs: completedAt.getTime() - input.requestedAt.getTime(),
    upstreamCalls: input.outcomes.filter((outcome) => outcome.billed).length,
    warnings: [...input.warnings],
    ...(input.clientReference !== undefined && { clientReference: input.clientReference }),
    ...(input.metadata !== undefined && { metadata: { ...input.metadata } }),
    ...(input.consent !== undefined && { consent: input.consent }),
    ...(input.rerunOf !== undefined && {
      rerunOf: input.rerunOf,
      carried: carried.map(({ check, answeredAt }) => ({ check, answeredAt: answeredAt.toISOString() })),
    }),
  };
  return {
    reportMetadata,
    decision: decide({ reportMetadata, ...ordered, summary }, input.policy),
    submitted: input.submitted,
    ...ordered,
    summary,
  };
}
