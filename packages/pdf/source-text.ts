import { both, words } from '@kyc-china/core/labels';
import type { TaskSource } from '@kyc-china/core/task-source';
import { providerLabelOf } from '@kyc-china/providers/provider-labels';

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
