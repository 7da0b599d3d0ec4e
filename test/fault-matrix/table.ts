import { broken } from './invariants.ts';
import { durations } from './plan.ts';
import type { Caller, CellSeen, RunSeen } from './seen.ts';

/** How often each verdict came up, as `5 ok 1 pending`. */
function countsOf({ people }: RunSeen): string {
  const words = [...people.values()].map(({ verdict }) =>
    verdict === 'pass' || verdict === 'fail' ? 'ok' : (verdict ?? 'none'),
  );
  return [...Map.groupBy(words, (word) => word)].map(([word, { length }]) => `${length} ${word}`).join(' ');
}

function outcomeOf(run: RunSeen): string {
  if (run.isEndless) return 'ENDLESS';
  if (run.crash !== undefined) return 'CRASH';
  if (run.people.size > 1) return `${run.code}: ${countsOf(run)}`;
  const [one] = [...run.people.values()];
  if (run.code === undefined) return run.error?.name.replace(/^Kyc/, '') ?? 'report';
  return `${run.code}${one?.reportId === undefined && one?.keys.length ? ' key' : ''}`;
}

/** What a cell came to: both runs, and an exclamation mark where an invariant is broken. */
export function textOf(seen: CellSeen): string {
  const { first, second } = seen;
  const text = second ? `${outcomeOf(first)} → ${outcomeOf(second)}` : outcomeOf(first);
  return `${broken(seen).length > 0 ? '! ' : ''}${seen.hasStruck ? text : `${text} (not met)`}`;
}

/** A table of a caller's cells in Markdown: a row for each fault, a column for each step and duration. */
export function tableOf(caller: Caller, cells: readonly CellSeen[]): string {
  const steps = [...new Set(cells.map(({ cell }) => cell.step))];
  const columns = steps.flatMap((step) =>
    durations
      .filter((duration) => cells.some(({ cell }) => cell.step === step && cell.duration === duration))
      .map((duration) => ({ step, duration })),
  );
  const rows = [...Map.groupBy(cells, ({ cell }) => cell.fault.name)].map(([name, ofFault]) => {
    const texts = columns.map(({ step, duration }) => {
      const seen = ofFault.find(({ cell }) => cell.step === step && cell.duration === duration);
      return seen ? textOf(seen) : '';
    });
    return `| ${[name, ...texts].join(' | ')} |`;
  });
  const head = [caller, ...columns.map(({ step, duration }) => `${step}, ${duration}`)];
  return [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n');
}
