import type { Consent, SeparateConsent } from '../src/index.ts';
import { UsageError } from './exit-codes.ts';

/** The options that state the consent of the person. */
export const consentOptions = {
  'consent-at': { type: 'string' },
  'consent-purpose': { type: 'string' },
  'consent-reference': { type: 'string' },
  'consent-separate': { type: 'string' },
} as const;

export const consentUsage = `  --consent-at <time>      when the person agreed, as 2026-03-01T10:00:00+08:00
  --consent-purpose <text> what the person agreed to
  --consent-reference <text>   where the proof is kept
  --consent-separate <a,b> which of sensitive, face, third-party, cross-border the person agreed to separately`;

/**
 * Returns the consent that the options state, or undefined if they state none. The API says what is wrong with a value.
 * @throws UsageError if one of the two parts is missing that every consent has.
 */
export function consentOf(
  options: {
    readonly [Name in keyof typeof consentOptions]?: string | undefined;
  },
): Consent | undefined {
  const { 'consent-reference': reference, 'consent-separate': separate } = options;
  const { 'consent-at': obtainedAt, 'consent-purpose': purpose } = options;
  const isStated = [obtainedAt, purpose, reference, separate].some((part) => part !== undefined);
  if (!isStated) return undefined;
  if (obtainedAt === undefined || purpose === undefined)
    throw new UsageError('A consent needs both --consent-at and --consent-purpose.');
  return {
    obtainedAt,
    purpose,
    ...(reference !== undefined && { reference }),
    ...(separate !== undefined && {
      separate: separate.split(',').map((one) => one.trim() as SeparateConsent),
    }),
  };
}
