import type { Applicant } from '../applicant.ts';
import { parseDay } from '../china-day.ts';
import { type SubCheckId, subCheckIds } from '../sub-checks/catalogue.ts';
import { missingFor } from '../sub-checks/eligibility.ts';
import { callbackUrlProblem } from '../webhook/callback-url.ts';
import { withoutAbsentFields } from './absent-fields.ts';
import { inputFields } from './applicant-fields.ts';
import { boundedBody } from './bounded-body.ts';
import {
  type Consent,
  obtainedAtHint,
  type SeparateConsent,
  separateConsentSchema,
} from './consent-schema.ts';
import { decodeFacePhoto } from './face-photo.ts';
import { withHiddenCharacters } from './hidden-characters.ts';
import { identifyingProblems } from './identifying-values.ts';
import { timeOf } from './iso-time.ts';
import { normaliseRequest } from './normalise-request.ts';
import { type FieldProblem, InvalidRequestError, maxProblems } from './problems.ts';
import { fieldsByOtherName } from './request-fields.ts';
import { requestSchema, type VerificationRequest } from './request-schema.ts';
import { isVerificationRequest, schemaProblems } from './validate.ts';

/** A request that can be served: the applicant, normalized, and where to post the report. */
export interface ParsedRequest {
  readonly applicant: Applicant;
  readonly photo?: Uint8Array;
  readonly callbackUrl?: string;
  /** The sub-checks that the request selects, in the catalog's order; undefined: all that can run. */
  readonly subChecks?: readonly SubCheckId[];
  readonly clientReference?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly consent?: Consent;
}

const properties = requestSchema.properties;

/**
 * Returns a problem for each selected sub-check that lacks a field. A field that is sent and broken counts as sent: its own
 * problem says what to do.
 */
function selectionProblems({ subChecks = [] }: VerificationRequest, sent: ReadonlySet<string>) {
  return subChecks.flatMap((id, index): FieldProblem[] => {
    const missing = missingFor(id, sent);
    return missing === undefined
      ? []
      : [{ field: `subChecks[${index}]`, message: `cannot run: ${missing}, which was not sent` }];
  });
}

/** By how much the clock of a client may be ahead, in milliseconds. */
const clockToleranceMs = 5000;

function consentProblems({ consent }: VerificationRequest, now: Date): FieldProblem[] {
  if (!consent) return [];
  const field = 'consent.obtainedAt';
  const at = timeOf(consent.obtainedAt);
  if (at === undefined) return [{ field, message: obtainedAtHint }];
  return at > now.getTime() + clockToleranceMs ? [{ field, message: 'must not be in the future' }] : [];
}

/** Returns a consent with its separate consents in the contract's order, so that their order makes no other request. */
function orderedConsent({ separate, ...rest }: Consent): Consent {
  if (!separate) return rest;
  const given: readonly SeparateConsent[] = separate;
  return { ...rest, separate: separateConsentSchema.enum.filter((one) => given.includes(one)) };
}

/** Returns the problems that the schema's patterns cannot find, in the fields that match them. */
function semanticProblems(
  request: VerificationRequest,
  photo: ReturnType<typeof decodeFacePhoto> | undefined,
) {
  const problems: FieldProblem[] = [];
  const add = (field: string, message: string | undefined) =>
    message !== undefined && problems.push({ field, message });
  const { idIssueDate, idExpiryDate, callbackUrl } = request;
  if (idIssueDate !== undefined && !parseDay(idIssueDate)) add('idIssueDate', properties.idIssueDate.hint);
  if (idExpiryDate !== undefined && idExpiryDate !== '长期' && !parseDay(idExpiryDate))
    add('idExpiryDate', properties.idExpiryDate.hint);
  if (photo && 'problem' in photo) add('facePhoto', photo.problem);
  if (callbackUrl !== undefined) add('callbackUrl', callbackUrlProblem(callbackUrl));
  return problems;
}

/** Returns the fields of a body that are valid on their own, so that every problem is reported at once. */
function soundFields(body: unknown, broken: readonly FieldProblem[]): VerificationRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  const names = new Set(broken.map(({ field }) => field.split(/[.[]/)[0]));
  return Object.fromEntries(
    Object.entries(body).filter(([field]) => Object.hasOwn(properties, field) && !names.has(field)),
  );
}

/** Returns the applicant of a request that is sound: its fields, and of a photo that there is one. */
function applicantOf(request: VerificationRequest): Applicant {
  const sent = inputFields.filter((name) => request[name] !== undefined);
  const { facePhoto, idNumber, ...rest }: VerificationRequest = Object.fromEntries(
    sent.map((name) => [name, request[name]]),
  );
  return {
    ...rest,
    ...(idNumber !== undefined && { idNumber: idNumber.toUpperCase() }),
    ...(facePhoto !== undefined && { facePhoto: true as const }),
  };
}

/**
 * Checks a request's body against the contract and normalizes it.
 * @param body the parsed JSON.
 * @param now by which a consent is not in the future.
 * @throws InvalidRequestError with every problem at once (400), or 413 when the photo is too large.
 */
export function parseVerificationRequest(body: unknown, now = new Date()): ParsedRequest {
  const { body: bounded, omitted } = boundedBody(body, requestSchema);
  const normalised = normaliseRequest(withoutAbsentFields(bounded, requestSchema));
  const valid = isVerificationRequest(normalised);
  const structural = valid
    ? []
    : withHiddenCharacters(schemaProblems(isVerificationRequest.errors, fieldsByOtherName), normalised);
  const request = valid ? normalised : soundFields(normalised, structural);
  const photo = request.facePhoto === undefined ? undefined : decodeFacePhoto(request.facePhoto);
  const problems = [
    ...structural,
    ...semanticProblems(request, photo),
    ...selectionProblems(request, new Set(Object.keys(Object(normalised)))),
    ...consentProblems(request, now),
    ...identifyingProblems(request),
  ];
  if (problems.length > 0) {
    const tooLarge = photo !== undefined && 'problem' in photo && photo.tooLarge;
    const reported = problems.slice(0, maxProblems);
    const fields = [...new Set(reported.map(({ field }) => field))].join(', ');
    const unreported = problems.length - reported.length + omitted;
    const more = unreported > 0 ? ` and ${unreported} more` : '';
    throw new InvalidRequestError(
      `The request cannot be accepted as it is: see ${fields}${more}.`,
      reported,
      tooLarge ? 413 : 400,
    );
  }
  const { callbackUrl, subChecks, clientReference, metadata, consent } = request;
  return {
    applicant: applicantOf(request),
    ...(photo && 'bytes' in photo && { photo: photo.bytes }),
    ...(callbackUrl !== undefined && { callbackUrl }),
    ...(subChecks !== undefined && { subChecks: subCheckIds.filter((id) => subChecks.includes(id)) }),
    ...(clientReference !== undefined && { clientReference }),
    ...(metadata !== undefined && { metadata }),
    ...(consent !== undefined && { consent: orderedConsent(consent) }),
  };
}
