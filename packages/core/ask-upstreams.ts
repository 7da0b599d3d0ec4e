import type { CallCode, ObserveCall, ObservedCall } from './observed-call.ts';
import { OwnFaultError } from './own-fault.ts';
import {
  type RateLimit,
  type UpstreamAnswer,
  type UpstreamCall,
  UpstreamNotProcessedError,
  type UpstreamProvider,
} from './provider-port.ts';
import { StorageThrottledError } from './storage-throttled-error.ts';
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

/** A call's place in a client's line for a provider's rate. It is stored while the call waits in the state machine. */
export interface PlaceInLine {
  readonly provider: string;
  readonly operation: string;
  /** Which of the operation's queues it is, from 0. */
  readonly queue: number;
  /** Undefined: the call waits for the end of a pause, and takes its ticket then. */
  readonly ticket?: number;
}

/** A reserved turn at a provider. It is used, given back, or passes unused. */
export interface Turn {
  /**
   * Resolves when the call may be made. A turn that was missed is reserved again, never used late.
   * @throws WaitForTurnError when the new turn is too far ahead.
   */
  due(): Promise<void>;
  /** Makes the turn free for another call if no later one is taken yet. It never throws. */
  giveBack(): Promise<void>;
}

/** An operation is left alone for a while. */
export interface CircuitOpen {
  readonly kind: 'circuit-open';
  /** Since when it fails, and with which code it failed last; undefined in an item of the release before. */
  readonly since?: Date;
  readonly lastError?: string;
}

/** A provider is called, or is left alone for a while. Without a turn, its rate has no limit. */
export type Decision = { readonly kind: 'admitted'; readonly turn?: Turn } | CircuitOpen;

/** No turn of a provider is near; when one would be, in milliseconds since 1970. */
export interface QueueLong {
  readonly kind: 'queue-long';
  readonly expectedAt: number;
}

/** Whether a provider may be called, by what all functions together know of it. */
export type Admission = Decision | QueueLong;

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
  /** Reserves a turn if one is near. @param place where the call waited before. */
  admit(watched: WatchedOperation, limit: RateLimit | undefined, place?: PlaceInLine): Promise<Admission>;
  /**
   * Takes a place in the client's line, and a turn if one is near.
   * @throws WaitForTurnError when the call has to wait longer than a function should.
   */
  waitInLine(watched: WatchedOperation, limit: RateLimit, place?: PlaceInLine): Promise<Decision>;
  /**
   * @param failure why the provider was not there, or not well; undefined for an answer, a refusal or a busy provider.
   * @param pause how long the provider asked to be left alone, for all that share the limit.
   */
  record(watched: WatchedOperation, failure: CallCode | undefined, pause?: Pause): Promise<void>;
}

/** What came of asking, and who answered. */
export interface RoutedAnswer extends UpstreamAnswer {
  readonly provider: string;
  /** How long the provider took, in milliseconds. */
  readonly upstreamMs: number;
}

/**
 * The call waits for its turn at the provider's rate. The state machine waits until the time in the message, which is all
 * that the message holds, and tries the sub-check again.
 */
export class WaitForTurnError extends Error {
  override name = 'WaitForTurnError';
  readonly until: Date;
  readonly place: PlaceInLine;

  constructor(until: Date, place: PlaceInLine) {
    super(until.toISOString());
    this.until = until;
    this.place = place;
  }
}

const timedOut: ErroredFinding = {
  outcome: 'errored',
  code: 'upstream-timeout',
  message:
    'The source did not respond in time. The call was not repeated, because it may have been billed. A new request calls the source again, and may also be billed.',
};

type NotProcessed = UpstreamNotProcessedError | StorageThrottledError;

function isOwnFault(error: unknown): error is OwnFaultError | StorageThrottledError {
  return error instanceof OwnFaultError || error instanceof StorageThrottledError;
}

type Attempt =
  | { readonly kind: 'answered'; readonly answer: RoutedAnswer }
  | { readonly kind: 'not-processed'; readonly error: NotProcessed };

/** What to ask, without the time that a provider has; made when the first provider admits the call. */
export type PrepareCall = () => Promise<Omit<UpstreamCall, 'signal'>>;

function watchedOf({ provider, operation = 'ALL' }: RoutedProvider): WatchedOperation {
  return { provider: provider.name, operation };
}

function leftAlone(provider: string, { since, lastError }: CircuitOpen): UpstreamNotProcessedError {
  const facts = [
    ...(since ? [`has failed since ${since.toISOString()}`] : ['failed lately']),
    ...(lastError === undefined ? [] : [`last error: ${lastError}`]),
  ];
  return new UpstreamNotProcessedError(
    `${provider} ${facts.join(', ')}; it is left alone for a while`,
    'unavailable',
    'circuit-open',
  );
}

/**
 * Returns what an answer says of the call. A refusal as `upstream-unavailable` is of the operator's account or setup, which a
 * provider that plans its failures does not have.
 */
function observedAnswer(
  { finding, billed, code }: UpstreamAnswer,
  { plansItsFailures }: UpstreamProvider,
): CallResult {
  const common = { billed, ...(code !== undefined && { providerCode: code }) };
  if (finding.outcome !== 'errored') return { outcome: 'answered', ...common };
  return finding.code === 'upstream-unavailable' && !plansItsFailures
    ? { outcome: 'own-fault', code: 'provider-setup', ...common }
    : { outcome: 'refused', code: finding.code, ...common };
}

function observedOwnFault(error: OwnFaultError | StorageThrottledError): CallResult {
  const isOfStore = error instanceof StorageThrottledError;
  const code = isOfStore ? 'storage-throttled' : error.fault;
  const providerCode = isOfStore ? undefined : error.code;
  return { outcome: 'own-fault', code, billed: false, ...(providerCode !== undefined && { providerCode }) };
}

function observedRefusal({ reason, code }: UpstreamNotProcessedError): CallResult {
  const common = { billed: false, ...(code !== undefined && { providerCode: code }) };
  return reason === 'throttled'
    ? { outcome: 'throttled', code: 'throttled', ...common }
    : { outcome: 'failed', code: 'upstream-unavailable', ...common };
}

type CallResult = Omit<ObservedCall, 'provider' | 'operation' | 'upstreamMs' | 'failedOverFrom'>;

/** Calls a provider that admitted the call, when its turn comes. */
async function callAdmitted(
  routed: RoutedProvider,
  admission: Decision,
  prepare: PrepareCall,
  gate: UpstreamGate,
  observe: (result: CallResult & Pick<ObservedCall, 'upstreamMs'>) => void,
): Promise<Attempt> {
  const { provider, timeoutMs, limit } = routed;
  if (admission.kind === 'circuit-open') {
    const { kind: code, ...facts } = admission;
    observe({ outcome: 'left-alone', code, billed: false, ...facts });
    return { kind: 'not-processed', error: leftAlone(provider.name, admission) };
  }
  const call = await prepare().catch(async (error) => {
    await admission.turn?.giveBack();
    throw error;
  });
  await admission.turn?.due();
  const signal = AbortSignal.timeout(timeoutMs);
  const answered = (answer: UpstreamAnswer, upstreamMs: number): Attempt => ({
    kind: 'answered',
    answer: { ...answer, provider: provider.name, upstreamMs },
  });
  // The result of the call is kept even if the gate cannot be updated: an error here would read as "not called".
  const record = async (failure: CallCode | undefined, pause?: Pause) => {
    if (!provider.plansItsFailures)
      await gate.record(watchedOf(routed), failure, pause).catch(() => undefined);
  };
  const startedAt = performance.now();
  const ended = (result: CallResult): number => {
    const upstreamMs = Math.round(performance.now() - startedAt);
    observe({ ...result, upstreamMs });
    return upstreamMs;
  };
  try {
    const answer = await provider.ask({ ...call, signal });
    const upstreamMs = ended(observedAnswer(answer, provider));
    await record(undefined);
    return answered(answer, upstreamMs);
  } catch (error) {
    if (isOwnFault(error)) {
      // It says nothing about the provider, so the circuit learns nothing from it.
      observe(observedOwnFault(error));
      return { kind: 'not-processed', error };
    }
    if (error instanceof UpstreamNotProcessedError) {
      const { retryAfterMs: ms } = error;
      const result = observedRefusal(error);
      ended(result);
      await record(
        result.outcome === 'failed' ? result.code : undefined,
        ms !== undefined && limit ? { limit, ms } : undefined,
      );
      return { kind: 'not-processed', error };
    }
    const finding = signal.aborted ? timedOut : unknownOutcome;
    const upstreamMs = ended({ outcome: 'failed', code: finding.code, billed: true });
    await record(finding.code);
    return answered({ finding, billed: true }, upstreamMs);
  }
}

/** Only what a source provably did not bill may be asked of another. */
function isFinal({ finding, billed }: UpstreamAnswer): boolean {
  return billed || finding.outcome !== 'errored';
}

/** A provider whose queue is long. */
interface BusyProvider {
  readonly routed: RoutedProvider;
  readonly limit: RateLimit;
  readonly expectedAt: number;
}

/**
 * Asks the providers in turn until one gives a final answer. The next is asked only when the one before provably
 * neither processed nor billed the call, or has no turn soon. When all that is left is to wait, the call waits for the
 * provider that would have a turn first.
 * @param route the providers that serve the sub-check, in the stage's order; not empty.
 * @param prepare gathers what is asked, once, and only when somebody may be asked.
 * @param place where the call waited before.
 * @param observe is given each call, and each provider that is left alone.
 * @returns the first final answer, or else the first refusal.
 * @throws UpstreamNotProcessedError when no provider took the call: it may be tried again. OwnFaultError or
 * StorageThrottledError when faults of this service alone were the reason. A WaitForTurnError when it waits for its turn
 * at any of them.
 */
export async function askUpstreams(
  route: readonly RoutedProvider[],
  prepare: PrepareCall,
  gate: UpstreamGate,
  place?: PlaceInLine,
  observe: ObserveCall = () => undefined,
): Promise<RoutedAnswer> {
  let prepared: ReturnType<PrepareCall> | undefined;
  const prepareOnce: PrepareCall = () => {
    prepared ??= prepare();
    return prepared;
  };
  let refusal: RoutedAnswer | undefined;
  let notProcessed: NotProcessed | undefined;
  let soonest: BusyProvider | undefined;
  let passedOver: WatchedOperation | undefined;
  const call = async (routed: RoutedProvider, admission: Decision) => {
    const failedOverFrom = passedOver;
    passedOver ??= watchedOf(routed);
    const attempt = await callAdmitted(routed, admission, prepareOnce, gate, (result) =>
      observe({ ...watchedOf(routed), ...result, ...(failedOverFrom !== undefined && { failedOverFrom }) }),
    );
    return note(attempt);
  };
  const note = (outcome: Attempt): RoutedAnswer | undefined => {
    if (outcome.kind === 'not-processed') {
      // What a provider says goes before a fault of ours: its schedule of retries is the longer one.
      if (!notProcessed || (isOwnFault(notProcessed) && !isOwnFault(outcome.error)))
        notProcessed = outcome.error;
    } else if (isFinal(outcome.answer)) return outcome.answer;
    else refusal ??= outcome.answer;
    return undefined;
  };
  for (const routed of route) {
    const { limit } = routed;
    const admission = await gate.admit(watchedOf(routed), limit, place);
    if (admission.kind === 'queue-long') {
      const { expectedAt } = admission;
      if (limit && !(soonest && soonest.expectedAt <= expectedAt)) soonest = { routed, limit, expectedAt };
      passedOver ??= watchedOf(routed);
      continue;
    }
    const final = await call(routed, admission);
    if (final) return final;
  }
  if (soonest) {
    const { routed, limit } = soonest;
    const admission = await gate.waitInLine(watchedOf(routed), limit, place);
    const final = await call(routed, admission);
    if (final) return final;
  }
  if (notProcessed) throw notProcessed;
  if (refusal) return refusal;
  throw new RangeError('no provider is on the route');
}
