import { isObject, type JsonObject } from '@kyc-china/core/json';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { HttpProviderDescription } from './description.ts';
import { step } from './description-problems.ts';

/**
 * A part of a description that no document confirms, by the name of the question that the operator has to ask the
 * vendor. Beside it may stand what is known: the operator's answer, an object, is added to that.
 */
export interface Unconfirmed {
  readonly $unconfirmed: string;
  readonly [known: string]: unknown;
}

/** A description some parts of which are still open. */
export type Open<T> =
  | Unconfirmed
  | (T extends string | number | boolean ? T : { readonly [K in keyof T]: Open<T[K]> });

/** A vendor as far as its public documentation describes it. */
export interface Vendor {
  readonly name: string;
  readonly auth: Open<HttpProviderDescription['auth']>;
  readonly subChecks: { readonly [Id in SubCheckId]?: Open<HttpProviderDescription['subChecks'][Id]> };
  /** What each open question asks. */
  readonly questions: Readonly<Record<string, string>>;
}

export interface Confirmation {
  /** Another name, say for a second account. */
  readonly name?: string;
  /** The sub-checks to use of those that the vendor is described for. */
  readonly subChecks: readonly SubCheckId[];
  /** The answers to the vendor's questions, by their names. */
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** Where a description is still open. */
export function openQuestionsIn(value: unknown, path = ''): { path: string; question: string }[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => openQuestionsIn(entry, step(path, index)));
  if (!isObject(value)) return [];
  const { $unconfirmed: question, ...rest } = value;
  return [
    ...(question === undefined ? [] : [{ path, question: String(question) }]),
    ...Object.entries(rest).flatMap(([key, entry]) => openQuestionsIn(entry, step(path, key))),
  ];
}

function answered(value: unknown, answers: JsonObject): unknown {
  if (Array.isArray(value)) return value.map((entry) => answered(entry, answers));
  if (!isObject(value)) return value;
  const { $unconfirmed: question, ...known } = value;
  const rest = Object.fromEntries(
    Object.entries(known).map(([key, entry]) => [key, answered(entry, answers)]),
  );
  if (question === undefined) return rest;
  const answer = answers[String(question)];
  return isObject(answer) ? { ...rest, ...answer } : answer;
}

/**
 * Makes a vendor's description whole with the operator's answers.
 * @throws RangeError that lists every question that is not answered, and what the vendor is not described for.
 */
export function confirm(
  vendor: Vendor,
  { name, subChecks, answers = {} }: Confirmation,
): HttpProviderDescription {
  const missing = subChecks.filter((id) => vendor.subChecks[id] === undefined);
  if (missing.length > 0) throw new RangeError(`${vendor.name} is not described for ${missing.join(', ')}`);
  const open = {
    name: name ?? vendor.name,
    auth: vendor.auth,
    subChecks: Object.fromEntries(subChecks.map((id) => [id, vendor.subChecks[id]])),
  };
  const asked = new Set(openQuestionsIn(open).map(({ question }) => question));
  const unanswered = [...asked].filter((question) => answers[question] === undefined);
  if (unanswered.length > 0)
    throw new RangeError(
      `${vendor.name} cannot be used before the vendor has confirmed:${unanswered
        .map((question) => `\n  ${question}: ${vendor.questions[question] ?? ''}`)
        .join('')}`,
    );
  const strangers = Object.keys(answers).filter((question) => !asked.has(question));
  if (strangers.length > 0) throw new RangeError(`nothing was asked by ${strangers.join(', ')}`);
  return answered(open, answers) as HttpProviderDescription;
}
