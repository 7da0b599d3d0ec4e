import { createHash, createHmac, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import { presentFields } from './applicant.ts';
import { type ParsedRequest, parseVerificationRequest } from './contract/parse-request.ts';
import { InvalidRequestError } from './contract/problems.ts';
import { maskApplicant } from './masking.ts';
import type { ApplicantIntake, IdempotencyStore, ReportStore, VerificationWorkflow } from './ports.ts';
import { signToken, type TokenKey } from './report-token.ts';
import type { SubCheckId } from './sub-checks/catalogue.ts';
import { eligibleSubChecks, explainNothingEligible, tasksFor } from './sub-checks/eligibility.ts';
import { warningsFor } from './warnings.ts';

export interface StartDependencies {
  readonly reports: ReportStore;
  readonly applicants: ApplicantIntake;
  readonly idempotency: IdempotencyStore;
  readonly workflow: VerificationWorkflow;
  /** The key that tokens are signed with. */
  readonly tokenKey: TokenKey;
  /** A key that was current when an earlier request came. */
  readonly tokenKeyNamed: (kid: string) => Promise<TokenKey | undefined>;
  readonly now: () => Date;
}

export interface VerificationStart {
  readonly clientId: string;
  /** The body, parsed from its JSON. */
  readonly body: unknown;
  readonly idempotencyKey?: string;
}

const idempotencyKeyForm = /^[\x21-\x7e]{1,255}$/;

function checkIdempotencyKey(key: string | undefined): void {
  if (key === undefined || idempotencyKeyForm.test(key)) return;
  const message = 'must be 1 to 255 visible ASCII characters, without spaces';
  throw new InvalidRequestError('The Idempotency-Key header cannot be used.', [
    { field: 'Idempotency-Key', message },
  ]);
}

/**
 * Returns a keyed digest of a request as the service understands it, in canonical JSON (RFC 8785). Two bodies that differ
 * only in key order, spaces, nulls or look-alike characters have the same digest.
 */
function digestOf({ photo, ...request }: ParsedRequest, { secret }: TokenKey): string {
  const photoSha256 = photo && createHash('sha256').update(photo).digest('base64url');
  const canonical = canonicalize({ ...request, ...(photoSha256 && { photoSha256 }) }) as string;
  return createHmac('sha256', secret).update(canonical).digest('base64url');
}

interface Begun {
  readonly reportId: string;
  readonly requestedAt: Date;
  /** The key of the first request: a repetition after a rotation gets the same token all the same. */
  readonly key: TokenKey;
}

/** What a request starts, or what the first one with its idempotency key started. */
async function begin(
  { idempotency, tokenKey, tokenKeyNamed, now }: StartDependencies,
  { clientId, idempotencyKey }: VerificationStart,
  request: ParsedRequest,
): Promise<Begun> {
  const fresh = { reportId: randomUUID(), requestedAt: now() };
  if (idempotencyKey === undefined) return { ...fresh, key: tokenKey };
  const { kid } = tokenKey;
  const record = await idempotency.remember(clientId, idempotencyKey, {
    ...fresh,
    kid,
    bodyDigest: digestOf(request, tokenKey),
  });
  const key = record.kid === kid ? tokenKey : await tokenKeyNamed(record.kid);
  // Retired keys are kept for 7 days, and records for one.
  if (!key) throw new Error('the key of an idempotency record is gone');
  if (record.bodyDigest !== digestOf(request, key))
    throw new InvalidRequestError(
      'This Idempotency-Key was used with another body in the last 24 hours: send a new key with a new request.',
      [],
      409,
    );
  return { reportId: record.reportId, requestedAt: record.requestedAt, key };
}

/**
 * Of simultaneous requests with one key, a slow one may store the applicant anew after the report of a fast one
 * already stands, or was erased, and its applicant is gone. Then it goes again.
 */
async function deleteIfLate({ reports, applicants }: StartDependencies, reportId: string): Promise<void> {
  const report = await reports.find(reportId);
  if (report?.status !== 'processing') await applicants.delete(reportId);
}

/**
 * Accepts a verification: checks the body, stores the applicant and the report, starts the workflow.
 * A repetition under the same idempotency key ends what the first began and gets the same token.
 * @throws InvalidRequestError when the body breaks the contract, or nothing is eligible.
 */
export async function startVerification(
  dependencies: StartDependencies,
  start: VerificationStart,
): Promise<{ token: string; reportId: string; subChecks: SubCheckId[] }> {
  const { reports, applicants, workflow } = dependencies;
  checkIdempotencyKey(start.idempotencyKey);
  const request = parseVerificationRequest(start.body);
  const { applicant, photo, callbackUrl } = request;
  const present = presentFields(applicant);
  const subChecks = eligibleSubChecks(present);
  if (subChecks.length === 0) {
    const others = callbackUrl === undefined ? [] : ['callbackUrl'];
    throw new InvalidRequestError(explainNothingEligible(present, others));
  }

  const { reportId, requestedAt, key } = await begin(dependencies, start, request);
  const { clientId } = start;
  const tasks = tasksFor(subChecks, applicant.addressesToVerify?.length ?? 0);
  const known = start.idempotencyKey === undefined ? undefined : await reports.find(reportId);
  if (known) {
    if (known.status === 'processing') await workflow.start(reportId, tasks);
  } else {
    // The applicant first: a report row means that its applicant was stored.
    await applicants.save(reportId, applicant, photo);
    const warnings = warningsFor(applicant, requestedAt);
    const { idempotencyKey } = start;
    await reports.create({
      reportId,
      clientId,
      requestedAt,
      tasks,
      warnings,
      submitted: maskApplicant(applicant),
      ...(callbackUrl !== undefined && { callbackUrl }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    await workflow.start(reportId, tasks);
    if (start.idempotencyKey !== undefined) await deleteIfLate(dependencies, reportId);
  }
  return { token: await signToken({ reportId, clientId }, requestedAt, key), reportId, subChecks };
}
