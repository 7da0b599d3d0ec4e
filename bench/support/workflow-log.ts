import { logEventOverheadBytes } from './prices.ts';

/** An event of an execution's history, as Step Functions returns it. */
interface HistoryEvent {
  readonly id: number;
  readonly type: string;
  readonly timestamp: number;
  readonly previousEventId?: number;
}

/** What an execution's log leaves out: the log of the machine is without execution data. */
const executionData = new Set(['input', 'output', 'inputDetails', 'outputDetails', 'parameters']);

function detailsOf(event: object): object {
  const [details = {}] = Object.entries(event).flatMap(([name, value]) =>
    name.endsWith('EventDetails') ? [value as object] : [],
  );
  return Object.fromEntries(Object.entries(details).filter(([name]) => !executionData.has(name)));
}

/** The size of the log that Step Functions writes of an execution at level ALL, in bytes: an entry for each event. */
export function workflowLogBytes(history: readonly HistoryEvent[], executionArn: string): number {
  return history.reduce((sum, event) => {
    const entry = {
      id: String(event.id),
      type: event.type,
      details: detailsOf(event),
      previous_event_id: String(event.previousEventId ?? 0),
      event_timestamp: String(Math.round(event.timestamp * 1000)),
      execution_arn: executionArn,
      redrive_count: '0',
    };
    return sum + JSON.stringify(entry).length + logEventOverheadBytes;
  }, 0);
}
