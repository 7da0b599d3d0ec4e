import type { Applicant } from '@kyc-china/core/applicant';
import {
  definitionOf,
  fieldsReadBy,
  placeOf,
  type ResultShape,
  type SubCheckId,
} from '@kyc-china/core/sub-checks/catalogue';
import {
  type DistanceBand,
  type ErroredFinding,
  type Finding,
  type FindingByShape,
  type PoliceCategory,
  policeCategories,
} from '@kyc-china/core/sub-checks/findings';

/** What the simulated source does with a call. */
export type Behaviour =
  /** Gives the default answer: matched, data found, nothing held against the person. */
  | { readonly does: 'answers-as-usual' }
  | { readonly does: 'answers'; readonly finding: Finding }
  | { readonly does: 'answers-slowly' }
  | { readonly does: 'never-answers' }
  /** Refuses to process the first calls of a task; without a number, all of them. */
  | { readonly does: 'throttles'; readonly firstCalls?: number }
  /** Processes the call, and the connection is gone before the answer comes. */
  | { readonly does: 'loses-the-answer' };

/** A thing that can happen, and the three digits that make it happen. */
export interface Scenario {
  readonly code: string;
  readonly meaning: string;
  /** What it makes the source do; undefined for a sub-check that it leaves alone. */
  readonly effectOn: (subCheck: SubCheckId) => Behaviour | undefined;
}

type Answers = { readonly [S in ResultShape]?: FindingByShape[S] };

function answer(code: string, meaning: string, answers: Answers): Scenario {
  return {
    code,
    meaning,
    effectOn: (subCheck) => {
      const finding = answers[definitionOf(subCheck).shape];
      return finding && { does: 'answers', finding };
    },
  };
}

function refusal(
  code: string,
  meaning: string,
  errored: Omit<ErroredFinding, 'outcome'>,
  affects: (subCheck: SubCheckId) => boolean = () => true,
): Scenario {
  const behaviour: Behaviour = { does: 'answers', finding: { outcome: 'errored', ...errored } };
  return { code, meaning, effectOn: (subCheck) => (affects(subCheck) ? behaviour : undefined) };
}

function fault(code: string, meaning: string, behaviour: Behaviour): Scenario {
  return { code, meaning, effectOn: () => behaviour };
}

function policeRecord(code: string, meaning: string, ...held: PoliceCategory[]): Scenario {
  return answer(code, meaning, { policeRecord: { outcome: 'flagged', categories: held } });
}

function distance(code: string, distanceBand: DistanceBand): Scenario {
  return answer(code, `Address ${distanceBand} away`, {
    addressDistance: { outcome: 'data', distanceBand },
  });
}

const notFound = { outcome: 'notFound' } as const;

/**
 * Every scenario. The first digit says what kind it is: 0 verifications, 2 fraud by severity, 3 police
 * records by category, 6 addresses by the least kilometres of the band; 4 and 5 are what HTTP would call it.
 * No code is 000 or 123: those end the documentation's own examples, which get the default answers.
 */
export const scenarios: readonly Scenario[] = [
  answer('001', 'Details do not agree', {
    verification: { outcome: 'unmatched' },
    faceComparison: { outcome: 'unmatched', score: 26, threshold: 70 },
  }),

  answer('201', 'Fraud lists, low severity', { severity: { outcome: 'flagged', severity: 1 } }),
  answer('202', 'Fraud lists, medium severity', { severity: { outcome: 'flagged', severity: 2 } }),
  answer('203', 'Fraud lists, high severity', { severity: { outcome: 'flagged', severity: 3 } }),

  ...(Object.keys(policeCategories) as PoliceCategory[]).map((category, index) =>
    policeRecord(`30${index + 1}`, `Police record: ${policeCategories[category].en}`, category),
  ),
  policeRecord('312', 'Police records of the first two categories', 'offender', 'drug-related'),

  refusal('400', 'Source rejects a value', {
    code: 'invalid-input',
    message:
      'The source rejects one of the values. Compare every value with the document and send a new request.',
  }),
  refusal('402', 'Quota used up', {
    code: 'quota',
    message:
      "The service's quota at the source is used up. Ask the operator to raise it, then send a new request.",
  }),
  refusal(
    '403',
    'Card lost, expired or restricted',
    {
      code: 'card-problem',
      message:
        'The bank reports the card as lost, expired or restricted. This says nothing about the person: ask for another card.',
    },
    (subCheck) => placeOf(subCheck).category === 'bank',
  ),
  answer('404', 'No record', {
    verification: notFound,
    faceComparison: notFound,
    attribution: notFound,
    activeCity: notFound,
    addressDistance: notFound,
    severity: notFound,
    policeRecord: notFound,
  }),
  refusal('415', 'Number segment, card or document not served', {
    code: 'unsupported',
    message:
      'The source does not serve this number segment, card or document. Ask for another one, or verify by other means.',
  }),
  refusal(
    '422',
    'Photo unusable',
    {
      code: 'photo-unusable',
      message:
        'The source finds no single clear face in the photo. Take another: one face, from the front, evenly lit, in focus.',
    },
    (subCheck) => fieldsReadBy(subCheck).includes('facePhoto'),
  ),
  fault('429', 'Throttled at every attempt', { does: 'throttles' }),

  fault('500', 'Connection lost after sending', { does: 'loses-the-answer' }),
  refusal('502', 'Answer with an unknown code', {
    code: 'unknown-code',
    message:
      "The source answered with a code that this service does not know. Give the operator the report's id.",
  }),
  refusal('503', 'Source out of service', {
    code: 'upstream-unavailable',
    message: 'The source is out of service. Nothing was billed; send a new request later.',
  }),
  fault('504', 'No answer at all', { does: 'never-answers' }),
  fault('505', 'Answer after 5 seconds', { does: 'answers-slowly' }),
  fault('529', 'Throttled twice, then an answer', { does: 'throttles', firstCalls: 2 }),

  distance('600', '≤3 km'),
  distance('603', '3-10 km'),
  distance('610', '10-20 km'),
  distance('620', '20-50 km'),
  distance('650', '>50 km'),
];

const byCode = new Map(scenarios.map((scenario) => [scenario.code, scenario]));

/**
 * How the numbers of every test person begin. Only such a number carries a code: any other one is an ordinary
 * person's, whatever its digits are.
 */
export const testNumberStarts = {
  bankCardNumber: '622202123456789',
  mobile: '13800138',
  idNumber: '11010119900101',
} as const;

/** Where each field carries its scenario code, in the order in which the fields are consulted. */
const codePatterns = {
  // One digit before the code makes the Luhn sum right.
  bankCardNumber: new RegExp(`^${testNumberStarts.bankCardNumber}[0-9]([0-9]{3})$`),
  mobile: new RegExp(`^${testNumberStarts.mobile}([0-9]{3})$`),
  // The sequence number: the last digits that are free, because the check digit follows from the others.
  idNumber: new RegExp(`^${testNumberStarts.idNumber}([0-9]{3})[0-9X]$`),
} as const satisfies Partial<Record<keyof Applicant, RegExp>>;
type CodeField = keyof typeof codePatterns;

/** Returns the scenario that a test person's number carries, or undefined for any other number. */
function scenarioIn(field: CodeField, value: string): Scenario | undefined {
  const code = codePatterns[field].exec(value)?.[1];
  return code === undefined ? undefined : byCode.get(code);
}

/** The fields in which a sub-check's scenario is looked up, the decisive one first. */
export function codeFieldsOf(subCheck: SubCheckId): CodeField[] {
  const read = fieldsReadBy(subCheck);
  return (Object.keys(codePatterns) as CodeField[]).filter((field) => read.includes(field));
}

/** What the source does with a call: the first field whose scenario has an effect on the sub-check decides. */
export function behaviourFor(subCheck: SubCheckId, applicant: Applicant): Behaviour {
  for (const field of codeFieldsOf(subCheck)) {
    const value = applicant[field];
    const effect = value === undefined ? undefined : scenarioIn(field, value)?.effectOn(subCheck);
    if (effect) return effect;
  }
  return { does: 'answers-as-usual' };
}
