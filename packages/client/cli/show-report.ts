import type { RecordedConsent, Report } from '../src/index.ts';
import { decisionOf } from './decision.ts';
import { printable } from './terminal.ts';

type Results = Readonly<Record<string, unknown>>;

const outcomes = ['matched', 'unmatched', 'flagged', 'notFound'] as const;
const words: Record<(typeof outcomes)[number], string> = {
  matched: 'matched',
  unmatched: 'UNMATCHED',
  flagged: 'FLAGGED',
  notFound: 'no record',
};

/** What the source knows, in one line: its message, or the properties of a lookup. */
function findingsOf(result: unknown): string {
  if (Array.isArray(result)) return result.map(findingsOf).join('; ');
  if (typeof result !== 'object' || result === null) return '';
  const { message, categories } = result as { message?: unknown; categories?: unknown };
  if (typeof message === 'string')
    return Array.isArray(categories) && categories.length > 0
      ? `${message} (${categories.join(', ')})`
      : message;
  const known = Object.entries(result).filter(
    ([name, value]) => typeof value === 'string' && name !== 'type',
  );
  return known.map(([, value]) => value).join(' ');
}

const dayInSeconds = 24 * 60 * 60;

/** Returns the label of the link to the PDF, with the validity that the link itself states. */
function pdfLabel(pdfUrl: string): string {
  const seconds = Number(/[?&]X-Amz-Expires=(\d+)/.exec(pdfUrl)?.[1]);
  return seconds >= dayInSeconds ? `PDF, for ${Math.floor(seconds / dayInSeconds)} days` : 'PDF';
}

function consentLine({ obtainedAt, purpose, reference, separate = [] }: RecordedConsent): string {
  const proof = reference === undefined ? '' : `, proof ${reference}`;
  const given = separate.length === 0 ? '' : `, separately: ${separate.join(', ')}`;
  return `consent of ${obtainedAt}: ${purpose}${proof}${given}`;
}

/** The client's own words on the case, as they were sent. */
function referencesOf({ clientReference, metadata = {}, consent }: Report['reportMetadata']): string[] {
  return [
    ...(clientReference === undefined ? [] : [`reference ${clientReference}`]),
    ...Object.entries(metadata).map(([key, value]) => `${key}=${value}`),
    ...(consent ? [consentLine(consent)] : []),
  ];
}

/** A report for a person at a terminal, one line each. */
export function showReport(report: Report): string[] {
  const { reportMetadata, summary, pdfUrl } = report;
  const decision = decisionOf(report);
  const errored = new Map(summary.errored.map((entry) => [entry.check as string, entry]));
  const categories = report as unknown as Readonly<Record<string, Results | undefined>>;
  const width = Math.max(0, ...summary.ran.map((check) => check.length));
  const rows = summary.ran.map((check) => {
    const [category = '', key = ''] = check.split('.');
    const entry = errored.get(check);
    const outcome = outcomes.find((each) => (summary[each] as readonly string[]).includes(check));
    const word = entry ? 'ERRORED' : outcome ? words[outcome] : 'ok';
    const result = entry ? `${entry.error} [${entry.code}]` : findingsOf(categories[category]?.[key]);
    return `  ${check.padEnd(width)}  ${word.padEnd(9)}  ${result}`;
  });
  const warnings = reportMetadata.warnings.map(
    ({ field, message, code }) => `  ${field}: ${message} [${code}]`,
  );
  // A report that an earlier release stored has no such list.
  const { notOffered = [] } = summary;
  return [
    `${decision.outcome.toUpperCase()}   report ${reportMetadata.reportId}, ${reportMetadata.upstreamCalls} upstream calls`,
    `by ${decision.policy}: a recommendation made by rules, not a legal decision`,
    ...decision.reasons.map(
      ({ code, check, message }) => `  ${check ? `${check}: ` : ''}${message} [${code}]`,
    ),
    ...referencesOf(reportMetadata),
    '',
    ...rows,
    ...(notOffered.length > 0 ? ['', 'Not offered', ...notOffered.map((check) => `  ${check}`)] : []),
    ...(warnings.length > 0 ? ['', 'Warnings', ...warnings] : []),
    '',
    `${pdfLabel(pdfUrl)}: ${pdfUrl}`,
  ].map(printable);
}
