import type { Report, ResultByShape } from '../domain/report.ts';
import {
  type Category,
  categories,
  definitionOf,
  type Label,
  placeOf,
  type ResultShape,
  type SubCheckId,
} from '../domain/sub-checks/catalogue.ts';
import { type Outcome, policeCategories, severities } from '../domain/sub-checks/findings.ts';
import { type Block, columns, icon, moved, paragraph, space, stack } from './blocks.ts';
import type { Fonts } from './fonts.ts';
import { addressTypes, both, errorCodes, fieldLabels, outcomes, separator, words } from './labels.ts';
import { outcomeOf, resultOf } from './outcome-of.ts';
import { section } from './section.ts';
import { contentWidth, outcomeColours, styles } from './theme.ts';

/** Where the columns of a row begin: icon, English label, Chinese label, outcome. */
const column = { en: 20, zh: 200, outcome: 412 } as const;
const gutter = 10;

/** A line under a sub-check; one about a single address has its own outcome. */
interface Detail {
  readonly text: string;
  readonly outcome?: Outcome;
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

/** What a result says beyond its outcome, by its shape. */
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

/** One line for each address that was sent; an address without a result is one that no source answered. */
function addressDetails(report: Report): Detail[] {
  const results = resultOf(report, 'mobile.address-verify') ?? [];
  return (report.submitted.addressesToVerify ?? []).map(({ type, city }, index): Detail => {
    const result = results.find((one) => one.index === index);
    const outcome = !result ? 'errored' : result.found ? 'data' : 'notFound';
    const says = result?.distanceBand ? field(words.distance, result.distanceBand) : both(outcomes[outcome]);
    const { en, zh } = fieldLabels.addressesToVerify;
    return {
      text: [`${en} ${index + 1} ${zh}`, both(addressTypes[type]), city, says].join(separator),
      outcome,
    };
  });
}

function resultDetails(report: Report, id: SubCheckId): Detail[] {
  if (id === 'mobile.address-verify') return addressDetails(report);
  const result = resultOf(report, id);
  const { shape } = definitionOf(id);
  if (result === undefined || shape === 'addressDistance') return [];
  // The result was built for this very sub-check, so its shape is the catalogue's.
  return (detailsOf[shape] as (one: unknown) => Detail[])(result);
}

/** The lines of a message that the service may prefix with the positions of addresses, counted from 0. */
const positions = /^addressesToVerify\[\d+\](?:, \[\d+\])*: /;

function errorDetails(report: Report, id: SubCheckId): Detail[] {
  const errored = report.summary.errored.find(({ check }) => check === id);
  if (!errored) return [];
  const { code, error } = errored;
  return [
    { text: `${field(words.errorCode, both(errorCodes[code]))} (${code})` },
    // The addresses are listed one by one above, counted from 1.
    { text: error.replace(positions, '') },
  ];
}

function detailBlock({ text, outcome }: Detail, fonts: Fonts): Block {
  const indent = outcome ? 13 : 0;
  const block = moved(
    paragraph(text, styles.detail, contentWidth - column.en - indent, fonts),
    column.en + indent,
    1.5,
  );
  if (!outcome) return block;
  return columns(block, moved(icon(outcome, 8, outcomeColours[outcome]), column.en, 4));
}

/** A sub-check: its name in both languages, what came of it, and below that what is known. */
function subCheckRow(report: Report, id: SubCheckId, fonts: Fonts): Block {
  const outcome = outcomeOf(report.summary, id);
  const { label } = definitionOf(id);
  const colour = outcomeColours[outcome];
  const verdict = { ...styles.body, weight: 'bold', colour } as const;
  const cell = (text: string, from: number, to: number, style: typeof styles.body | typeof verdict) =>
    moved(paragraph(text, style, to - from - gutter, fonts), from, 0);
  const details = [...resultDetails(report, id), ...errorDetails(report, id)];
  return stack(
    columns(
      moved(icon(outcome, 11, colour), 2, 1.2),
      cell(label.en, column.en, column.zh, styles.body),
      cell(label.zh, column.zh, column.outcome, styles.body),
      cell(both(outcomes[outcome]), column.outcome, contentWidth + gutter, verdict),
    ),
    ...(details.length > 0 ? [space(1), ...details.map((detail) => detailBlock(detail, fonts))] : []),
  );
}

/** A section for each category of which a sub-check ran. */
export function categorySections(report: Report, fonts: Fonts): Block[] {
  return (Object.keys(categories) as Category[]).flatMap((category) => {
    const ran = report.summary.ran.filter((id) => placeOf(id).category === category);
    if (ran.length === 0) return [];
    const rows = ran.map((id) => subCheckRow(report, id, fonts));
    return section(categories[category], rows, fonts);
  });
}
