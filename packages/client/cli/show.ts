import { parseArgs } from 'node:util';
import type { StoredReport } from '../src/index.ts';
import { connect, connectionOf, connectionOptions, connectionUsage } from './connection.ts';
import { exitCodeOf } from './decision.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.ts';
import { savePdf } from './pdf-file.ts';
import { showReport } from './show-report.ts';
import { announce, outputFault, printable, type Terminal } from './terminal.ts';

const options = {
  ...connectionOptions,
  json: { type: 'boolean' },
  pdf: { type: 'string' },
} as const;

export const showUsage = `kyc-cn show: show one of your own reports by its id

  kyc-cn show <reportId>

  --json                   print the answer as JSON
  --pdf <file>             save the report's PDF
${connectionUsage}

Exit code: 0 the report recommends pass; 1 it is not complete, failed, or it or its PDF could not be written; 2 wrong input, or no
report of yours has this id; 3 it recommends fail; 4 it recommends review; 5 the client was refused; 130 Ctrl-C`;

/** What is known of a report, for a person at a terminal. */
function linesAbout({
  reportId,
  status,
  report,
  progress,
  message,
  clientReference,
}: StoredReport): string[] {
  if (report) return showReport(report);
  const state =
    status === 'processing' && progress
      ? `${progress.completed} of ${progress.total} upstream calls are done`
      : message;
  return [
    `${status.toUpperCase()}   report ${reportId}${state === undefined ? '' : `: ${state}`}`,
    ...(clientReference === undefined ? [] : [`reference ${clientReference}`]),
  ].map(printable);
}

async function saveReportPdf(
  { report }: StoredReport,
  file: string,
  { interrupted }: Terminal,
): Promise<string | undefined> {
  if (!report) return 'The report is not complete, so it has no PDF.';
  const problem = await savePdf(report.pdfUrl, file, interrupted);
  return problem === undefined ? undefined : `The PDF was not saved: ${problem}.`;
}

/** `kyc-cn show …`. */
export async function show(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [reportId, ...rest] = positionals;
  if (reportId === undefined || rest.length > 0) throw new UsageError(showUsage);
  if (!/^[\w-]+$/.test(reportId)) throw new UsageError('A report’s id is a UUID, as kyc-cn list prints it.');
  if (values.pdf === '') throw new UsageError('--pdf needs the name of a file.');
  const client = connect(await connectionOf(values, terminal));
  const stored = await client.reports.get(reportId, { signal: terminal.interrupted });
  const lines = values.json ? [JSON.stringify(stored, undefined, 2)] : linesAbout(stored);
  terminal.stdout.write(`${lines.join('\n')}\n`);
  const fault = await outputFault(terminal);
  const problems = [
    fault === undefined ? undefined : `The report could not be written (${fault}).`,
    values.pdf === undefined ? undefined : await saveReportPdf(stored, values.pdf, terminal),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) await announce(terminal, problems.join(' '));
  return problems.length > 0 || !stored.report ? exitCodes.failed : exitCodeOf(stored.report);
}
