import { parseArgs } from 'node:util';
import type { Usage } from '../src/index.ts';
import { connect, connectionOf, connectionOptions, connectionUsage } from './connection.ts';
import { type ExitCode, UsageError } from './exit-codes.ts';
import { tableLines } from './table.ts';
import { printable, type Terminal } from './terminal.ts';
import { writeResult } from './write-result.ts';

export const usageUsage = `kyc-cn usage: show what you used in a month, and what it cost

  kyc-cn usage <YYYY-MM>

  --json                   print the answer as JSON
${connectionUsage}

The months are those of UTC. The key needs the scope usage.
Exit code: 0 the usage is printed, even if nothing was used; 1 the API could not be reached or failed, or the result could not be
written; 2 wrong input, or a month that cannot be read; 5 the client was refused; 130 Ctrl-C`;

const columns = ['CHECK', 'RAN', 'BILLED', 'COST'] as const;

/** Returns a line for each sub-check, and the total. Amounts stay the decimal strings that the API returned. */
function linesOf({ month, reports, subChecks, cost, asOf }: Usage): string[] {
  const rows = subChecks.map((used) => [used.check, String(used.ran), String(used.billed), used.cost]);
  return [
    ...tableLines([columns, ...rows]),
    '',
    `Total of ${month}: ${cost.amount} ${cost.currency}, ${reports} completed reports, as of ${asOf}`,
  ];
}

/** `kyc-cn usage …`. */
export async function usage(args: string[], terminal: Terminal): Promise<ExitCode> {
  const options = { ...connectionOptions, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [month, ...rest] = positionals;
  if (month === undefined || rest.length > 0) throw new UsageError(usageUsage);
  if (!/^[0-9]{4}-[0-9]{2}$/.test(month)) throw new UsageError('A month is YYYY-MM, such as 2026-11.');
  const client = connect(await connectionOf(values, terminal));
  const used = await client.usage(month, { signal: terminal.interrupted });
  const lines = values.json ? [JSON.stringify(used, undefined, 2)] : linesOf(used).map(printable);
  return writeResult(lines, terminal);
}
