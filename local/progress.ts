import type { EmbeddedCloud } from '@kyc-china/emulator/embedded-cloud';

/** What an iteration returns. One that was given up has its task, and its last error. */
interface Returned {
  readonly subCheck: string;
  readonly addressIndex?: number;
  readonly outcome: string;
  readonly code?: string;
}

function nameOf({ subCheck, addressIndex }: Returned): string {
  return addressIndex === undefined ? subCheck : `${subCheck} #${addressIndex + 1}`;
}

/**
 * Reports the progress of executions: a line for each completed sub-check and for each failed attempt.
 * @returns a function that ends the reports.
 */
export function reportProgress(cloud: EmbeddedCloud, report: (line: string) => void): () => void {
  const startedAt = new Map<string, number>();
  return cloud.executions.subscribe((execution, event) => {
    if (event.type === 'MapIterationStarted') startedAt.set(`${execution}#${event.index}`, event.timestamp);
    // A result that says errored has a line of its own, with its code.
    if (event.type === 'StateFailed' && event.Error !== 'SettledAsErroredError')
      report(`  ${event.state.name} failed: ${event.Error}`);
    if (event.type !== 'MapIterationSucceeded') return;
    const key = `${execution}#${event.index}`;
    const started = startedAt.get(key);
    startedAt.delete(key);
    const elapsedMs = started === undefined ? '?' : event.timestamp - started;
    // An iteration's event carries the result of its last state.
    const { output } = event as unknown as { output: Returned };
    const { outcome, code } = output;
    const time = `${String(elapsedMs).padStart(6)} ms`;
    report(`  ${nameOf(output).padEnd(30)} ${outcome.padEnd(10)} ${time}${code ? `  ${code}` : ''}`);
  });
}
