import type { Report } from '@kyc-china/core/report';
import { settlingSeconds } from '@kyc-china/core/settle-erasure';
import type { Happening } from './history.ts';
import type { Outcome } from './schedule.ts';
import { names, prices, sha256 } from './stage.ts';
import { chargesAreThoseOfTheReport, eachCompletedReportIsInTheUsageOnce } from './usage-invariants.ts';

/** A rule that holds at the end of every schedule. It returns what breaks it, in words. */
export type Invariant = (outcome: Outcome) => readonly string[];

type Seen<Kind extends Happening['kind']> = Extract<Happening, { kind: Kind }>;

function seen<Kind extends Happening['kind']>({ history }: Outcome, kind: Kind): Seen<Kind>[] {
  return history.filter((one): one is Seen<Kind> => one.kind === kind);
}

interface ReportRow {
  readonly pk: string;
  readonly status: 'processing' | 'completed' | 'failed' | 'erased';
  readonly tasks?: readonly { readonly subCheck: string }[];
  readonly startedAt?: string;
  readonly report?: string;
  readonly pdfSha256?: string;
  readonly upstreamCost?: number;
  readonly lateUpstreamCost?: number;
}

/** By how much two clocks of a schedule differ at most. */
const clockDifferenceMs = 3000;

/** How long an idempotency key belongs to its first request. */
const recordLifetimeMs = 24 * 60 * 60 * 1000;

/** How often a task is tried when its provider is busy: the state machine's first attempt and its retries. */
const mostTries = 7;

/** What the row of a receipt may have: the last two are left by an erasure that was repeated and cut short. */
const namesOfReceipt = ['pk', 'sk', 'status', 'clientId', 'receipt', 'idempotencyPartition', 'erased'];

const rowsOf = ({ tables }: Outcome) => tables.all(names.ReportsTableName);
const reportsOf = (outcome: Outcome) =>
  rowsOf(outcome).filter(({ sk }) => sk === 'REPORT') as unknown as ReportRow[];
const completedOf = (outcome: Outcome) =>
  reportsOf(outcome).flatMap((row) =>
    row.status === 'completed' ? [{ ...row, json: JSON.parse(row.report ?? '') as Report }] : [],
  );
const callsOf = (outcome: Outcome, reportId: string) =>
  seen(outcome, 'called').filter((call) => call.reportId === reportId);
const tasksOf = ({ tasks = [] }: ReportRow) => tasks.map(({ subCheck }) => subCheck);

/** Prices are powers of ten: each digit of a sum says how often its task was counted. */
const timesCounted = (sum: number, task: string) => Math.floor(sum / (prices[task] ?? 1)) % 10;

/** No task of a report is given to a provider twice, unless the provider did not process it. */
const noTaskIsCalledTwice: Invariant = (outcome) =>
  [...Map.groupBy(seen(outcome, 'called'), ({ reportId, task }) => `${reportId} ${task}`)]
    .filter(([, calls]) => calls.length > 1)
    .map(([task]) => `${task} was called twice`);

/** Every report ends: it is completed or failed, or a poll says that it failed once its time is over. */
const everyReportEnds: Invariant = (outcome) => {
  const running = [...outcome.executions.values()].filter(({ status }) => status === 'RUNNING');
  // Of a report that is still processing, a poll says so for a while after its last start, and no longer.
  const endless = reportsOf(outcome).filter(
    ({ status, startedAt }) =>
      status === 'processing' && !(Date.parse(startedAt ?? '') <= outcome.now + clockDifferenceMs),
  );
  const whole = reportsOf(outcome).filter(
    ({ pk, status }) => status === 'processing' && outcome.executions.get(pk)?.status === 'SUCCEEDED',
  );
  return [
    ...running.map(({ name }) => `the execution ${name} does not end`),
    ...endless.map(({ pk }) => `the report ${pk} is never overdue`),
    ...whole.map(({ pk }) => `the report ${pk} is processing though its execution succeeded`),
  ];
};

/** Nothing is called for a report while a poll says that nothing of it will come. */
const aFailedReportIsLeftAlone: Invariant = (outcome) =>
  seen(outcome, 'called')
    .filter(({ polled }) => polled === 'failed')
    .map(({ task }) => `${task} was called while a poll said that the report failed`);

/** The stored report, its PDF and every webhook say the same. */
const jsonPdfAndWebhookAgree: Invariant = (outcome) =>
  completedOf(outcome).flatMap(({ pk, report = '', pdfSha256 }) => {
    const pdf = outcome.objects.get(`${names.ReportsBucketName}/reports/${pk}.pdf`);
    // A report that failed was announced as such, and may have been completed by a redrive.
    const posts = seen(outcome, 'posted').filter(
      ({ reportId, body }) => reportId === pk && JSON.parse(body).reportMetadata.status !== 'failed',
    );
    const bodies = new Set(posts.map(({ body }) => body));
    const reported = [...bodies].map((body) => {
      const { pdfUrl: _link, pdfFileName: _name, ...rest } = JSON.parse(body);
      return JSON.stringify(rest);
    });
    return [
      ...(pdf && sha256(pdf) === pdfSha256 ? [] : [`${pk}: the PDF is not the one that was issued`]),
      ...(pdf && Buffer.from(pdf).toString() === report ? [] : [`${pk}: the PDF says something else`]),
      ...(bodies.size > 1 ? [`${pk}: two webhooks have two bodies`] : []),
      ...(reported.every((text) => text === report) ? [] : [`${pk}: a webhook says something else`]),
    ];
  });

/**
 * Each paid call is in its report exactly once: as a call that was billed or may have been, and never as one of which
 * nothing was billed.
 */
const eachPaidCallIsInTheReport: Invariant = (outcome) =>
  completedOf(outcome).flatMap((row) => {
    const { json, pk } = row;
    const paid = callsOf(outcome, pk).filter(({ billed }) => billed);
    const unknown = json.summary.errored.filter(({ code }) => code === 'unknown-outcome');
    const counted = new Set([...paid.map(({ task }) => task), ...unknown.map(({ check }) => check)]);
    const denied = json.summary.errored.filter(({ code }) => code === 'upstream-unavailable');
    return [
      ...paid
        .filter(({ task }) => !tasksOf(row).includes(task))
        .map(({ task }) => `${pk}: ${task} was paid for and is not in the report`),
      ...denied
        .filter(({ check }) => paid.some(({ task }) => task === check))
        .map(
          ({ check }) => `${pk}: the report says that nothing was billed for ${check}, which was paid for`,
        ),
      ...(json.reportMetadata.upstreamCalls === counted.size
        ? []
        : [
            `${pk}: ${json.reportMetadata.upstreamCalls} upstream calls, but ${counted.size} were or may have been`,
          ]),
    ];
  });

/**
 * An answer that came back to a run that was not killed is in the report: it does not say that the answer was lost. The
 * exception is a run that began when Step Functions had given the task up: the aggregation does not wait for it.
 */
const aPaidAnswerIsKept: Invariant = (outcome) =>
  outcome.anyKilled
    ? []
    : completedOf(outcome).flatMap(({ pk, json }) => {
        const answered = callsOf(outcome, pk).filter(
          ({ answers, task }) => answers && task !== outcome.scenario.lateSubCheck,
        );
        return json.summary.errored
          .filter(
            ({ check, code }) => code === 'unknown-outcome' && answered.some(({ task }) => task === check),
          )
          .map(({ check }) => `${pk}: the answer for ${check} was thrown away`);
      });

/**
 * Each paid call whose answer was received is in the ledger with its price, and in the report's cost and the cost metric
 * exactly once. What AWS does not promise: the metric is a log line, so a function that is killed between its write of
 * the cost and that line loses it; and a run that is killed with the answer in its hands loses the price.
 */
const eachPaidCallIsInTheCostOnce: Invariant = (outcome) =>
  completedOf(outcome).flatMap(({ pk, upstreamCost = 0, lateUpstreamCost = 0 }) => {
    const ledger = rowsOf(outcome).filter((row) => row.pk === pk);
    const metric = seen(outcome, 'cost')
      .filter(({ reportId }) => reportId === pk)
      .reduce((sum, { amount }) => sum + amount, 0);
    const stopped = seen(outcome, 'stopped').length > 0;
    const aggregated = seen(outcome, 'aggregated').some(({ reportId }) => reportId === pk);
    return callsOf(outcome, pk).flatMap(({ task, billed }) => {
      const answered = seen(outcome, 'sub-check-returned').some(
        (run) => run.reportId === pk && run.task === task,
      );
      const inRow = timesCounted(upstreamCost + lateUpstreamCost, task);
      const inMetric = timesCounted(metric, task);
      const held = ledger.find(({ sk }) => sk === `SUBCHECK#${task}`);
      const lost = held?.provider === undefined;
      if (!billed) return inRow + inMetric > 0 ? [`${pk}: ${task} costs something that was not billed`] : [];
      return [
        ...(inRow > 1 || inMetric > 1 ? [`${pk}: the cost of ${task} is counted twice`] : []),
        ...(answered && lost && !outcome.anyKilled ? [`${pk}: the price of ${task} is lost`] : []),
        ...(!lost && held?.price !== prices[task] && held?.settledAt !== undefined && !isUnknown(held)
          ? [`${pk}: ${task} has no price in the ledger`]
          : []),
        ...(!lost && held?.price !== undefined && aggregated && !stopped && !outcome.anyKilled && inRow !== 1
          ? [`${pk}: the report's cost counts ${task} ${inRow} times`]
          : []),
        ...(!lost &&
        held?.price !== undefined &&
        aggregated &&
        !stopped &&
        !outcome.anyKilled &&
        inMetric !== 1
          ? [`${pk}: the cost metric counts ${task} ${inMetric} times`]
          : []),
      ];
    });
  });

/** An answer that was lost has no price of its own. */
const isUnknown = ({ price }: Record<string, unknown>) => price === null || price === undefined;

/** Once an erasure has put its tombstone, no task of the report is claimed and called. */
const anErasureEndsTheClaims: Invariant = ({ history }) => {
  const erased = new Set<string>();
  const claimed = new Set<string>();
  return history.flatMap((one) => {
    if (one.kind === 'tombstone') erased.add(one.reportId);
    if (one.kind === 'claimed' && erased.has(one.reportId)) claimed.add(`${one.reportId} ${one.task}`);
    return one.kind === 'called' && claimed.has(`${one.reportId} ${one.task}`)
      ? [`${one.task} was claimed and called after the erasure began`]
      : [];
  });
};

/** Once a receipt is given, nothing of the person is left, and nothing is called or posted for the report. */
const anErasureIsFinal: Invariant = (outcome) =>
  seen(outcome, 'erased').flatMap(({ at, byApi, receipt: { reportId } }) => {
    const settledAt = byApi ? at + settlingSeconds * 1000 : at;
    const rows = rowsOf(outcome).filter(
      (row) => (row.pk === reportId && row.sk !== 'REPORT') || row.reportId === reportId,
    );
    const receipt = reportsOf(outcome).find(({ pk }) => pk === reportId);
    const keys = outcome.tables.all(names.ApplicantKeysTableName).filter((row) => row.reportId === reportId);
    const objects = [...outcome.objects.keys()].filter((place) => place.includes(reportId));
    const later = [...seen(outcome, 'called'), ...seen(outcome, 'posted')].filter(
      (one) => one.reportId === reportId && one.at > settledAt,
    );
    return [
      ...rows.map(({ sk }) => `${reportId}: the row ${sk} is left after the erasure`),
      ...(receipt?.status === 'erased' ? [] : [`${reportId}: the receipt is gone`]),
      ...(receipt ? Object.keys(receipt) : [])
        .filter((name) => !namesOfReceipt.includes(name))
        .map((name) => `${reportId}: the receipt's row has ${name}`),
      ...keys.map(() => `${reportId}: a wrapped key is left after the erasure`),
      ...objects.map((place) => `${place} is left after the erasure`),
      ...later.map(({ kind }) => `${reportId}: something was ${kind} after the erasure`),
    ];
  });

/**
 * A task that no provider processed is tried again, as often as the state machine says. At a rate below one call a second, tries
 * of other tasks may take each turn until the wait of 15 minutes ends (docs/adr/0015).
 */
const whatIsNotProcessedIsTriedAgain: Invariant = (outcome) => {
  const { faults, outage, lateSubCheck, callsPerSecond = 1 } = outcome.scenario;
  if (faults.length > 0 || outage || lateSubCheck || seen(outcome, 'stopped').length > 0) return [];
  if (callsPerSecond < 1) return [];
  return completedOf(outcome).flatMap(({ pk, json }) => {
    const called = callsOf(outcome, pk).map(({ task }) => task);
    const busy = seen(outcome, 'not-processed').filter(({ reportId }) => reportId === pk);
    return json.summary.errored
      .filter(({ check }) => !called.includes(check))
      .map(({ check }) => ({ check, tries: busy.filter(({ task }) => task === check).length }))
      .filter(({ tries }) => tries < mostTries)
      .map(({ check, tries }) => `${pk}: ${check} was tried ${tries} times and given up`);
  });
};

/** In any ten seconds the provider gets as many calls as its documented rate allows, and no more. */
const noProviderIsCalledTooOften: Invariant = (outcome) => {
  const { callsPerSecond } = outcome.scenario;
  if (callsPerSecond === undefined) return [];
  const times = [...seen(outcome, 'called'), ...seen(outcome, 'not-processed')].map(({ at }) => at);
  const most = Math.ceil(10 * callsPerSecond);
  return times
    .map((from) => times.filter((at) => at >= from && at < from + 10_000).length)
    .filter((calls) => calls > most)
    .map((calls) => `the provider is called ${calls} times in ten seconds`);
};

/** A completed report leaves nothing of its applicant behind, unless the process that stored it was killed. */
const aCompletedReportHasNoApplicant: Invariant = (outcome) => {
  const { faults, outage } = outcome.scenario;
  if (outcome.anyKilled || outage || faults.some(({ kind }) => kind !== 'stalled')) return [];
  if (seen(outcome, 'stopped').length > 0) return [];
  return completedOf(outcome).flatMap(({ pk }) => {
    const fields = rowsOf(outcome).filter((row) => row.pk === pk && row.sk === 'APPLICANT');
    const keys = outcome.tables.all(names.ApplicantKeysTableName).filter((row) => row.reportId === pk);
    return [...fields, ...keys].map(() => `${pk}: something of the applicant is left beside the report`);
  });
};

/** A request that is repeated within a day gets a token for the same report, unless that was erased, or our own calls failed. */
const aRepetitionFindsItsReport: Invariant = (outcome) => {
  const { faults, outage } = outcome.scenario;
  const answers = seen(outcome, 'answered');
  const erased = new Set(seen(outcome, 'tombstone').map(({ reportId }) => reportId));
  const [first] = answers.toSorted((one, other) => one.began - other.began);
  const forgottenAt = (first?.began ?? 0) + recordLifetimeMs - clockDifferenceMs;
  const ids = new Set(
    answers.flatMap(({ reportId, began }) =>
      reportId && !erased.has(reportId) && began < forgottenAt ? [reportId] : [],
    ),
  );
  // A limit may be reached. Simultaneous requests with one key count as several for a moment.
  const isLimited = Object.keys(outcome.scenario.limits).length > 0;
  const refused = answers.filter(
    ({ status, error = '' }) =>
      status !== 200 &&
      !(status === 409 && erased.size > 0) &&
      !(isLimited && error.startsWith('LimitReachedError')),
  );
  return [
    ...(ids.size > 1 ? ['one idempotency key has two reports'] : []),
    ...(faults.length === 0 && outage === undefined
      ? refused.map(({ status, error }) => `a request is answered ${status}: ${error}`)
      : []),
  ];
};

interface UsageRow extends Readonly<Record<string, unknown>> {
  readonly verifications: number;
  readonly costMillionths: number;
  readonly openReports?: ReadonlySet<string>;
}

const usageOf = (outcome: Outcome) =>
  rowsOf(outcome).filter(({ pk }) => String(pk).startsWith('USAGE#')) as unknown as UsageRow[];

/** The number of verifications by the days of a month. */
const byDays = (row: UsageRow) =>
  Object.entries(row).flatMap(([name, count]) => (name.startsWith('day') ? [Number(count)] : []));

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

/** No limit of the client is exceeded: no counter passes it, and no report is started without being counted. */
const noLimitIsExceeded: Invariant = (outcome) => {
  const { limits, requests } = outcome.scenario;
  const { verificationsPerDay, verificationsPerMonth, upstreamCostPerMonth } = limits;
  if (requests.some(({ older }) => older)) return [];
  return usageOf(outcome).flatMap((row) => [
    ...(row.verifications > (verificationsPerMonth ?? Number.POSITIVE_INFINITY)
      ? [`the client has ${row.verifications} verifications in a month`]
      : []),
    ...byDays(row)
      .filter((count) => count > (verificationsPerDay ?? Number.POSITIVE_INFINITY))
      .map((count) => `the client has ${count} verifications on a day`),
    ...(row.costMillionths > (upstreamCostPerMonth ?? Number.POSITIVE_INFINITY) * 1e6
      ? [`the client's month costs ${row.costMillionths / 1e6}`]
      : []),
  ]);
};

/**
 * Each report is counted once, and its cost is its own. A function that is killed, or whose calls fail, may leave the count
 * of a request that it did not start: then the count is too high, and never too low.
 */
const eachReportIsCountedOnce: Invariant = (outcome) => {
  const { requests, faults } = outcome.scenario;
  if (requests.some(({ older }) => older)) return [];
  const months = usageOf(outcome);
  const counted = sumOf(months.map(({ verifications }) => verifications));
  const reports = reportsOf(outcome);
  const refused = seen(outcome, 'answered').some(({ status }) => status >= 500);
  const exact = faults.length === 0 && !outcome.anyKilled && !refused;
  const open = new Set(months.flatMap(({ openReports = [] }) => [...openReports]));
  const settled = completedOf(outcome).filter(({ pk }) => !open.has(pk));
  const cost = sumOf(
    settled.map(({ upstreamCost = 0, lateUpstreamCost = 0 }) => upstreamCost + lateUpstreamCost),
  );
  const costCounted = sumOf(months.map(({ costMillionths }) => costMillionths)) / 1e6;
  const aggregated = new Set(seen(outcome, 'aggregated').map(({ reportId }) => reportId));
  const left = completedOf(outcome).filter(({ pk }) => open.has(pk) && aggregated.has(pk));
  const all = settled.length === reports.length && exact;
  return [
    ...(counted < reports.length ? [`${reports.length} reports are counted as ${counted}`] : []),
    ...(exact && counted !== reports.length
      ? [`${reports.length} reports are counted ${counted} times`]
      : []),
    ...months
      .filter((row) => sumOf(byDays(row)) !== row.verifications)
      .map(() => 'the days of a month count something else than the month'),
    ...(exact ? left.map(({ pk }) => `${pk} is complete, and its cost is not settled`) : []),
    ...(all && cost !== costCounted ? [`reports that cost ${cost} are counted with ${costCounted}`] : []),
  ];
};

/** What must be true at the end of every schedule. */
export const invariants: Readonly<Record<string, Invariant>> = {
  noTaskIsCalledTwice,
  everyReportEnds,
  aFailedReportIsLeftAlone,
  jsonPdfAndWebhookAgree,
  eachPaidCallIsInTheReport,
  aPaidAnswerIsKept,
  eachPaidCallIsInTheCostOnce,
  anErasureEndsTheClaims,
  anErasureIsFinal,
  whatIsNotProcessedIsTriedAgain,
  noProviderIsCalledTooOften,
  aCompletedReportHasNoApplicant,
  aRepetitionFindsItsReport,
  noLimitIsExceeded,
  eachReportIsCountedOnce,
  eachCompletedReportIsInTheUsageOnce,
  chargesAreThoseOfTheReport,
};

/** What a schedule breaks, each with the name of its invariant. */
export function broken(outcome: Outcome): string[] {
  return Object.entries(invariants).flatMap(([name, invariant]) =>
    invariant(outcome).map((words) => `${name}: ${words}`),
  );
}
