import type { Applicant } from './applicant.ts';
import {
  askUpstreams,
  type RoutedAnswer,
  type RoutedProvider,
  type UpstreamGate,
  WaitForTurnError,
} from './ask-upstreams.ts';
import { type CallFailure, noProvider, type ObservedCall } from './observed-call.ts';
import { ownFaultOf } from './own-fault.ts';
import type {
  ApplicantReader,
  Claim,
  ClientUsage,
  ReportStore,
  SettledCall,
  SubCheckLedger,
  WaitingCall,
} from './ports.ts';
import type { UpstreamCall } from './provider-port.ts';
import { type SubCheckResult, subCheckResult } from './sub-check-result.ts';
import { fieldsReadBy, type SubCheckId } from './sub-checks/catalogue.ts';
import { type SubCheckTask, taskKey } from './sub-checks/eligibility.ts';
import {
  applicantGone,
  type ErroredFinding,
  notServed,
  unknownOutcome,
  upstreamUnavailable,
} from './sub-checks/findings.ts';

/**
 * The longest that a run of a sub-check may take, in milliseconds: its function's timeout. A claim that is older belongs
 * to a run that has ended.
 */
export const longestSubCheckMs = 25_000;

/** How long a sub-check waits in line before it ends as errored, in milliseconds: at 20 calls a second, 17,000 calls. */
export const longestWaitInLineMs = 15 * 60 * 1000;

/** A call that comes back so long after its time, in milliseconds, is run again by an operator. */
const waitIsForgottenAfterMs = 5 * 60 * 1000;

export interface SubCheckDependencies {
  readonly applicants: ApplicantReader;
  readonly ledger: SubCheckLedger;
  /** The providers that the stage asks for a sub-check, in that order; may be empty. */
  readonly routeFor: (subCheck: SubCheckId) => readonly RoutedProvider[];
  readonly gate: UpstreamGate;
  /** What a billed call costs; undefined when the stage names no price. */
  readonly priceOf: (provider: string, subCheck: SubCheckId) => number | undefined;
  readonly reports: Pick<ReportStore, 'addLateCost'>;
  readonly usage: Pick<ClientUsage, 'addLateCost'>;
  /** Records as a metric what a client's report cost upstream. */
  readonly recordCost: (clientId: string, upstreamCost: number) => void;
  /**
   * Is given each call to a provider, and each provider that was left alone. It must not throw.
   * @param attempt 1 for the first run of the task that may call a provider.
   */
  readonly observe: (call: ObservedCall, attempt: number) => void;
}

/** What became of a task in this run: the provider and the price are undefined when no provider was called. */
export interface SubCheckRun {
  /** What the task's row holds from now on. */
  readonly result: SubCheckResult;
  readonly answer?: RoutedAnswer;
  readonly price?: number;
}

/**
 * Another run of the task may still be waiting for its answer. It is worth waiting for: its name has a schedule of its own
 * in the state machine, which outlasts that run.
 */
export class SubCheckUnderWayError extends Error {
  override name = 'SubCheckUnderWayError';
}

/** The applicant was deleted: its report is complete, or a day has passed. */
class ApplicantGoneError extends Error {
  override name = 'ApplicantGoneError';
}

type Granted = Extract<Claim, { status: 'granted' }>;

/**
 * Returns what is stored of a call that has to wait.
 * @returns undefined when it has waited as long as it may.
 */
function waitingCall({ waited }: Granted, { until, place }: WaitForTurnError): WaitingCall | undefined {
  const now = Date.now();
  const since = waited && now <= waited.until + waitIsForgottenAfterMs ? waited.since : now;
  const latest = since + longestWaitInLineMs;
  return now < latest ? { place, since, until: Math.min(until.getTime(), latest) } : undefined;
}

/** Only what the sub-check reads leaves for the source (PIPL article 6: no more than is needed). */
function leastData(applicant: Applicant, subCheck: SubCheckId): Applicant {
  const fields = new Set<string>(fieldsReadBy(subCheck));
  return Object.fromEntries(Object.entries(applicant).filter(([field]) => fields.has(field)));
}

/**
 * Runs one task of a report: claims it, asks the sources on its route until one answers, and stores the answer.
 * Called again for the same task it returns what is stored, and calls no provider.
 * @throws UpstreamNotProcessedError when no source processed the call: the workflow may try again. OwnFaultError or
 * StorageThrottledError when faults of this service alone were the reason.
 * @throws WaitForTurnError when the workflow has to try again at the time that it names.
 * @throws SubCheckUnderWayError when another run may still be calling a provider for the task.
 */
export async function runSubCheck(
  { applicants, ledger, routeFor, gate, priceOf, reports, usage, recordCost, observe }: SubCheckDependencies,
  reportId: string,
  task: SubCheckTask,
): Promise<SubCheckRun> {
  const key = taskKey(task);
  const claim = await ledger.claim(reportId, key);
  if (claim.status === 'settled') return { result: subCheckResult(task, claim.finding, claim.facts) };
  if (claim.status === 'held') throw new SubCheckUnderWayError('another run of the sub-check has not ended');
  if (claim.status !== 'granted') return { result: subCheckResult(task, unknownOutcome, claim.facts) };

  const settle = async (settled: SettledCall): Promise<void> => {
    const settlement = await ledger.settle(reportId, key, claim.claimId, settled);
    if (settlement !== 'late' || settled.price === undefined) return;
    const charged = await reports.addLateCost(reportId, key, settled.price);
    if (!charged) return;
    await usage.addLateCost(charged, key, settled.price);
    recordCost(charged.clientId, settled.price);
  };
  const refuse = async (finding: ErroredFinding): Promise<SubCheckRun> => {
    await settle({ finding, billed: false });
    return { result: subCheckResult(task, finding, { billed: false, attempts: claim.attempt }) };
  };
  const route = routeFor(task.subCheck);
  if (route.length === 0) return refuse(notServed);

  let answer: RoutedAnswer;
  let failure: CallFailure | undefined;
  const note = (call: ObservedCall) => {
    const { provider, operation, code } = call;
    if (code !== undefined) failure = { provider, operation, code };
    observe(call, claim.attempt);
  };
  try {
    const prepare = () => prepareCall(applicants, reportId, task, claim.attempt);
    answer = await askUpstreams(route, prepare, gate, claim.waited?.place, note);
  } catch (error) {
    if (error instanceof ApplicantGoneError) return refuse(applicantGone);
    if (error instanceof WaitForTurnError) {
      const waiting = waitingCall(claim, error);
      if (!waiting) return refuse(upstreamUnavailable);
      await ledger.release(reportId, key, claim.claimId, { waiting, failure });
      throw new WaitForTurnError(new Date(waiting.until), waiting.place);
    }
    const code = ownFaultOf(error);
    if (code) failure ??= { ...noProvider, code };
    // No provider processed the call, or it was not made: give the claim back, so that a retry may ask.
    await ledger.release(reportId, key, claim.claimId, { failure });
    throw error;
  }
  const price = answer.billed ? priceOf(answer.provider, task.subCheck) : undefined;
  const priced = price === undefined ? {} : { price };
  await settle({ ...answer, ...priced });
  const result = subCheckResult(task, answer.finding, { ...answer, attempts: claim.attempt });
  return { result, answer, ...priced };
}

/** @throws ApplicantGoneError */
async function prepareCall(
  applicants: ApplicantReader,
  reportId: string,
  task: SubCheckTask,
  attempt: number,
): Promise<Omit<UpstreamCall, 'signal'>> {
  const photoIsRead = fieldsReadBy(task.subCheck).includes('facePhoto');
  const found = await applicants.find(reportId, { photo: photoIsRead });
  if (!found) throw new ApplicantGoneError();
  const { applicant: whole } = found;
  const applicant = leastData(whole, task.subCheck);
  const photo = photoIsRead ? found.photo : undefined;
  if (applicant.facePhoto && !photo) throw new ApplicantGoneError();
  const address = task.addressIndex === undefined ? undefined : whole.addressesToVerify?.[task.addressIndex];
  return {
    subCheck: task.subCheck,
    applicant,
    ...(address && { address }),
    ...(photo && { photo }),
    requestId: `${reportId}/${taskKey(task)}`,
    attempt,
  };
}
