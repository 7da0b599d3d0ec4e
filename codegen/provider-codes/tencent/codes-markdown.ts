import { actions } from '@kyc-china/providers/tencent/actions';
import { documentedApiCodes } from '@kyc-china/providers/tencent/api-codes';
import { markdownTable } from '../../markdown-table.ts';
import { codesTable, withParts } from '../codes-document.ts';

/** Which action answers which sub-check, with which parameters, and how often a second it may be called. */
export function coverageMarkdown(): string {
  // Any person will do: it is the parameters' names that are shown.
  const applicant = {
    name: '张三',
    idNumber: '110101199001011234',
    idIssueDate: '20200101',
    idExpiryDate: '长期',
    mobile: '13800138000',
    bankCardNumber: '6222021234567890123',
  };
  const { signal } = new AbortController();
  return markdownTable(
    ['Sub-check', 'Action', 'Parameters', 'Calls a second'],
    Object.entries(actions).map(([subCheck, { name, parametersOf, callsPerSecond }]) => {
      const call = { subCheck: subCheck as keyof typeof actions, applicant, photo: new Uint8Array(1) };
      const parameters = parametersOf({ ...call, requestId: '', attempt: 1, signal });
      const names = Object.keys(parameters).map((parameter) => `\`${parameter}\``);
      return [`\`${subCheck}\``, `\`${name}\``, names.join(', '), String(callsPerSecond)];
    }),
  );
}

/** What becomes of every documented code, action by action. */
export function codesMarkdown(): string {
  return [
    `### Errors of the API: every action\n${codesTable(documentedApiCodes)}`,
    ...Object.values(actions).map(({ name, results }) => `### \`${name}\`\n${codesTable(results)}`),
  ].join('\n\n');
}

/** The provider's page with its generated parts as they have to be. */
export function withGeneratedParts(document: string): string {
  return withParts(document, { coverage: coverageMarkdown, codes: codesMarkdown });
}
