import type { SubCheckId } from '../../domain/sub-checks/catalogue.ts';
import { type Code, type CodeTable, errorCodeOf } from './codes.ts';
import { gatewayCodes } from './gateway-codes.ts';
import { type Operation, operations, type ProductHost } from './operations.ts';

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function resultOf(row: Code): string {
  switch (row.class) {
    case 'match':
      return 'matched';
    case 'mismatch':
      return 'unmatched';
    case 'no-record':
      return 'notFound';
    case 'data':
      return 'data';
    case 'retry':
      return `not processed (${row.reason}): another provider, or again later`;
    case 'unknown-outcome':
      return 'errored: `unknown-outcome`';
    default:
      return `errored: \`${errorCodeOf[row.class]}\``;
  }
}

function codeTable(rows: CodeTable): string {
  return [
    line(['Code', 'What the provider says', 'What the report says', 'Billed']),
    line(['---', '---', '---', '---']),
    ...Object.entries(rows).map(([code, row]) =>
      line([`\`${code}\``, row.meaning, resultOf(row), row.billed ? 'yes' : 'no']),
    ),
  ].join('\n');
}

/** The rows of a table that are not in another: a code means there what it says here. */
function without(rows: CodeTable, others: CodeTable): CodeTable {
  return Object.fromEntries(Object.entries(rows).filter(([code, row]) => others[code] !== row));
}

function operationsOf(host: ProductHost): readonly Operation[] {
  return Object.values(operations).filter((operation) => operation.host === host);
}

/** What the tables of all operations of a host have in common. */
function commonOf(host: ProductHost): CodeTable {
  const [first, ...rest] = operationsOf(host).map(({ codes }) => codes);
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([code, row]) => rest.every((codes) => codes[code] === row)),
  );
}

function hostSection(host: ProductHost, title: string): string {
  const common = commonOf(host);
  const byTable = Map.groupBy(operationsOf(host), ({ codes }) => codes);
  const sections = [...byTable].map(([codes, sharing]) => {
    const actions = [...new Set(sharing.map(({ action }) => `\`${action}\``))].join(', ');
    return `#### ${actions}\n${codeTable(without(codes, common))}`;
  });
  return [`### ${title}`, `#### Every operation\n${codeTable(common)}`, ...sections].join('\n\n');
}

/** Which operation serves which sub-check. */
export function coverageMarkdown(): string {
  const rows = (Object.entries(operations) as [SubCheckId, Operation][]).map(
    ([id, { host, action, authorisedBy }]) =>
      line([`\`${id}\``, host, `\`${action}\``, authorisedBy ? `\`authCodes.${authorisedBy}\`` : '']),
  );
  return [
    line(['Sub-check', 'Product', 'Operation', 'Needs in the secret']),
    line(['---', '---', '---', '---']),
    ...rows,
  ].join('\n');
}

/** What becomes of every documented code, operation by operation. */
export function codesMarkdown(): string {
  return [
    `### The gateway, before any operation\n${codeTable(gatewayCodes)}`,
    hostSection('cloudauth', 'ID Verification (cloudauth)'),
    hostSection('dytnsapi', 'Cell Phone Number Service (dytnsapi)'),
  ].join('\n\n');
}

const parts = { coverage: coverageMarkdown, codes: codesMarkdown };

/**
 * The documentation with its generated parts as they have to be: those between `<!-- generated: <part> -->` and
 * `<!-- end -->`.
 */
export function withGeneratedParts(document: string): string {
  return document.replace(
    /<!-- generated: (\w+) -->\n[\s\S]*?<!-- end -->/g,
    (whole: string, part: string) =>
      part === 'coverage' || part === 'codes'
        ? `<!-- generated: ${part} -->\n${parts[part]()}\n<!-- end -->`
        : whole,
  );
}
