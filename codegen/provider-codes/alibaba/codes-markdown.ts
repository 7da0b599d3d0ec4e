import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { gatewayCodes } from '@kyc-china/providers/alibaba/gateway-codes';
import {
  callsPerSecondOf,
  type Operation,
  operations,
  type ProductHost,
} from '@kyc-china/providers/alibaba/operations';
import type { CodeTable } from '@kyc-china/providers/code-table';
import { markdownTable } from '../../markdown-table.ts';
import { codesTable, withParts } from '../codes-document.ts';

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
  const byTable = Map.groupBy(operationsOf(host), ({ codes }) => codes);
  const common = byTable.size > 1 ? commonOf(host) : {};
  const sections = [...byTable].map(([codes, sharing]) => {
    const actions = [...new Set(sharing.map(({ action }) => `\`${action}\``))].join(', ');
    return `#### ${actions}\n${codesTable(without(codes, common))}`;
  });
  const shared = byTable.size > 1 ? [`#### Every operation\n${codesTable(common)}`] : [];
  return [`### ${title}`, ...shared, ...sections].join('\n\n');
}

/** Which operation serves which sub-check. */
export function coverageMarkdown(): string {
  return markdownTable(
    ['Sub-check', 'Product', 'Operation', 'Calls a second', 'Needs in the secret'],
    (Object.entries(operations) as [SubCheckId, Operation][]).map(([id, operation]) => {
      const { host, action, authorisedBy } = operation;
      const needs = authorisedBy ? `\`authCodes.${authorisedBy}\`` : '';
      return [`\`${id}\``, host, `\`${action}\``, String(callsPerSecondOf(operation)), needs];
    }),
  );
}

/** What becomes of every documented code, operation by operation. */
export function codesMarkdown(): string {
  return [
    `### The gateway, before any operation\n${codesTable(gatewayCodes)}`,
    hostSection('cloudauth', 'ID Verification (cloudauth)'),
    hostSection('dytnsapi', 'Cell Phone Number Service (dytnsapi)'),
  ].join('\n\n');
}

/** The provider's page with its generated parts as they have to be. */
export function withGeneratedParts(document: string): string {
  return withParts(document, { coverage: coverageMarkdown, codes: codesMarkdown });
}
