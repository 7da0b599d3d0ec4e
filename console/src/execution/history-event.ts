/** One event of an execution's history, as GetExecutionHistory gives it. Times are seconds since the epoch. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}Details`]: Readonly<Record<string, unknown>>;
}

/** What an event tells beyond its type. */
export function detailsOf(event: HistoryEvent): Readonly<Record<string, unknown>> {
  const [, details] = Object.entries(event).find(([key]) => key.endsWith('Details')) ?? [];
  return (details as Readonly<Record<string, unknown>> | undefined) ?? {};
}

export function textOf(event: HistoryEvent, detail: string): string | undefined {
  const value = detailsOf(event)[detail];
  return typeof value === 'string' ? value : undefined;
}

/** Parses the JSON that a detail holds as text; undefined when it is not JSON. */
export function jsonOf(event: HistoryEvent, detail: string): unknown {
  try {
    return JSON.parse(textOf(event, detail) ?? '');
  } catch {
    return undefined;
  }
}
