import { callbackUrlProblem } from '../../webhook/callback-url.ts';
import type { Applicant } from '../applicant.ts';
import { parseDay } from '../warnings.ts';
import { withoutAbsentFields } from './absent-fields.ts';
import { decodeFacePhoto } from './face-photo.ts';
import { type FieldProblem, InvalidRequestError, mostProblems } from './problems.ts';
import { requestSchema, type VerificationRequest } from './request-schema.ts';
import { isVerificationRequest, schemaProblems } from './validate.ts';

/** A request that can be served: the applicant, normalised, and where to post the report. */
export interface ParsedRequest {
  readonly applicant: Applicant;
  readonly photo?: Uint8Array;
  readonly callbackUrl?: string;
}

/** Characters typed for the middle dot of minority names; a notice of 2016 fixes U+00B7 (GB 18030 A1A4). */
const middleDots = /[\u2022\u2027\u30fb\uff65\u0387]/g;

/**
 * NFC, trimmed, with U+00B7 as the separator. NFC alone makes of a compatibility ideograph (U+F900 to U+FAFF) the one that
 * it stands for; NFKC would change more than that.
 */
export function normaliseName(name: string): string {
  return name.replace(middleDots, '·').normalize('NFC').trim();
}

function normalise(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { name } = body as { name?: unknown };
  return typeof name === 'string' ? { ...body, name: normaliseName(name) } : body;
}

const properties = requestSchema.properties;

/** What the schema's patterns cannot tell, for the fields that passed them. */
function semanticProblems(
  request: VerificationRequest,
  photo: ReturnType<typeof decodeFacePhoto> | undefined,
) {
  const problems: FieldProblem[] = [];
  const add = (field: string, message: string | undefined) =>
    message !== undefined && problems.push({ field, message });
  const { idIssueDate, idExpiryDate, callbackUrl } = request;
  if (idIssueDate !== undefined && !parseDay(idIssueDate)) add('idIssueDate', properties.idIssueDate.mend);
  if (idExpiryDate !== undefined && idExpiryDate !== '长期' && !parseDay(idExpiryDate))
    add('idExpiryDate', properties.idExpiryDate.mend);
  if (photo && 'problem' in photo) add('facePhoto', photo.problem);
  if (callbackUrl !== undefined) add('callbackUrl', callbackUrlProblem(callbackUrl));
  return problems;
}

/** Fields of one body that are sound on their own, so that every problem is told at once. */
function soundFields(body: unknown, broken: readonly FieldProblem[]): VerificationRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  const names = new Set(broken.map(({ field }) => field.split(/[.[]/)[0]));
  return Object.fromEntries(
    Object.entries(body).filter(([field]) => Object.hasOwn(properties, field) && !names.has(field)),
  );
}

/**
 * Checks a request's body against the contract and normalises it.
 * @param body the parsed JSON.
 * @throws InvalidRequestError with every problem at once (400), or 413 when the photo is too large.
 */
export function parseVerificationRequest(body: unknown): ParsedRequest {
  const normalised = normalise(withoutAbsentFields(body, requestSchema));
  const valid = isVerificationRequest(normalised);
  const structural = valid ? [] : schemaProblems(isVerificationRequest.errors);
  const request = valid ? normalised : soundFields(normalised, structural);
  const photo = request.facePhoto === undefined ? undefined : decodeFacePhoto(request.facePhoto);
  const problems = [...structural, ...semanticProblems(request, photo)];
  if (problems.length > 0) {
    const tooLarge = photo !== undefined && 'problem' in photo && photo.tooLarge;
    const told = problems.slice(0, mostProblems);
    const fields = [...new Set(told.map(({ field }) => field))].join(', ');
    const more = problems.length > told.length ? ` and ${problems.length - told.length} more` : '';
    throw new InvalidRequestError(
      `The request cannot be accepted as it is: see ${fields}${more}.`,
      told,
      tooLarge ? 413 : 400,
    );
  }
  const { facePhoto, callbackUrl, idNumber, ...rest } = request;
  return {
    applicant: {
      ...rest,
      ...(idNumber !== undefined && { idNumber: idNumber.toUpperCase() }),
      ...(facePhoto !== undefined && { facePhoto: true as const }),
    },
    ...(photo && 'bytes' in photo && { photo: photo.bytes }),
    ...(callbackUrl !== undefined && { callbackUrl }),
  };
}
