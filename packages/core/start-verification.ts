import { presentFields } from './applicant.ts';
import { type BeginDependencies, beginRequest, checkIdempotencyKey } from './begin-request.ts';
import { type ConsentRequirements, checkConsent } from './consent.ts';
import { type ParsedRequest, parseVerificationRequest } from './contract/parse-request.ts';
import { InvalidRequestError } from './contract/problems.ts';
import { otherFields } from './contract/request-fields.ts';
import type { ClientLimits } from './limits.ts';
import { maskApplicant } from './masking.ts';
import { highestCostOf, type Offers } from './offers.ts';
import type { ApplicantIntake, NewReport, ReportRecord, ReportStore, VerificationWorkflow } from './ports.ts';
import { signToken } from './report-token.ts';
import type { SubCheckId } from './sub-checks/catalogue.ts';
import {
  explainNothingEligible,
  explainNothingOffered,
  type IsServed,
  type SelectedSubChecks,
  selectSubChecks,
  tasksFor,
} from './sub-checks/eligibility.ts';
import { warningsFor } from './warnings.ts';

export interface StartDependencies extends BeginDependencies {
  readonly reports: ReportStore;
  readonly applicants: ApplicantIntake;
  readonly workflow: VerificationWorkflow;
  /** What the stage's providers serve. */
  readonly offers: Offers;
  /** What the stage requires of a request's consent. */
  readonly consentRequiredFor: ConsentRequirements;
}

export interface VerificationStart {
  readonly clientId: string;
  /** The body as received. */
  readonly rawBody: string;
  /** The same body, parsed. */
  readonly body: unknown;
  readonly idempotencyKey?: string;
  readonly limits: ClientLimits;
}

/**
 * Deletes an applicant that was stored after its report had ended or was erased. Of a request that has no report yet it
 * stays: a simultaneous request with the same key may need it.
 * @returns whether the report was erased.
 */
async function deleteIfLate({ reports, applicants }: StartDependencies, reportId: string): Promise<boolean> {
  const report = await reports.find(reportId);
  if (report?.status === 'processing') return false;
  const erased = !report && (await reports.isErased(reportId));
  if (report || erased) await applicants.delete(reportId);
  return erased;
}

/** Starts the workflow of a report whose request came before, with the tasks that its row names. */
async function startAgain(
  { reports, workflow, now }: StartDependencies,
  { reportId, tasks }: ReportRecord,
): Promise<void> {
  const at = now();
  // Before the start: a report that runs must not be overdue, or its client would be advised to request another one.
  const before = await reports.recordStart(reportId, at);
  if (!before) return;
  if (!(await workflow.start(reportId, tasks))) await reports.withdrawStart(reportId, at, before);
}

/**
 * Stores the applicant and the report and starts the workflow, as far as an earlier request has not.
 * @returns whether it created the report: then the applicant was stored before anything could end or erase the report.
 */
async function ensureStarted(
  dependencies: StartDependencies,
  report: NewReport,
  known: ReportRecord | undefined,
  { applicant, photo }: ParsedRequest,
): Promise<boolean> {
  const { reports, applicants, workflow, now } = dependencies;
  const { reportId } = report;
  // The applicant first: a report row means that its applicant was stored. Again for a repetition: it may have expired.
  await applicants.save(reportId, applicant, photo);
  const isNew = !known && (await reports.create(report, now())) === 'created';
  if (isNew) await workflow.start(reportId, report.tasks);
  else {
    const existing = known ?? (await reports.find(reportId));
    if (existing) await startAgain(dependencies, existing);
  }
  return isNew;
}

/** Starts a request without an idempotency key. No repetition can come: if it fails, nothing of it may stay. */
async function startOnce(
  dependencies: StartDependencies,
  report: NewReport,
  parsed: ParsedRequest,
): Promise<void> {
  try {
    await ensureStarted(dependencies, report, undefined, parsed);
  } catch (error) {
    await dependencies.applicants.delete(report.reportId);
    throw error;
  }
}

/**
 * Starts a request with an idempotency key, or ends what an earlier one began.
 * @throws InvalidRequestError (409) when the report was erased meanwhile: the erasure wins. The key can be used again.
 */
async function startRepeatable(
  dependencies: StartDependencies,
  report: NewReport & { readonly idempotencyKey: string },
  parsed: ParsedRequest,
  isRepetition: boolean,
): Promise<void> {
  const { reports, idempotency } = dependencies;
  const { reportId, clientId, idempotencyKey } = report;
  const known = isRepetition ? await reports.find(reportId) : undefined;
  if (known && known.status !== 'processing') return;
  let erased = isRepetition && !known && (await reports.isErased(reportId));
  let isNew = false;
  if (!erased)
    try {
      isNew = await ensureStarted(dependencies, report, known, parsed);
    } finally {
      if (!isNew) erased = await deleteIfLate(dependencies, reportId);
    }
  if (!erased) return;
  await idempotency.forget(clientId, idempotencyKey, reportId);
  throw new InvalidRequestError(
    'The report of this request was erased while it was being started. Send the request again to start another one.',
    [],
    409,
  );
}

/** A verification whose request breaks no rule. */
export interface CheckedVerification {
  readonly start: VerificationStart;
  readonly parsed: ParsedRequest;
  readonly subChecks: SelectedSubChecks;
}

/**
 * Checks a request by itself: nothing is read or stored for it.
 * @throws InvalidRequestError when the body breaks the contract, nothing is eligible, nothing eligible is served, or the
 * request lacks a consent that the stage requires.
 */
export function checkVerification(
  start: VerificationStart,
  { offers, consentRequiredFor }: Pick<StartDependencies, 'offers' | 'consentRequiredFor'>,
): CheckedVerification {
  checkIdempotencyKey(start.idempotencyKey);
  const parsed = parseVerificationRequest(start.body);
  const present = presentFields(parsed.applicant);
  const isServed: IsServed = (id) => offers[id] !== undefined;
  const subChecks = selectSubChecks(present, isServed, parsed.subChecks);
  const { run, notOffered } = subChecks;
  if (run.length > 0) {
    checkConsent(consentRequiredFor, run, parsed.consent);
    return { start, parsed, subChecks };
  }
  if (notOffered.length > 0) throw new InvalidRequestError(explainNothingOffered(notOffered));
  const others = otherFields.filter((field) => field in parsed);
  throw new InvalidRequestError(explainNothingEligible(present, others, isServed));
}

/** What a request started, or what the first one with its idempotency key started. */
export interface StartedVerification {
  readonly token: string;
  readonly reportId: string;
  readonly subChecks: readonly SubCheckId[];
  readonly notOffered: readonly SubCheckId[];
}

/**
 * Stores the applicant and the report of a checked request, and starts the workflow.
 * A repetition under the same idempotency key ends what the first began and gets the same token.
 * @throws InvalidRequestError when the idempotency key was used with another request (409), or the report was erased
 * meanwhile (409).
 * @throws LimitReachedError when a limit of the client leaves no room for the request.
 */
export async function startChecked(
  dependencies: StartDependencies,
  { start, parsed, subChecks: { run, notOffered } }: CheckedVerification,
): Promise<StartedVerification> {
  const { clientId, idempotencyKey } = start;
  const { applicant, callbackUrl, clientReference, metadata, consent } = parsed;
  const tasks = tasksFor(run, applicant.addressesToVerify?.length ?? 0);
  const highestCost = highestCostOf(tasks, dependencies.offers);
  const request = { ...start, parsed, highestCost };
  const { reportId, requestedAt, key, isRepetition } = await beginRequest(dependencies, request);
  const report: NewReport = {
    reportId,
    clientId,
    requestedAt,
    tasks,
    notOffered,
    highestCost,
    warnings: warningsFor(applicant, requestedAt),
    submitted: maskApplicant(applicant),
    ...(callbackUrl !== undefined && { callbackUrl }),
    ...(clientReference !== undefined && { clientReference }),
    ...(metadata !== undefined && { metadata }),
    ...(consent !== undefined && { consent }),
  };
  if (idempotencyKey === undefined) await startOnce(dependencies, report, parsed);
  else await startRepeatable(dependencies, { ...report, idempotencyKey }, parsed, isRepetition);
  return {
    token: await signToken({ reportId, clientId }, requestedAt, key),
    reportId,
    subChecks: run,
    notOffered,
  };
}

/** Checks a request and starts its verification: `checkVerification`, then `startChecked`. */
export async function startVerification(dependencies: StartDependencies, start: VerificationStart) {
  return startChecked(dependencies, checkVerification(start, dependencies));
}
