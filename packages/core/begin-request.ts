import { createHash, createHmac, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ParsedRequest } from './contract/parse-request.ts';
import { InvalidRequestError } from './contract/problems.ts';
import { type ClientLimits, LimitReachedError } from './limits.ts';
import type { ApplicantIntake, ClientUsage, IdempotencyRecord, IdempotencyStore } from './ports.ts';
import type { RecordKey, TokenKey } from './report-token.ts';
import type { DigestKeys } from './rerun-ports.ts';

export interface BeginDependencies {
  readonly applicants: Pick<ApplicantIntake, 'prepare'>;
  readonly digestKeys: Pick<DigestKeys, 'prepare'>;
  readonly idempotency: IdempotencyStore;
  readonly usage: Pick<ClientUsage, 'count' | 'takeBack'>;
  /** The key that tokens are signed with. */
  readonly tokenKey: TokenKey;
  /** A key that was current when an earlier request came. */
  readonly tokenKeyOfRecord: (kid: string) => Promise<RecordKey | undefined>;
  readonly now: () => Date;
}

/** A request that is sound, and how its body was written. */
export interface SoundRequest {
  readonly clientId: string;
  readonly rawBody: string;
  readonly parsed: ParsedRequest;
  readonly idempotencyKey?: string;
  /** What its client may use at most. */
  readonly limits: ClientLimits;
  /** The most that its calls can cost upstream. */
  readonly highestCost: number;
}

/** What a request starts, or what the first one with its idempotency key started. */
export interface AcceptedRequest {
  readonly reportId: string;
  readonly requestedAt: Date;
  /** The key of the token: the first request's, so that a repetition gets the same token, unless that key leaked. */
  readonly key: TokenKey;
  /** Whether an earlier request had the same idempotency key. */
  readonly isRepetition: boolean;
}

const idempotencyKeyForm = /^[\x21-\x7e]{1,255}$/;

/** @throws InvalidRequestError when the key has a form that the contract does not allow. */
export function checkIdempotencyKey(key: string | undefined): void {
  if (key === undefined || idempotencyKeyForm.test(key)) return;
  const message = 'must be 1 to 255 visible ASCII characters, without spaces';
  throw new InvalidRequestError('The Idempotency-Key header cannot be used.', [
    { field: 'Idempotency-Key', message },
  ]);
}

/**
 * A request as it is understood, as canonical JSON (RFC 8785). Two bodies that differ in spelling alone have the same; so
 * has a field that is sent as null or an empty list, and one that is not sent.
 */
function meaningOf({ photo, ...understood }: ParsedRequest): string {
  const sent = JSON.parse(JSON.stringify(understood), (_name, value) =>
    value === null || (Array.isArray(value) && value.length === 0) ? undefined : value,
  );
  const photoSha256 = photo && createHash('sha256').update(photo).digest('hex');
  return canonicalize({ ...sent, ...(photoSha256 !== undefined && { photoSha256 }) }) as string;
}

function digestsOf(rawBody: string, parsed: ParsedRequest, { secret }: TokenKey) {
  const digest = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  return { bodyDigest: digest(rawBody), requestDigest: digest(meaningOf(parsed)) };
}

/** A record of the release before has no digest of the meaning: then the bodies are compared byte by byte. */
function isSameRequest(record: IdempotencyRecord, digests: ReturnType<typeof digestsOf>): boolean {
  return record.requestDigest === undefined
    ? record.bodyDigest === digests.bodyDigest
    : record.requestDigest === digests.requestDigest;
}

/**
 * Counts a request, and stores its idempotency record if it has a key. In this order, every record belongs to a report that
 * was counted, so that a repetition may end what the first request began without a count of its own.
 * @param fresh the report that the request starts if it repeats no earlier one.
 * @returns the record of the first request with its key; undefined without a key.
 */
async function countOnce(
  { idempotency, usage, tokenKey }: BeginDependencies,
  { clientId, rawBody, parsed, idempotencyKey, limits, highestCost }: SoundRequest,
  fresh: Pick<AcceptedRequest, 'reportId' | 'requestedAt'>,
): Promise<IdempotencyRecord | undefined> {
  const report = { ...fresh, clientId, highestCost };
  const reached = await usage.count(report, limits);
  if (reached !== undefined) {
    const earlier = idempotencyKey && (await idempotency.find(clientId, idempotencyKey));
    if (earlier) return earlier;
    throw new LimitReachedError(reached, fresh.requestedAt);
  }
  if (idempotencyKey === undefined) return undefined;
  const digests = digestsOf(rawBody, parsed, tokenKey);
  const record = { ...fresh, kid: tokenKey.kid, ...digests };
  const stored = await idempotency.remember(clientId, idempotencyKey, record);
  if (stored.reportId !== fresh.reportId) await usage.takeBack(report);
  return stored;
}

/**
 * Finds what a request starts: a report of its own, or the one of the first request with its idempotency key.
 * @throws InvalidRequestError (409) when the key was used with another request.
 * @throws LimitReachedError when a limit of the client leaves no room, and the request repeats no earlier one.
 */
export async function beginRequest(
  dependencies: BeginDependencies,
  request: SoundRequest,
): Promise<AcceptedRequest> {
  const { tokenKey, tokenKeyOfRecord, now } = dependencies;
  const { rawBody, parsed } = request;
  const fresh = { reportId: randomUUID(), requestedAt: now() };
  dependencies.applicants.prepare(fresh.reportId);
  dependencies.digestKeys.prepare(fresh.reportId);
  const record = await countOnce(dependencies, request, fresh);
  if (!record) return { ...fresh, key: tokenKey, isRepetition: false };
  const { kid } = tokenKey;
  const recordKey =
    record.kid === kid ? { key: tokenKey, verifies: true } : await tokenKeyOfRecord(record.kid);
  // Keys are kept for longer than records.
  if (!recordKey) throw new Error('the key of an idempotency record is gone');
  if (!isSameRequest(record, digestsOf(rawBody, parsed, recordKey.key)))
    throw new InvalidRequestError(
      'This Idempotency-Key was used with another body in the last 24 hours: send a new key with a new request.',
      [],
      409,
      'idempotency-conflict',
    );
  const { reportId, requestedAt } = record;
  return {
    reportId,
    requestedAt,
    key: recordKey.verifies ? recordKey.key : tokenKey,
    isRepetition: reportId !== fresh.reportId,
  };
}
