import { both, words } from '../core/labels.ts';
import type { TaskSource } from '../core/task-source.ts';
import { providerLabelOf } from '../providers/provider-labels.ts';

/** Who answered. */
export function sourceLabel(source: TaskSource | undefined): string {
  return both(source?.provider ? providerLabelOf(source.provider) : words.noSource).trim();
}

/** When the answer came, and how long it took: `2026-11-24 08:15:31Z, 0.61 s`; empty when none did. */
export function sourceTime({ askedAt, answeredAt }: Partial<TaskSource> = {}): string {
  if (!answeredAt) return '';
  const time = `${answeredAt.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  if (!askedAt) return time;
  return `${time}, ${((answeredAt.getTime() - askedAt.getTime()) / 1000).toFixed(2)} s`;
}
