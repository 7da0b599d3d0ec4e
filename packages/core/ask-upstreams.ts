import {
  type RateLimit,
  type UpstreamAnswer,
  type UpstreamCall,
  UpstreamNotProcessedError,
  type UpstreamProvider,
} from './provider-port.ts';
import { type ErroredFinding, unknownOutcome } from './sub-checks/findings.ts';

/** A provider in its place on a stage's route. */
export interface RoutedProvider {
  readonly provider: UpstreamProvider;
  /** How long it may take to answer, in milliseconds. */
  readonly timeoutMs: number;
  /** What it is called by: one operation may fail while its others are well. Undefined: it has one. */
  readonly operation?: string;
  /** How often it may be called for what it is asked; undefined: as often as one likes. */
  readonly limit?: RateLimit;
}

/** Whether a provider may be called now, by what all functions together know of it. */
export type Admission = 'admitted' | 'circuit-open' | 'throttled';

/** One operation of a provider. */
export interface WatchedOperation {
  readonly provider: string;
  readonly operation: string;
}

/** A wait that a busy provider asked for. */
export interface Pause {
  readonly limit: RateLimit;
  readonly ms: number;
}

/** Watches the providers' operations for one report's calls: their documented rates, and how the last calls went. */
export interface UpstreamGate {
  admit(watched: WatchedOperation, limit: RateLimit | undefined): Promise<Admission>;
  /**
   * @param failed whether the provider was not there, or not well; a refusal or a busy provider is not that.
   * @param pause how long the provider asked to be left alone, for all that share the limit.
   */
  record(watched: WatchedOperation, failed: boolean, pause?: Pause): Promise<void>;
}

/** What came of asking, and who answered. */
export interface RoutedAnswer extends UpstreamAnswer {
  readonly provider: string;
}

const timedOut: ErroredFinding = {
  outcome: 'errored',
  code: 'upstream-timeout',
  message:
    'The source did not respond in time. The call was not repeated, because it may have been billed. A new request calls the source again, and may also be billed.',
};

type Attempt =
  | { readonly kind: 'answered'; readonly answer: RoutedAnswer }
  | { readonly kind: 'not-processed'; readonly error: UpstreamNotProcessedError };

/** The call waits for its turn at the provider's rate. Its name has a longer schedule in the state machine. */
export class UpstreamThrottledError extends UpstreamNotProcessedError {
  override name = 'UpstreamThrottledError';
}

function notAdmitted(admission: Exclude<Admission, 'admitted'>): UpstreamNotProcessedError {
  return admission === 'throttled'
    ? new UpstreamThrottledError('the source is called as often as its rate allows', 'throttled')
    : new UpstreamNotProcessedError('the source failed lately and is left alone for a while');
}

/** Returns the refusal with the longer retry schedule: a call that waits for its turn gets one. */
function withLongerSchedule(
  first: UpstreamNotProcessedError | undefined,
  second: UpstreamNotProcessedError,
): UpstreamNotProcessedError {
  if (!first) return second;
  return second instanceof UpstreamThrottledError && !(first instanceof UpstreamThrottledError)
    ? second
    : first;
}

/** What to ask, without the time that a provider has; made when the first provider admits the call. */
export type PrepareCall = () => Promise<Omit<UpstreamCall, 'signal'>>;

async function attempt(
  { provider, operation = 'ALL', timeoutMs, limit }: RoutedProvider,
  prepare: PrepareCall,
  gate: UpstreamGate,
): Promise<Attempt> {
  const watched = { provider: provider.name, operation };
  const admission = await gate.admit(watched, limit);
  if (admission !== 'admitted') return { kind: 'not-processed', error: notAdmitted(admission) };
  const call = await prepare();
  const signal = AbortSignal.timeout(timeoutMs);
  const answered = (answer: UpstreamAnswer): Attempt => ({
    kind: 'answered',
    answer: { ...answer, provider: provider.name },
  });
  // The result of the call is kept even if the gate cannot be updated: an error here would read as "not called".
  const record = async (failed: boolean, pause?: Pause) => {
    if (!provider.plansItsFailures) await gate.record(watched, failed, pause).catch(() => undefined);
  };
  try {
    const answer = await provider.ask({ ...call, signal });
    await record(false);
    return answered(answer);
  } catch (error) {
    if (error instanceof UpstreamNotProcessedError) {
      const { reason, retryAfterMs: ms } = error;
      await record(reason === 'unavailable', ms !== undefined && limit ? { limit, ms } : undefined);
      return { kind: 'not-processed', error };
    }
    await record(true);
    return answered({ finding: signal.aborted ? timedOut : unknownOutcome, billed: true });
  }
}

/** Only what a source provably did not bill may be asked of another. */
function isFinal({ finding, billed }: UpstreamAnswer): boolean {
  return billed || finding.outcome !== 'errored';
}

/**
 * Asks the providers in turn until one gives a final answer. The next is asked only when the one before provably
 * neither processed nor billed the call.
 * @param route the providers that serve the sub-check, in the stage's order; not empty.
 * @param prepare gathers what is asked, once, and only when somebody may be asked.
 * @returns the first final answer, or else the first refusal.
 * @throws UpstreamNotProcessedError when no provider took the call: it may be tried again. An UpstreamThrottledError when
 * it waits for its turn at any of them.
 */
export async function askUpstreams(
  route: readonly RoutedProvider[],
  prepare: PrepareCall,
  gate: UpstreamGate,
): Promise<RoutedAnswer> {
  let prepared: ReturnType<PrepareCall> | undefined;
  const prepareOnce: PrepareCall = () => {
    prepared ??= prepare();
    return prepared;
  };
  let refusal: RoutedAnswer | undefined;
  let notProcessed: UpstreamNotProcessedError | undefined;
  for (const routed of route) {
    const outcome = await attempt(routed, prepareOnce, gate);
    if (outcome.kind === 'not-processed') notProcessed = withLongerSchedule(notProcessed, outcome.error);
    else if (isFinal(outcome.answer)) return outcome.answer;
    else refusal ??= outcome.answer;
  }
  if (notProcessed) throw notProcessed;
  if (refusal) return refusal;
  throw new RangeError('no provider is on the route');
}
