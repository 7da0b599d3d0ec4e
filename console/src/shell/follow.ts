import type { DeliveredReport } from '@kyc-china/core/report';
import { batch, type Signal, signal } from '@preact/signals';
import {
  isReportFailed,
  KycAuthenticationError,
  KycClient,
  KycError,
  KycNetworkError,
  KycProtocolError,
  KycServiceError,
  type Progress,
} from '../../../packages/client/src/index.ts';
import { type InspectedExecution, type InspectedWebhooks, inspection } from './inspection.ts';
import { credentials, settings, startedAs } from './session.ts';

/** How often a running execution is looked at, in milliseconds: what it draws is then hardly behind. */
const liveMs = 300;
/** How often one that only waits for its webhook's next attempt is looked at. */
const waitingMs = 1000;

/** The API, called as the client that the page knows. */
export function apiClient(): KycClient {
  // In an interactive page a failure is better reported soon than repeated for minutes.
  return new KycClient({ baseUrl: location.origin, ...credentials.value, retries: 2, timeoutMs: 60_000 });
}

/** Why a report cannot be shown. */
export type ReportProblem =
  /** This tab holds no token of it. */
  | { readonly is: 'no-token' }
  /** No client is known, or the token is not its own. */
  | { readonly is: 'not-authorised' }
  | { readonly is: 'failed'; readonly message: string };

/** What is known of one execution, kept up to date while somebody looks at it. */
export interface Followed {
  readonly reportId: string;
  /** undefined: not read yet; null: it has no execution, or it cannot be looked at. */
  readonly execution: Signal<InspectedExecution | null | undefined>;
  readonly webhooks: Signal<InspectedWebhooks | undefined>;
  readonly progress: Signal<Progress | undefined>;
  readonly report: Signal<DeliveredReport | undefined>;
  readonly reportProblem: Signal<ReportProblem | undefined>;
  /** Set while what is looked at cannot be reached. */
  readonly unreachable: Signal<boolean>;
  /** Reads the report, with what token and client are known now. */
  readReport(): void;
  stop(): void;
}

const wait = (ms: number, abort: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    abort.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

const hasEnded = (execution: InspectedExecution | null | undefined) =>
  execution !== undefined && execution?.status !== 'RUNNING';

/** Whether the report is complete according to the history. */
const isAggregated = (execution: InspectedExecution) =>
  execution.events.some(
    (event) => event.type === 'TaskStateExited' && event.stateExitedEventDetails?.name === 'Aggregate',
  );

/** Whether another poll may succeed: no answer, one that is not the API's, or a 5xx without the code report-failed. */
function isPassing(error: unknown): boolean {
  if (error instanceof KycServiceError) return !isReportFailed(error);
  return error instanceof KycNetworkError || error instanceof KycProtocolError;
}

function problemOf(error: unknown): ReportProblem {
  if (error instanceof KycAuthenticationError) return { is: 'not-authorised' };
  if (error instanceof KycError) return { is: 'failed', message: error.message };
  throw error;
}

/** Follows an execution: by looking at it where that is possible, and by polling its report with the tab's token. */
export function follow(reportId: string): Followed {
  const controller = new AbortController();
  const { signal: abort } = controller;
  const followed = {
    reportId,
    execution: signal<InspectedExecution | null | undefined>(undefined),
    webhooks: signal<InspectedWebhooks | undefined>(undefined),
    progress: signal<Progress | undefined>(undefined),
    report: signal<DeliveredReport | undefined>(undefined),
    reportProblem: signal<ReportProblem | undefined>(undefined),
    unreachable: signal(false),
  };
  const { execution, webhooks, progress, report, reportProblem, unreachable } = followed;
  let reading = false;

  async function pollReport(): Promise<void> {
    const started = startedAs(reportId);
    if (!started) {
      reportProblem.value = { is: 'no-token' };
      return;
    }
    while (!abort.aborted && report.value === undefined) {
      const result = await apiClient()
        .poll(started.token, { signal: abort })
        .catch((error: unknown) => {
          if (isPassing(error)) return undefined;
          throw error;
        });
      if (!result) {
        // That says nothing about the verification, which goes on meanwhile.
        if (!abort.aborted) unreachable.value = true;
        await wait(waitingMs, abort);
        continue;
      }
      // A token that was entered may be another verification's.
      if (result.status === 'completed' && result.report.reportMetadata.reportId !== reportId) {
        reportProblem.value = { is: 'not-authorised' };
        return;
      }
      batch(() => {
        reportProblem.value = undefined;
        unreachable.value = false;
        // The page and the API are deployed together, so the page knows every code of its reports.
        if (result.status === 'completed') report.value = result.report as DeliveredReport;
        else progress.value = result.progress;
      });
      if (result.status === 'completed') return;
      const isComplete = execution.value && isAggregated(execution.value);
      await wait(isComplete ? liveMs : settings.value.inspection ? liveMs * 2 : result.retryAfterMs, abort);
    }
  }

  function readReport(): void {
    if (reading || report.value !== undefined) return;
    reading = true;
    pollReport()
      .catch((error: unknown) => {
        if (!abort.aborted) reportProblem.value = problemOf(error);
      })
      .finally(() => {
        reading = false;
      });
  }

  async function inspect(): Promise<void> {
    const [seen, sent] = await Promise.all([
      inspection.execution(reportId, abort),
      inspection.webhooks(reportId, abort),
    ]);
    batch(() => {
      execution.value = seen ?? null;
      webhooks.value = sent;
      unreachable.value = false;
    });
  }

  async function keepInspecting(): Promise<void> {
    // Once more after the end: a webhook may be noted a moment later than it was sent.
    for (let looksAfterEnd = 0; looksAfterEnd < 2 && !abort.aborted; ) {
      const seen = await inspect().then(
        () => true,
        () => {
          if (!abort.aborted) unreachable.value = true;
          return false;
        },
      );
      if (seen && hasEnded(execution.value)) looksAfterEnd += 1;
      await wait(execution.value && isAggregated(execution.value) ? waitingMs : liveMs, abort);
    }
  }

  if (settings.value.inspection) void keepInspecting();
  else execution.value = null;
  readReport();
  return { ...followed, readReport, stop: () => controller.abort() };
}
