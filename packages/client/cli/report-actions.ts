import { parseArgs } from 'node:util';
import type { ReportEvent } from '../src/index.ts';
import { connect, connectionOf, connectionOptions, connectionUsage } from './connection.ts';
import { type ExitCode, UsageError } from './exit-codes.ts';
import { printable, type Terminal } from './terminal.ts';
import { writeResult } from './write-result.ts';

const exitUsage = `Exit code: 0 done; 1 the API could not be reached or failed, or the result could not be written; 2 wrong input, no
report of yours has this id, or it is still processing; 5 the client was refused; 130 Ctrl-C`;

export const eraseUsage = `kyc-cn erase: erase one of your own reports, with its PDF

  kyc-cn erase <reportId> --yes

  --yes                    erase it: this cannot be undone
${connectionUsage}

Prints the receipt as JSON. Keep it: a second call finds no report.
${exitUsage}`;

export const eventsUsage = `kyc-cn events: show what happened to one of your own reports, and who read it

  kyc-cn events <reportId>

  --json                   print the events as a JSON array
${connectionUsage}

${exitUsage}`;

export const resendUsage = `kyc-cn resend: send the webhook of one of your own reports again

  kyc-cn resend <reportId>
${connectionUsage}

${exitUsage}`;

/** Returns the one argument of a command. @throws UsageError */
function reportIdOf(positionals: readonly string[], usage: string): string {
  const [reportId, ...rest] = positionals;
  if (reportId === undefined || rest.length > 0) throw new UsageError(usage);
  if (!/^[\w-]+$/.test(reportId)) throw new UsageError('A report’s id is a UUID, as kyc-cn list prints it.');
  return reportId;
}

/** `kyc-cn erase …`. */
export async function erase(args: string[], terminal: Terminal): Promise<ExitCode> {
  const options = { ...connectionOptions, yes: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const reportId = reportIdOf(positionals, eraseUsage);
  if (!values.yes) throw new UsageError('An erased report cannot be restored. Pass --yes to erase it.');
  const client = connect(await connectionOf(values, terminal));
  const receipt = await client.reports.erase(reportId, { signal: terminal.interrupted });
  return writeResult([JSON.stringify(receipt, undefined, 2)], terminal);
}

/** What is known of an event beside its type and time, in words. */
function detailsOf(event: ReportEvent): string {
  const { by, keyId, resend, attempt, outcome, httpStatus, durationMs, error } = event;
  const parts = [
    by && `by ${by}`,
    keyId && `key ${keyId}`,
    resend !== undefined && (resend === 0 ? 'first sending' : `resend ${resend}`),
    attempt !== undefined && `attempt ${attempt}`,
    outcome,
    httpStatus !== undefined && `HTTP ${httpStatus}`,
    error,
    durationMs !== undefined && `${durationMs} ms`,
  ];
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(', ');
}

/** `kyc-cn events …`. */
export async function events(args: string[], terminal: Terminal): Promise<ExitCode> {
  const options = { ...connectionOptions, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const reportId = reportIdOf(positionals, eventsUsage);
  const client = connect(await connectionOf(values, terminal));
  const found = await client.reports.events(reportId, { signal: terminal.interrupted });
  if (values.json) return writeResult([JSON.stringify(found, undefined, 2)], terminal);
  const width = Math.max(...found.map(({ type }) => type.length));
  const lines = found.map((event) =>
    `${event.at}  ${event.type.padEnd(width)}  ${detailsOf(event)}`.trimEnd(),
  );
  return writeResult(lines.map(printable), terminal);
}

/** `kyc-cn resend …`. */
export async function resend(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args, options: connectionOptions, allowPositionals: true });
  const reportId = reportIdOf(positionals, resendUsage);
  const client = connect(await connectionOf(values, terminal));
  const { resend: number } = await client.reports.resendWebhook(reportId, { signal: terminal.interrupted });
  return writeResult(
    [`The webhook of ${reportId} is sent again: resend ${number}. kyc-cn events shows the attempts.`],
    terminal,
  );
}
