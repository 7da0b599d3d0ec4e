import { type Reason, readReasons } from '@kyc-china/core/address-reasons';
import {
  addressTypes,
  both,
  errorCodes,
  fieldLabels,
  outcomes,
  separator,
  words,
} from '@kyc-china/core/labels';
import { resultOf } from '@kyc-china/core/outcome-of';
import type { Report, ResultByShape } from '@kyc-china/core/report';
import {
  definitionOf,
  type Label,
  type ResultShape,
  type SubCheckId,
} from '@kyc-china/core/sub-checks/catalogue';
import { type Outcome, policeCategories, severities } from '@kyc-china/core/sub-checks/findings';

/** A line under a sub-check; one about a single address has its own outcome. */
export interface Detail {
  readonly text: string;
  readonly outcome?: Outcome;
  readonly addressIndex?: number;
}

const field = (label: Label, value: string): string => `${both(label)}: ${value}`;
const fields = (...texts: (string | undefined)[]): Detail[] => {
  const present = texts.filter((text) => text !== undefined);
  return present.length > 0 ? [{ text: present.join(separator) }] : [];
};
const place = ({ province, city }: { province: string | null; city: string | null }) => [
  province === null ? undefined : field(words.province, province),
  city === null ? undefined : field(words.city, city),
];

/** The details of a result beyond its outcome, by its shape. */
const detailsOf: { [S in Exclude<ResultShape, 'addressDistance'>]: (result: ResultByShape[S]) => Detail[] } =
  {
    verification: () => [],
    attribution: (result) =>
      fields(result.carrier === null ? undefined : field(words.carrier, result.carrier), ...place(result)),
    activeCity: (result) => fields(...place(result)),
    severity: ({ severity }) =>
      severity ? fields(field(words.severity, `${severity} / 3, ${both(severities[severity])}`)) : [],
    policeRecord: ({ categories: records }) =>
      records && records.length > 0
        ? fields(
            field(words.policeCategories, records.map((record) => both(policeCategories[record])).join(', ')),
          )
        : [],
  };

/** Returns one line for each address that was sent. For an address without a result, no source returned one. */
function addressDetails(report: Report): Detail[] {
  const results = resultOf(report, 'mobile.address-verify') ?? [];
  return (report.submitted.addressesToVerify ?? []).map(({ type, city }, addressIndex): Detail => {
    const result = results.find((one) => one.index === addressIndex);
    const outcome = !result ? 'errored' : result.found ? 'data' : 'notFound';
    const says = result?.distanceBand ? field(words.distance, result.distanceBand) : both(outcomes[outcome]);
    const { en, zh } = fieldLabels.addressesToVerify;
    return {
      text: [`${en} ${addressIndex + 1} ${zh}`, both(addressTypes[type]), city, says].join(separator),
      outcome,
      addressIndex,
    };
  });
}

/** Returns the details beyond a sub-check's outcome. */
export function resultDetails(report: Report, id: SubCheckId): Detail[] {
  if (id === 'mobile.address-verify') return addressDetails(report);
  const result = resultOf(report, id);
  const { shape } = definitionOf(id);
  if (result === undefined || shape === 'addressDistance') return [];
  // The result was built for this sub-check, so its shape is the one in the catalog.
  return (detailsOf[shape] as (one: unknown) => Detail[])(result);
}

/** Returns the addresses that a reason applies to, counted from 1 as in the lines above. */
function addressesOf({ positions }: Reason): string {
  const { en, zh } = fieldLabels.addressesToVerify;
  return `${en} ${positions.map((position) => position + 1).join(', ')} ${zh}`;
}

/** Returns why a sub-check could not be decided. Each of several reasons names its addresses, and the first one has the code. */
export function errorDetails(report: Report, id: SubCheckId): Detail[] {
  const errored = report.summary.errored.find(({ check }) => check === id);
  if (!errored) return [];
  const { code, error } = errored;
  const coded = `${field(words.errorCode, both(errorCodes[code]))} (${code})`;
  const reasons = readReasons(error);
  const [first, ...others] = reasons;
  if (!first || others.length === 0)
    return [{ text: coded }, ...reasons.map(({ message }) => ({ text: message }))];
  return [
    { text: `${addressesOf(first)}${separator}${coded}` },
    ...reasons.map((reason) => ({ text: `${addressesOf(reason)}: ${reason.message}` })),
  ];
}
