import type { AddressType } from '@kyc-china/core/applicant';
import { withoutAbsentFields } from '@kyc-china/core/contract/absent-fields';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { type FieldProblem, InvalidRequestError } from '@kyc-china/core/contract/problems';
import { otherFields, type TextField, textFields } from '@kyc-china/core/contract/request-fields';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
import { type InputField, inputFields, type SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { eligibleSubChecks, explainNothingEligible } from '@kyc-china/core/sub-checks/eligibility';

/** An address as it is in the form. */
export interface AddressDraft {
  readonly type: AddressType;
  readonly city: string;
  readonly address: string;
}

/** The content of the form. An empty text is a field that is not sent. */
export type Draft = Readonly<Record<TextField, string>> & {
  /** The photo's base64. */
  readonly facePhoto: string;
  readonly addressesToVerify: readonly AddressDraft[];
};

export const emptyDraft: Draft = {
  ...(Object.fromEntries(textFields.map((field) => [field, ''])) as Record<TextField, string>),
  facePhoto: '',
  addressesToVerify: [],
};

/** The body that the form would send: the fields that hold something. */
export function bodyOf(draft: Draft): Record<string, unknown> {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value.length > 0));
}

/** What the API would say of a body, and what of it can be used. */
export interface Assessment {
  /** What is wrong, by field: `addressesToVerify[0].city`. */
  readonly problems: readonly FieldProblem[];
  /** The fields that are sent and sound. */
  readonly present: ReadonlySet<InputField>;
  /** The sub-checks that will run. */
  readonly running: readonly SubCheckId[];
  /** Why no sub-check can run, in the API's words; undefined when one can. */
  readonly nothingEligible: string | undefined;
}

function problemsOf(body: Record<string, unknown>): readonly FieldProblem[] {
  try {
    parseVerificationRequest(body);
    return [];
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.problems;
    throw error;
  }
}

/** The field of the request that a problem's field belongs to: `addressesToVerify` of `addressesToVerify[0].city`. */
export function topField(field: string): string {
  return field.split(/[.[]/)[0] as string;
}

/** Judges a body by the very code that the API judges it by. */
export function assess(body: Record<string, unknown>): Assessment {
  const problems = problemsOf(body);
  const broken = new Set(problems.map(({ field }) => topField(field)));
  const sent = withoutAbsentFields(body, requestSchema) as Record<string, unknown>;
  const present = new Set(inputFields.filter((field) => field in sent && !broken.has(field)));
  const selected = broken.has('subChecks') ? [] : ((sent.subChecks as SubCheckId[] | undefined) ?? []);
  const running = selected.length > 0 ? selected : eligibleSubChecks(present);
  const nothing = running.length === 0;
  const others = otherFields.filter((field) => field in sent && !broken.has(field));
  return {
    problems,
    present,
    running,
    nothingEligible: nothing ? explainNothingEligible(present, others) : undefined,
  };
}
