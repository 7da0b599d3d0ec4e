import type { Applicant } from './applicant.ts';
import type { ParsedRequest } from './contract/parse-request.ts';
import { InvalidRequestError } from './contract/problems.ts';
import type { IdempotencyStore, ReportRecord, ReportStore, SubCheckLedger } from './ports.ts';
import { isOverdue } from './read-report.ts';
import { type CarriedResult, carriedOver } from './rerun-carried.ts';
import { digestsOf, type FieldDigests, isSame } from './rerun-digests.ts';
import type { DigestKeys } from './rerun-ports.ts';
import type { SubCheckId } from './sub-checks/catalogue.ts';

export interface RerunDependencies {
  readonly reports: Pick<ReportStore, 'find'>;
  readonly ledger: Pick<SubCheckLedger, 'entries'>;
  readonly digestKeys: DigestKeys;
  readonly idempotency: Pick<IdempotencyStore, 'find'>;
  readonly now: () => Date;
}

/** A request that may be a re-run. */
export interface RerunRequest {
  readonly clientId: string;
  readonly idempotencyKey?: string;
  readonly parsed: ParsedRequest;
  /** The sub-checks that the request runs. */
  readonly run: readonly SubCheckId[];
}

/** The fields that say who a person is. */
const personFields = ['name', 'idNumber'] as const;

/** The message for a report that a re-run names, and that its client does not have. */
export const unknownEarlier =
  'No report has the id in rerunOf: it is unknown, erased or expired, or another client requested it.';

function refusal(status: 404 | 409, message: string): InvalidRequestError {
  return new InvalidRequestError(message, [{ field: 'rerunOf', message }], status);
}

/** @throws InvalidRequestError unless the report is a completed one of the client. */
function completedOf(record: ReportRecord | undefined, clientId: string, now: Date) {
  if (!record || record.clientId !== clientId) throw refusal(404, unknownEarlier);
  if (record.status === 'completed') return record;
  throw refusal(
    409,
    record.status === 'failed' || isOverdue(record, now)
      ? 'The report in rerunOf failed, so that there is nothing to carry over. Send the request without rerunOf.'
      : 'The report in rerunOf is still processing. Send the request again when it is completed.',
  );
}

/** @throws InvalidRequestError when the name or the ID number of two requests differ. One that a request lacks does not. */
export function checkPerson(before: FieldDigests, now: FieldDigests): void {
  const differing = personFields.filter(
    (field) => before[field] !== undefined && now[field] !== undefined && !isSame(field, before, now),
  );
  if (differing.length === 0) return;
  throw new InvalidRequestError(
    'The report in rerunOf is about another person: the name or the ID number differs. Send the request without rerunOf.',
    differing.map((field) => ({ field, message: 'is not that of the report in rerunOf' })),
    409,
    'not-the-same-person',
  );
}

/**
 * Returns the digests of a request's fields under the key of a report.
 * @param reportId the new report, to store them, or an earlier one, to compare with.
 */
export async function digestsUnder(
  keys: Pick<DigestKeys, 'keyOf'>,
  reportId: string,
  { applicant, photo }: { readonly applicant: Applicant; readonly photo?: Uint8Array },
): Promise<FieldDigests> {
  const key = await keys.keyOf(reportId);
  try {
    return digestsOf(key, applicant, photo);
  } finally {
    key.fill(0);
  }
}

async function carriedFrom(
  { reports, ledger, digestKeys, now }: RerunDependencies,
  rerunOf: string,
  { clientId, parsed, run }: RerunRequest,
): Promise<CarriedResult[]> {
  const [found, entries, current] = await Promise.all([
    reports.find(rerunOf),
    ledger.entries(rerunOf),
    digestsUnder(digestKeys, rerunOf, parsed),
  ]);
  const record = completedOf(found, clientId, now());
  if (!record.digests)
    throw refusal(
      409,
      'The report in rerunOf was requested before this service could compare two requests. Send the request without rerunOf.',
    );
  checkPerson(record.digests, current);
  return carriedOver({ record, entries }, run, { before: record.digests, now: current });
}

/** Whether an earlier request with the same idempotency key has a report. */
async function isRepetition(
  { reports, idempotency }: RerunDependencies,
  { clientId, idempotencyKey }: RerunRequest,
): Promise<boolean> {
  const record = idempotencyKey && (await idempotency.find(clientId, idempotencyKey));
  return record ? (await reports.find(record.reportId)) !== undefined : false;
}

/**
 * Finds what a request carries over from the report that it names in `rerunOf`.
 * @returns undefined for a request that is not a re-run.
 * @throws InvalidRequestError 404 for a report that is unknown, erased, expired or another client's; 409 for one that is not
 * completed, or is about another person. A repetition is not refused: the earlier report may be erased by then.
 */
export async function planRerun(
  dependencies: RerunDependencies,
  request: RerunRequest,
): Promise<readonly CarriedResult[] | undefined> {
  const { rerunOf } = request.parsed;
  if (rerunOf === undefined) return undefined;
  try {
    return await carriedFrom(dependencies, rerunOf, request);
  } catch (error) {
    // The report of the first request has its tasks, and what it carried over.
    if (error instanceof InvalidRequestError && (await isRepetition(dependencies, request))) return [];
    throw error;
  }
}
