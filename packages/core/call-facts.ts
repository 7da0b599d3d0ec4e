/** What is known of a task's provider call, without its finding. */
export interface CallFacts {
  /** Whether the call was, or may have been, billed. */
  readonly billed: boolean;
  /** The provider that answered; undefined when no provider was called, or no answer is stored. */
  readonly provider?: string;
  /** How long the provider took, in milliseconds; undefined as `provider` is, and in a row of the release before. */
  readonly upstreamMs?: number;
  /** How often the task was tried: once more for each time that no provider processed its call. */
  readonly attempts?: number;
}
