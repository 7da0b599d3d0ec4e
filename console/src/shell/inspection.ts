import type { WebhookAttempt } from '@kyc-china/core/ports';
import type { Definition } from '../execution/definition.ts';
import type { HistoryEvent } from '../execution/history-event.ts';

/** An execution as it is listed. Times are ISO 8601. */
export interface ListedExecution {
  readonly reportId: string;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

export interface InspectedExecution extends ListedExecution {
  readonly definition: Definition;
  readonly events: readonly HistoryEvent[];
}

export interface InspectedWebhooks {
  readonly attempts: readonly {
    readonly webhookId: string;
    readonly attempt: number;
    readonly at: string;
    /** The receiver's HTTP status, when it answered. */
    readonly status?: number;
    readonly outcome: WebhookAttempt['outcome'];
    readonly nextAt?: string;
  }[];
  readonly received: readonly {
    readonly webhookId: string;
    readonly at: string;
    readonly signature: 'ok' | 'wrong';
  }[];
}

/** @throws Error when it cannot be read; undefined when there is no such thing. */
async function read<T>(path: string, signal: AbortSignal): Promise<T | undefined> {
  const response = await fetch(`inspection/${path}`, { signal, headers: { accept: 'application/json' } });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`/inspection/${path} was answered ${response.status}`);
  return (await response.json()) as T;
}

/** What the embedded run lets one look at: ids, names and outcomes, nothing of a person. */
export const inspection = {
  executions: (signal: AbortSignal) => read<{ executions: readonly ListedExecution[] }>('executions', signal),
  execution: (reportId: string, signal: AbortSignal) =>
    read<InspectedExecution>(`executions/${encodeURIComponent(reportId)}`, signal),
  webhooks: (reportId: string, signal: AbortSignal) =>
    read<InspectedWebhooks>(`webhooks/${encodeURIComponent(reportId)}`, signal),
};
