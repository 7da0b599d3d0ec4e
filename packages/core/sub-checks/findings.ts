import type { Label, ResultShape } from './catalogue.ts';
import type { FaceScore } from './face-score.ts';

/** The categories of police record that a source can report, and the name of each for readers. */
export const policeCategories = {
  offender: { en: 'Criminal record', zh: '前科' },
  'drug-related': { en: 'Drug offences', zh: '涉毒' },
  'drug-user': { en: 'Drug use', zh: '吸毒' },
  fugitive: { en: 'Wanted fugitive', zh: '在逃' },
  'case-involved': { en: 'Involved in a case', zh: '涉案' },
  other: { en: 'Other misconduct', zh: '其他不良记录' },
} as const satisfies Record<string, Label>;
export type PoliceCategory = keyof typeof policeCategories;

/** How bad a listing on a fraud, gambling or money-mule list is. */
export const severities = {
  0: { en: 'none', zh: '无' },
  1: { en: 'low', zh: '低' },
  2: { en: 'medium', zh: '中' },
  3: { en: 'high', zh: '高' },
} as const satisfies Record<number, Label>;
export type Severity = keyof typeof severities;

/** How far a stated address is from where the phone usually is. */
export const distanceBands = ['≤3 km', '3-10 km', '10-20 km', '20-50 km', '>50 km'] as const;
export type DistanceBand = (typeof distanceBands)[number];

/** Why a source could not decide. A person can act on each of them. */
export const errorCodes = [
  'invalid-input',
  'unsupported',
  'quota',
  'photo-unusable',
  'card-problem',
  'upstream-unavailable',
  'upstream-timeout',
  'unknown-outcome',
  'unknown-code',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** The finding of a source, by the shape of the sub-check's result. */
export interface FindingByShape {
  verification: { outcome: 'matched' } | { outcome: 'unmatched' } | { outcome: 'notFound' };
  faceComparison: ({ outcome: 'matched' | 'unmatched' } & FaceScore) | { outcome: 'notFound' };
  attribution: { outcome: 'data'; carrier: string; province: string; city: string } | { outcome: 'notFound' };
  activeCity: { outcome: 'data'; province: string; city: string } | { outcome: 'notFound' };
  addressDistance: { outcome: 'data'; distanceBand: DistanceBand } | { outcome: 'notFound' };
  severity:
    | { outcome: 'clear' }
    | { outcome: 'flagged'; severity: Exclude<Severity, 0> }
    | { outcome: 'notFound' };
  policeRecord:
    | { outcome: 'clear' }
    | { outcome: 'flagged'; categories: readonly PoliceCategory[] }
    | { outcome: 'notFound' };
}

/** A source could not decide. The message says what to do, and holds no value that was sent. */
export interface ErroredFinding {
  outcome: 'errored';
  code: ErrorCode;
  message: string;
}

export type Finding = FindingByShape[ResultShape] | ErroredFinding;
export type Outcome = Finding['outcome'];

/** Every outcome of a sub-check. */
export const outcomeNames = [
  'matched',
  'unmatched',
  'notFound',
  'flagged',
  'clear',
  'data',
  'errored',
] as const satisfies readonly Outcome[];

/** The source was called and its response was lost. The call is not repeated, because it may have been billed. */
export const unknownOutcome: ErroredFinding = {
  outcome: 'errored',
  code: 'unknown-outcome',
  message:
    'The source was called and its response was lost. The call was not repeated, because it may have been billed. A new request calls the source again, and may also be billed.',
};

/** The source could not be reached, or did not accept the call at any retry. */
export const upstreamUnavailable: ErroredFinding = {
  outcome: 'errored',
  code: 'upstream-unavailable',
  message:
    'The source was unavailable or busy through every retry. Nothing was billed; send a new request later.',
};

/** The stage has no provider for the sub-check any more: its route was removed after the report was requested. */
export const notServed: ErroredFinding = {
  outcome: 'errored',
  code: 'upstream-unavailable',
  message: 'No upstream provider is configured for this sub-check. No call was made. Contact the operator.',
};

/** The submitted data are deleted: the report is complete, or a day has passed. */
export const applicantGone: ErroredFinding = {
  outcome: 'errored',
  code: 'upstream-unavailable',
  message: 'The submitted data were already deleted when the sub-check ran. Send the request again.',
};
