import { parseArgs } from 'node:util';
import type { DecisionOutcome, ReportListQuery, ReportStatus, StoredReport } from '../src/index.ts';
import { connect, connectionOf, connectionOptions, connectionUsage } from './connection.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.ts';
import { tableLines } from './table.ts';
import { announce, outputFault, printable, type Terminal } from './terminal.ts';

const options = {
  ...connectionOptions,
  reference: { type: 'string' },
  status: { type: 'string' },
  decision: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  limit: { type: 'string', default: '20' },
  json: { type: 'boolean' },
} as const;

export const listUsage = `kyc-cn list: list your own reports, newest first

  --reference <text>       those of this clientReference
  --status <status>        processing, completed or failed
  --decision <outcome>     pass, review or fail
  --from <time>            requested at this time or later: a date, or a date and time with its offset (ISO 8601)
  --to <time>              requested before this time
  --limit <number>         how many at most (20)
  --json                   print the reports as a JSON array
${connectionUsage}

Exit code: 0 the reports are listed, even if the list is empty; 1 the API could not be reached or failed, or the list could not be
written; 2 wrong input; 5 the client was refused; 130 Ctrl-C`;

/** The most reports of one call. */
const largestPage = 100;

function limitOf(text: string): number {
  if (/^[1-9][0-9]{0,6}$/.test(text)) return Number(text);
  throw new UsageError('--limit is a number from 1 to 9999999.');
}

const columns = ['REPORT', 'REQUESTED', 'STATUS', 'DECISION', 'REFERENCE'] as const;

function cellsOf({ reportId, requestedAt, status, decision, clientReference }: StoredReport): string[] {
  return [reportId, requestedAt, status, decision?.outcome ?? '-', clientReference ?? '-'].map(printable);
}

type Options = ReturnType<typeof parse>;
const parse = (args: string[]) => parseArgs({ args, options }).values;

/** The query of the options. The API says which values there are. */
function queryOf({ reference, status, decision, from, to }: Options): ReportListQuery {
  return {
    clientReference: reference,
    status: status as ReportStatus | undefined,
    decision: decision as DecisionOutcome | undefined,
    from,
    to,
  };
}

/** `kyc-cn list …`. */
export async function list(args: string[], terminal: Terminal): Promise<ExitCode> {
  const values = parse(args);
  const limit = limitOf(values.limit);
  const client = connect(await connectionOf(values, terminal));
  const reports: StoredReport[] = [];
  // One more than is shown: only then it is known that more follow.
  const query = { ...queryOf(values), pageSize: Math.min(largestPage, limit + 1) };
  for await (const report of client.reports.list(query, { signal: terminal.interrupted })) {
    reports.push(report);
    if (reports.length > limit) break;
  }
  const shown = reports.slice(0, limit);
  const lines = values.json
    ? [JSON.stringify(shown, undefined, 2)]
    : tableLines([columns, ...shown.map(cellsOf)]);
  terminal.stdout.write(`${lines.join('\n')}\n`);
  const fault = await outputFault(terminal);
  if (fault !== undefined) {
    await announce(terminal, `The list could not be written (${fault}).`);
    return exitCodes.failed;
  }
  if (reports.length > limit)
    await announce(terminal, 'More reports match. Pass a higher --limit to see them.');
  return exitCodes.ok;
}
