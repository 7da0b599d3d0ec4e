import type { Outcome } from '@kyc-china/core/sub-checks/findings';
import type { RunStatus } from '../execution/execution-model.ts';

/** Shapes on a grid of 16; each differs from the others without its colour. */
const shapes = {
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4 4l8 8M12 4l-8 8',
  question: 'M5.6 6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.5M8 12.3v.2',
  flag: 'M4.5 14V2.5M4.5 3h7l-1.8 2.8L11.5 8.5h-7',
  exclamation: 'M8 3.2v6M8 12.3v.2',
  shield: 'M8 2l5 2v4c0 3-2.2 5-5 6-2.8-1-5-3-5-6V4zM5.8 8l1.6 1.6 2.8-3.2',
  document: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3M6 8.5h4M6 11h4',
  ring: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  retry: 'M12.5 8a4.5 4.5 0 1 1-1.4-3.3M12.5 2.5v2.7H9.8',
  dash: 'M4 8h8',
  stop: 'M5 5h6v6H5z',
  plus: 'M8 3.5v9M3.5 8h9',
  arrow: 'M3.5 8h9M8.5 4l4 4-4 4',
} as const;
export type IconName = keyof typeof shapes;

/** A sign beside words that say the same: never alone. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}

export const outcomeIcons: Record<Outcome, IconName> = {
  matched: 'check',
  unmatched: 'cross',
  notFound: 'question',
  flagged: 'flag',
  clear: 'shield',
  data: 'document',
  errored: 'exclamation',
};

export const statusIcons: Record<RunStatus, IconName> = {
  idle: 'dash',
  running: 'ring',
  retrying: 'retry',
  succeeded: 'check',
  caught: 'exclamation',
  failed: 'cross',
  aborted: 'stop',
};
