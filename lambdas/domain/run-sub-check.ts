import { type UpstreamCall, UpstreamNotProcessedError, type UpstreamProvider } from '../upstream/port.ts';
import type { Applicant } from './applicant.ts';
import type { ApplicantStore, Claim, SubCheckLedger } from './ports.ts';
import { fieldsReadBy, type SubCheckId } from './sub-checks/catalogue.ts';
import { type SubCheckTask, taskKey } from './sub-checks/eligibility.ts';
import { type ErroredFinding, type Finding, type Outcome, unknownOutcome } from './sub-checks/findings.ts';

export interface SubCheckDependencies {
  readonly applicants: ApplicantStore;
  readonly ledger: SubCheckLedger;
  /** In the order in which they are tried. */
  readonly providers: readonly UpstreamProvider[];
  /** How long a provider may take to answer, in milliseconds. */
  readonly upstreamTimeoutMs: number;
}

const notServed: ErroredFinding = {
  outcome: 'errored',
  code: 'upstream-unavailable',
  message: 'No upstream provider is configured for this sub-check. Nothing was asked; contact the operator.',
};
const timedOut: ErroredFinding = {
  outcome: 'errored',
  code: 'upstream-timeout',
  message:
    'The source did not answer in time. It was not asked again, because the call may have been billed.',
};
const applicantGone: ErroredFinding = {
  outcome: 'errored',
  code: 'upstream-unavailable',
  message: 'The submitted data were already deleted when the sub-check ran. Send the request again.',
};

/** Only what the sub-check reads leaves for the source (PIPL article 6: no more than is needed). */
function leastData(applicant: Applicant, subCheck: SubCheckId): Applicant {
  const fields = new Set<string>(fieldsReadBy(subCheck));
  return Object.fromEntries(Object.entries(applicant).filter(([field]) => fields.has(field)));
}

/**
 * Runs one task of a report: claims it, asks the first provider that serves it, once, and stores the answer.
 * Called again for the same task it returns what is stored, and asks nobody.
 * @returns the outcome's name alone: it goes into the execution's history.
 * @throws UpstreamNotProcessedError when the source did not process the call: the workflow may try again.
 */
export async function runSubCheck(
  { applicants, ledger, providers, upstreamTimeoutMs }: SubCheckDependencies,
  reportId: string,
  task: SubCheckTask,
): Promise<Outcome> {
  const key = taskKey(task);
  const claim = await ledger.claim(reportId, key);
  if (claim.status === 'settled') return claim.finding.outcome;
  if (claim.status === 'in-doubt') return unknownOutcome.outcome;

  const settle = async (finding: Finding, called: boolean): Promise<Outcome> => {
    await ledger.settle(reportId, key, claim.claimId, finding, called);
    return finding.outcome;
  };
  const provider = providers.find((candidate) => candidate.serves(task.subCheck));
  if (!provider) return settle(notServed, false);

  let call: UpstreamCall | undefined;
  try {
    call = await prepareCall(applicants, reportId, task, claim, upstreamTimeoutMs);
  } catch (error) {
    // Nothing was asked yet: give the claim back, so that a retry may ask.
    await ledger.release(reportId, key, claim.claimId);
    throw error;
  }
  if (!call) return settle(applicantGone, false);

  let finding: Finding;
  try {
    finding = await provider.ask(call);
  } catch (error) {
    if (error instanceof UpstreamNotProcessedError) {
      await ledger.release(reportId, key, claim.claimId);
      throw error;
    }
    finding = call.signal.aborted ? timedOut : unknownOutcome;
  }
  return settle(finding, true);
}

async function prepareCall(
  applicants: ApplicantStore,
  reportId: string,
  task: SubCheckTask,
  claim: Extract<Claim, { status: 'granted' }>,
  upstreamTimeoutMs: number,
): Promise<UpstreamCall | undefined> {
  const whole = await applicants.find(reportId);
  if (!whole) return undefined;
  const applicant = leastData(whole, task.subCheck);
  const address = task.addressIndex === undefined ? undefined : whole.addressesToVerify?.[task.addressIndex];
  return {
    subCheck: task.subCheck,
    applicant,
    ...(address && { address }),
    ...(applicant.facePhoto && { photo: await applicants.photo(reportId) }),
    requestId: `${reportId}/${taskKey(task)}`,
    attempt: claim.attempt,
    signal: AbortSignal.timeout(upstreamTimeoutMs),
  };
}
