import type { invariants } from './invariants.ts';
import { gate } from './mutations/gate.ts';
import { ledger } from './mutations/ledger.ts';
import { operations } from './mutations/operations.ts';
import { reports } from './mutations/reports.ts';
import { requests } from './mutations/requests.ts';
import { reruns } from './mutations/reruns.ts';
import { usage } from './mutations/usage.ts';
import { webhooks } from './mutations/webhooks.ts';

/** A fix taken back, or a rule broken, by replacing text that a file holds exactly once. */
export type Mutation = {
  /** What goes wrong then. */
  readonly title: string;
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
} & (
  | {
      /** The invariant that has to notice. */
      readonly breaks: keyof typeof invariants & string;
    }
  | {
      /** The file of tests that has to notice what no schedule can show. */
      readonly test: string;
    }
);

export const mutations: readonly Mutation[] = [
  ...ledger,
  ...reports,
  ...requests,
  ...operations,
  ...gate,
  ...webhooks,
  ...usage,
  ...reruns,
];

/** Who notices a mutation: the name of an invariant, or a file of tests. */
export function noticerOf(mutation: Mutation): string {
  return 'breaks' in mutation ? mutation.breaks : mutation.test;
}
