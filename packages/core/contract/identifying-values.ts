import { replaceRadicals } from '../han/characters.ts';
import { type ApplicantText, applicantTexts, identifierOf } from './applicant-fields.ts';
import type { Consent } from './consent-schema.ts';
import type { FieldProblem } from './problems.ts';
import { metadataField } from './validate.ts';

/** Letters and signs that are typed for the X of an ID number. */
const crosses = /[\u00d7\u03a7\u03c7\u0425\u0445]/g;

/** Chinese numerals, as they are written in names and on forms; the place of each in its text is its value. */
const numerals = ['〇一二三四五六七八九', '零壹贰叁肆伍陆柒捌玖', '零幺貳參肆伍陸柒捌玖'];

/** Returns the value of a Chinese numeral as a digit. */
function numeralDigit(numeral: string): string {
  const values = numerals.map((digits) => [...digits].indexOf(numeral));
  return String(values.find((value) => value >= 0) ?? numeral);
}

/** Returns the value of a decimal digit of any script: the ten digits of a script follow each other. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/**
 * Returns the letters and digits of a text alone, in one spelling: without spaces, dashes, dots and invisible characters, in
 * NFKC (full-width forms become ASCII), with ideographs for radicals, digits of ASCII, and capitals.
 */
function folded(text: string): string {
  return replaceRadicals(text.normalize('NFKC'))
    .replace(crosses, 'X')
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
}

/** Returns a folded text with digits for Chinese numerals: for numbers alone, because a name may be of numerals. */
function withDigits(text: string): string {
  return text.replace(/[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺貳參陸]/g, numeralDigit);
}

/** The values that no other text of the same request may contain. */
type IdentifyingValues = { readonly [Field in ApplicantText]?: string | undefined };

/**
 * Returns a function that names what of the person a text contains, in whatever spelling; undefined if nothing.
 * @param values the fields that are valid.
 */
export function identifierFinder(values: IdentifyingValues): (text: string) => string | undefined {
  const known = applicantTexts.flatMap((field) => {
    const value = values[field];
    const words = identifierOf(field);
    return value === undefined || words === undefined ? [] : [{ words, value: folded(value) }];
  });
  return (text) => {
    const spelling = folded(text);
    const digits = withDigits(spelling);
    return known.find(({ value }) => (/^[\dX]+$/.test(value) ? digits : spelling).includes(value))?.words;
  };
}

/** Returns the problems of texts that are kept in clear and contain what identifies the person of the same request. */
export function identifyingProblems({
  clientReference,
  metadata = {},
  consent,
  ...values
}: IdentifyingValues & {
  readonly clientReference?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly consent?: Consent | undefined;
}): FieldProblem[] {
  const find = identifierFinder(values);
  const problemOf = (field: string, text: string): FieldProblem[] => {
    const found = find(text);
    return found === undefined
      ? []
      : [{ field, message: `must not contain ${found} of the same request: it is kept in clear` }];
  };
  return [
    ...(clientReference === undefined ? [] : problemOf('clientReference', clientReference)),
    ...Object.entries(metadata).flatMap(([key, value]) => {
      const ofKey = problemOf('metadata', key);
      return ofKey.length > 0 ? ofKey : problemOf(metadataField(key), value);
    }),
    ...(['obtainedAt', 'purpose', 'reference'] as const).flatMap((part) =>
      consent?.[part] === undefined ? [] : problemOf(`consent.${part}`, consent[part]),
    ),
  ];
}
