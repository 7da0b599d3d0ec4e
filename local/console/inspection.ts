import type { EmbeddedCloud } from '@kyc-china/emulator/embedded-cloud';
import type { HistoryEvent } from '@kyc-china/emulator/execution-history';
import type { ExecutionRecord } from '@kyc-china/emulator/execution-store';
import type { ListedAttempt } from '../../operations/webhook-deliveries.ts';
import type { WebhookVerdicts } from './webhook-verdicts.ts';

/** How many executions are listed. */
const listed = 100;

/** What an execution's name may be; a report's id is one. */
const validName = /^[A-Za-z0-9_-]{1,80}$/;

/** What can be inspected. It contains no personal data: executions hold ids, attempts hold outcomes. */
export interface Inspected {
  readonly executions: EmbeddedCloud['executions'];
  readonly attempts: { list(filter: { reportId: string; failed: boolean }): Promise<ListedAttempt[]> };
  readonly verdicts: Pick<WebhookVerdicts, 'of'>;
}

const isoDate = (seconds: number) => new Date(seconds * 1000).toISOString();

/** The report that an execution works for: a resend's name is longer. */
function reportIdOf({ name, input }: ExecutionRecord): string {
  const { reportId = name } = JSON.parse(input) as { reportId?: string };
  return reportId;
}

function describe(record: ExecutionRecord) {
  const { name, status, startDate, stopDate } = record;
  return {
    reportId: reportIdOf(record),
    name,
    status,
    startedAt: isoDate(startDate),
    ...(stopDate !== undefined && { endedAt: isoDate(stopDate) }),
  };
}

/** Which attempt an execution waits for, and until when. */
interface AwaitedAttempt {
  readonly resend: number;
  readonly attempt: number;
  readonly nextAt: string;
}

/** The input of the state machine's wait: the result of the previous attempt. */
interface WaitInput {
  readonly webhook?: { readonly resend: number; readonly attempt: number; readonly waitSeconds?: number };
}

function awaited(events: readonly HistoryEvent[]): AwaitedAttempt[] {
  return events.flatMap(({ type, timestamp, stateEnteredEventDetails }) => {
    if (type !== 'WaitStateEntered') return [];
    const { input = '{}' } = stateEnteredEventDetails as { input?: string };
    const { webhook } = JSON.parse(input) as WaitInput;
    if (webhook?.waitSeconds === undefined) return [];
    const { resend, attempt, waitSeconds } = webhook;
    return [{ resend, attempt, nextAt: isoDate(timestamp + waitSeconds) }];
  });
}

/** Serves `/inspection/`: the executions of the embedded cloud's state machine, and the outcomes of webhooks. */
export class Inspection {
  readonly #inspected: Inspected;

  constructor(inspected: Inspected) {
    this.#inspected = inspected;
  }

  /** Returns the content of a path below `/inspection/`; undefined if the path does not exist. */
  async answer(path: string): Promise<object | undefined> {
    const [collection, name, ...rest] = path.split('/');
    if (rest.length > 0 || (name !== undefined && !validName.test(name))) return undefined;
    if (collection === 'executions') return name === undefined ? this.#executions() : this.#execution(name);
    if (collection === 'webhooks' && name !== undefined) return this.#webhooks(name);
    return undefined;
  }

  #executions() {
    const records = this.#inspected.executions
      .all()
      .sort((one, other) => other.startDate - one.startDate)
      .slice(0, listed);
    return { executions: records.map(describe) };
  }

  async #execution(name: string) {
    const { executions } = this.#inspected;
    const record = executions.find(name);
    if (!record) return undefined;
    return {
      ...describe(record),
      definition: executions.definition,
      events: await executions.history(name),
    };
  }

  async #webhooks(reportId: string) {
    const { executions, attempts, verdicts } = this.#inspected;
    if (!executions.find(reportId)) return undefined;
    const names = executions
      .all()
      .filter((record) => reportIdOf(record) === reportId)
      .map(({ name }) => name);
    const histories = await Promise.all(names.map((name) => executions.history(name)));
    const waits = histories.flatMap(awaited);
    const made = await attempts.list({ reportId, failed: false });
    return {
      attempts: made.map(({ at, resend, attempt, outcome, status, durationMs, error }) => {
        const next = waits.find((wait) => wait.resend === resend && wait.attempt === attempt + 1);
        return {
          webhookId: `msg_${reportId}`,
          resend,
          attempt,
          at: at.toISOString(),
          outcome,
          durationMs,
          ...(status !== undefined && { status }),
          ...(error !== undefined && { error }),
          ...(outcome === 'failed' && next && { nextAt: next.nextAt }),
        };
      }),
      received: verdicts.of(reportId),
    };
  }
}
