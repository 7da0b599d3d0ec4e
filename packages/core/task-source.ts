import type { SubCheckTask } from './sub-checks/eligibility.ts';

/**
 * Where the result of a task comes from. The contract's JSON has no place for it; the PDF shows it. A task that
 * no source answered has its task alone.
 */
export interface TaskSource {
  readonly task: SubCheckTask;
  /** The provider's name in the stage's configuration. */
  readonly provider?: string;
  readonly askedAt?: Date;
  readonly answeredAt?: Date;
}
