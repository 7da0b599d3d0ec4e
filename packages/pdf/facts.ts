import { errorCodes, outcomeMeanings, words } from '@kyc-china/core/labels';
import { outcomeOf, resultOf } from '@kyc-china/core/outcome-of';
import type { Report, ResultByShape } from '@kyc-china/core/report';
import {
  definitionOf,
  type Label,
  type ResultShape,
  type SubCheckId,
} from '@kyc-china/core/sub-checks/catalogue';
import { policeCategories, severities } from '@kyc-china/core/sub-checks/findings';
import { bareName, carrierLabel, placeLabel } from './place-names.ts';
import { printedOutcomes, statedPlaces } from './words.ts';

const joined = (labels: readonly (Label | undefined)[]): Label => {
  const present = labels.filter((label) => label !== undefined);
  return {
    en: present.map(({ en }) => en).join('; '),
    zh: present.map(({ zh }) => zh).join('；'),
  };
};

/** A distance as it is printed, with a dash that is not a hyphen. */
export function printedBand(band: string): string {
  return band.replace('-', '–');
}

/** A score as it is printed: with at most two decimals. */
function rounded(score: number): string {
  return String(Math.round(score * 100) / 100);
}

/** The facts of an answer beyond its outcome, by its shape. */
const factsOf: {
  [S in Exclude<ResultShape, 'addressDistance' | 'activeCity'>]: (
    result: ResultByShape[S],
  ) => Label | undefined;
} = {
  verification: () => undefined,
  faceComparison: ({ score, threshold }) => {
    if (score === undefined) return undefined;
    const { faceScore, faceThreshold } = words;
    return joined([
      { en: `${faceScore.en} ${rounded(score)} of 100`, zh: `${faceScore.zh} ${rounded(score)}/100` },
      threshold === undefined
        ? undefined
        : { en: `${faceThreshold.en} ${threshold}`, zh: `${faceThreshold.zh} ${threshold}` },
    ]);
  },
  attribution: ({ carrier, province, city }) =>
    joined([carrier === null ? undefined : carrierLabel(carrier), placeLabel(province, city)]),
  severity: ({ severity }) =>
    severity
      ? {
          en: `${words.severity.en} ${severity} of 3: ${severities[severity].en}`,
          zh: `${words.severity.zh} ${severity}/3：${severities[severity].zh}`,
        }
      : undefined,
  policeRecord: ({ categories }) => {
    if (!categories || categories.length === 0) return undefined;
    const labels = categories.map((category) => policeCategories[category]);
    return {
      en: `${words.policeCategories.en}: ${labels.map(({ en }) => en).join(', ')}`,
      zh: `${words.policeCategories.zh}：${labels.map(({ zh }) => zh).join('、')}`,
    };
  },
};

/** Returns a place, and how it compares with the addresses that were stated for the same time of day. */
function activeCity(report: Report, id: SubCheckId, { province, city }: ResultByShape['activeCity']): Label {
  const type = id === 'mobile.location-work' ? 'work' : 'residential';
  const stated = (report.submitted.addressesToVerify ?? []).filter((one) => one.type === type);
  const place = placeLabel(province, city);
  if (stated.length === 0 || city === null) return joined([place]);
  const isSame = stated.some((one) => bareName(one.city) === bareName(city));
  const { en, zh } = statedPlaces[type];
  return joined([
    place,
    isSame
      ? { en: `in the city of the ${en}`, zh: `与${zh}同城` }
      : { en: `not in the city of the ${en}`, zh: `与${zh}不同城` },
  ]);
}

/** Returns what came of each address that was sent, in the order of the request. */
export function addressFindings(report: Report): Label[] {
  const results = resultOf(report, 'mobile.address-verify') ?? [];
  return (report.submitted.addressesToVerify ?? []).map((_, index) => {
    const result = results.find((one) => one.index === index);
    if (!result) return printedOutcomes.errored;
    if (!result.found || !result.distanceBand) return printedOutcomes.notFound;
    const band = printedBand(result.distanceBand);
    return { en: band, zh: band };
  });
}

function addressFact(report: Report): Label {
  return joined(
    addressFindings(report).map(({ en, zh }, index) => ({
      en: `${index + 1}: ${en}`,
      zh: `地址${index + 1}：${zh}`,
    })),
  );
}

/**
 * Returns what a source says of a check that ran, in both languages: the facts that it returned, or else what its outcome means.
 */
export function factOf(report: Report, id: SubCheckId): Label {
  const errored = report.summary.errored.find(({ check }) => check === id);
  const { shape } = definitionOf(id);
  if (shape === 'addressDistance' && report.submitted.addressesToVerify) return addressFact(report);
  if (errored) return errorCodes[errored.code] ?? { en: errored.code, zh: errored.code };
  const outcome = outcomeOf(report.summary, id);
  const result = resultOf(report, id);
  if (outcome === 'notFound' || result === undefined || shape === 'addressDistance')
    return outcomeMeanings[outcome];
  // The result was built for this sub-check, so its shape is the one in the catalog.
  const fact =
    shape === 'activeCity'
      ? activeCity(report, id, result as ResultByShape['activeCity'])
      : (factsOf[shape] as (one: unknown) => Label | undefined)(result);
  return fact && fact.en !== '' ? fact : outcomeMeanings[outcome];
}
