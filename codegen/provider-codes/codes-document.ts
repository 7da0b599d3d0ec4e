import { type Billing, type CodeTable, errorCodeOf, type Verdict } from '@kyc-china/providers/code-table';
import { markdownTable } from '../markdown-table.ts';

/** What becomes of an answer with the verdict, for a reader. */
function describeVerdict(verdict: Verdict): string {
  switch (verdict.class) {
    case 'match':
      return 'matched';
    case 'mismatch':
      return 'unmatched';
    case 'no-record':
      return 'notFound';
    case 'data':
      return 'data';
    case 'retry':
      return `not processed (${verdict.reason.replace('-', ' ')}): another provider, or again later`;
    case 'unknown-outcome':
      return 'errored: `unknown-outcome`';
    default:
      return `errored: \`${errorCodeOf[verdict.class]}\``;
  }
}

const billings: Record<Billing, string> = { yes: 'yes', no: 'no', undocumented: 'not documented' };

/** A table of a provider's codes: each with what it means there, what becomes of it here, and whether it is billed. */
export function codesTable(codes: CodeTable): string {
  return markdownTable(
    ['Code', 'What the provider says', 'What the report says', 'Billed'],
    Object.entries(codes).map(([code, { meaning, verdict, billing }]) => [
      `\`${code}\``,
      meaning,
      describeVerdict(verdict),
      billings[billing],
    ]),
  );
}

/**
 * A document with the text between `<!-- generated: <part> -->` and `<!-- end -->` as it has to be. A part of a
 * name that is not given stays as it is.
 */
export function withParts(document: string, parts: Readonly<Record<string, () => string>>): string {
  return document.replace(
    /(<!-- generated: (\w+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (whole: string, start: string, part: string, end: string) => {
      const markdown = Object.hasOwn(parts, part) ? parts[part]?.() : undefined;
      return markdown === undefined ? whole : `${start}${markdown}${end}`;
    },
  );
}
