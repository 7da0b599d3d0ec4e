import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** A sub-check that was not decided, as its iteration and the digest say it. */
interface Undecided {
  readonly subCheck: string;
  /** The state of the iteration that says so. */
  readonly through: string;
  readonly code: string;
  readonly provider?: string;
  readonly billed: boolean;
}

/** What a reader of an execution's history can say, without a log. */
export interface Answers {
  readonly end: string;
  readonly undecided: readonly Undecided[];
  /** Of the last post, when it was not delivered: what follows, and its HTTP status or error. */
  readonly webhook?: string;
}

const nameOf = (event: HistoryEvent) => event.stateEnteredEventDetails?.name;
const outputOf = (event: HistoryEvent) => JSON.parse(event.stateExitedEventDetails?.output ?? 'null');

/** Returns the execution's output: of one that failed, what its last state was given. */
function digestOf(events: readonly HistoryEvent[]) {
  return JSON.parse(events.at(-1)?.executionSucceededEventDetails?.output ?? '{}');
}

const errorStates = ['SettledAsErrored', 'SubCheckErrored'];

/** Returns the events of the iterations' ends, each with what it returned. */
function endsOf(events: readonly HistoryEvent[]) {
  return events
    .filter(({ type }) => type === 'MapIterationSucceeded')
    .map(({ previousEventId }) => events.find(({ id }) => id === previousEventId))
    .flatMap((event) =>
      event ? [{ state: event.stateExitedEventDetails?.name, output: outputOf(event) }] : [],
    );
}

export function answersOf(events: readonly HistoryEvent[]): Answers {
  const end = events.findLast((event) => nameOf(event) !== undefined);
  const { report, webhook } = digestOf(events);
  const errored = endsOf(events).filter(({ output }) => output.outcome === 'errored');
  const entered = events.flatMap((event) => nameOf(event) ?? []);
  const undecided = errored.map(({ state, output }) => {
    const digest = report.errored.find(({ subCheck }: Undecided) => subCheck === output.subCheck);
    const through = state === 'ErroredResult' ? 'SettledAsErrored' : String(state);
    if (!errorStates.includes(through) || !entered.includes(through)) throw new Error(`no state ${through}`);
    return { through, ...digest };
  });
  const { status, error } = webhook.last ?? {};
  const isDelivered = webhook.hasCallback === false || webhook.outcome === 'delivered';
  return {
    end: end ? (nameOf(end) ?? '') : '',
    undecided,
    ...(!isDelivered && { webhook: `${webhook.outcome} ${status ?? error}` }),
  };
}

/** The error of a sub-check that was given up, without its trace. */
function withoutTrace({ failure, task: _repeated, ...iteration }: Record<string, unknown>) {
  if (!failure) return iteration;
  const { Error: error, Cause } = failure as { Error: string; Cause: string };
  const { errorMessage } = JSON.parse(Cause);
  return { ...iteration, failure: { error, errorMessage } };
}

/** What the guide shows of an execution: what the iteration of a sub-check returned, and the execution's output. */
export function excerptOf(events: readonly HistoryEvent[]): object {
  const iteration = endsOf(events).find(({ output }) => output.subCheck === 'identity.two-factor');
  const { report, webhook } = digestOf(events);
  return { iteration: withoutTrace(iteration?.output), report, webhook };
}

/** An excerpt without what differs from run to run: times, and which call was the slowest. */
export function lasting(excerpt: object): object {
  const text = JSON.stringify(excerpt, (key, value) =>
    ['upstreamMs', 'durationMs', 'slowest'].includes(key) ? undefined : value,
  );
  return JSON.parse(text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'));
}
