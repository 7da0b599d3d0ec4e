/** How long a function that was running when a report was erased may run on: longer than every function's timeout. */
export const settlingSeconds = 30;

export interface ErasedLeftovers {
  /** Deletes what was written of a report after it was erased. A report that is not erased stays. */
  delete(reportId: string): Promise<void>;
}

/** What the state machine does next. */
export interface SettlingStep {
  readonly hasCallback: false;
  /** How long to wait before the state Aggregate is entered again. */
  readonly settleSeconds?: number;
}

/**
 * Deletes what functions that were still running wrote of a report after its client erased it.
 * @param hasWaited whether every function that was running then has ended.
 */
export async function settleErasure(
  leftovers: ErasedLeftovers,
  reportId: string,
  hasWaited: boolean,
): Promise<SettlingStep> {
  if (!hasWaited) return { hasCallback: false, settleSeconds: settlingSeconds };
  await leftovers.delete(reportId);
  return { hasCallback: false };
}
