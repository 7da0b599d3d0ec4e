import type { EmbeddedCloud } from '@kyc-china/emulator/embedded-cloud';

type Task = { readonly subCheck: string; readonly addressIndex?: number };

function nameOf({ subCheck, addressIndex }: Task): string {
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
    if (event.type === 'StateFailed') report(`  ${event.state.name} failed: ${event.Error}`);
    if (event.type !== 'MapIterationSucceeded') return;
    const key = `${execution}#${event.index}`;
    const started = startedAt.get(key);
    startedAt.delete(key);
    const elapsedMs = started === undefined ? '?' : event.timestamp - started;
    // An iteration's event carries the result of its last state.
    const { output } = event as unknown as { output: { task: Task; outcome: string } };
    report(
      `  ${nameOf(output.task).padEnd(30)} ${output.outcome.padEnd(10)} ${String(elapsedMs).padStart(6)} ms`,
    );
  });
}
