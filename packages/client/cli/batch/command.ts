import { access } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { KycAuthenticationError, KycError } from '../../src/index.ts';
import { connect, connectionOf, connectionOptions, connectionUsage } from '../connection.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { explain } from '../failures.ts';
import { announce, outputFault, printable, type Terminal } from '../terminal.ts';
import { writeWhole } from '../whole-file.ts';
import { plainFields } from './columns.ts';
import { Journal } from './journal.ts';
import { FaultyFileError, type Person, readPeople, repeatedRows } from './people.ts';
import { ProgressBar } from './progress-bar.ts';
import { resultsCsv } from './results-file.ts';
import { type RowResult, runBatch } from './run-batch.ts';
import { checkClient } from './settle-row.ts';

const options = {
  ...connectionOptions,
  out: { type: 'string' },
  concurrency: { type: 'string', default: '8' },
  encoding: { type: 'string' },
  resend: { type: 'boolean', default: false },
} as const;

export const batchUsage = `kyc-cn batch <people.csv> --out <results.csv>: verify every person in a file

  --out <file>             the results, a row for each person; <file>.journal beside it keeps what was sent
  --concurrency <1 to 256> how many at once (8)
  --encoding <name>        the file's encoding (utf-8), as gb18030
  --resend                 send again who may have been sent and is not known to have been, failed, or was refused
${connectionUsage}

Columns: ${plainFields.join(', ')},
address1Type, address1City, address1Address … address5Address; and reference, which the results carry. facePhoto holds a
file's path.
Run the same command again after an interruption: no person is sent twice.

Exit code: 0 every person has a report; 1 the API could not be reached or failed, or a file cannot be written; 2 wrong
input, nothing was sent; 5 the client was refused; 6 some have no report; 130 Ctrl-C`;

/** One person's way to a report: however throttled or slow it is. */
const patience = { timeoutMs: 15 * 60 * 1000, retries: 8 };

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

function concurrencyOf(text: string): number {
  if (/^[0-9]{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 256) return Number(text);
  throw new UsageError('--concurrency is a number from 1 to 256.');
}

/** How many repeated rows are named. */
const mostRepeated = 10;

/** Two equal rows may be meant, but each is verified and billed. */
function tellRepeated(people: readonly Person[], file: string, stderr: Terminal['stderr']): void {
  const repeated = repeatedRows(people);
  for (const { line, sameAs } of repeated.slice(0, mostRepeated))
    stderr.write(`${file}:${line}: the same details as line ${sameAs}: both are sent and billed\n`);
  const more = repeated.length - mostRepeated;
  if (more > 0) stderr.write(`${more} more rows repeat the details of an earlier row\n`);
}

async function peopleOf(file: string, encoding: string | undefined, { stderr }: Terminal): Promise<Person[]> {
  try {
    const people = await readPeople(file, encoding);
    tellRepeated(people, file, stderr);
    return people;
  } catch (error) {
    if (error instanceof FaultyFileError)
      for (const { line, message } of error.faults) stderr.write(`${file}:${line}: ${printable(message)}\n`);
    throw error;
  }
}

/** What the batch came to, as the last lines of its output. */
function summaryOf(results: readonly RowResult[], out: string): string[] {
  const counts = new Map<string, number>();
  for (const { decision } of results) counts.set(decision, (counts.get(decision) ?? 0) + 1);
  const calls = results.reduce(
    (sum, result) => sum + ('upstreamCalls' in result ? (result.upstreamCalls ?? 0) : 0),
    0,
  );
  return [
    `${results.length} people: ${[...counts].map(([decision, count]) => `${count} ${decision}`).join(', ')}`,
    `${calls} upstream calls`,
    `Results: ${out}`,
  ];
}

function exitCodeOf(results: readonly RowResult[]): ExitCode {
  const without = ['refused', 'no-report', 'unknown', 'pending'];
  return results.some(({ decision }) => without.includes(decision)) ? exitCodes.incomplete : exitCodes.ok;
}

/** A file that cannot be read or written any more, a full disk. */
function isOfThisMachine(error: unknown): error is Error {
  if (error instanceof KycError) return false;
  return error instanceof UsageError || typeof (error as NodeJS.ErrnoException).code === 'string';
}

/** `kyc-cn batch …`. */
export async function batch(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { stdout, stderr, environment, interrupted: stopping, interruptedAgain: signal } = terminal;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [file, ...others] = positionals;
  const { out } = values;
  if (!file || others.length > 0 || !out)
    throw new UsageError('kyc-cn batch <people.csv> --out <results.csv>');
  const concurrency = concurrencyOf(values.concurrency);
  const people = await peopleOf(file, values.encoding, terminal);
  const journalFile = `${out}.journal`;
  if ((await exists(out)) && !(await exists(journalFile)))
    throw new UsageError(`${out} is there already, and has no journal: choose another --out.`);

  const connection = await connectionOf(values, terminal);
  const client = connect(connection, patience);
  await checkClient(client, stopping);
  const secret = environment.KYC_CN_JOURNAL_SECRET ?? connection.clientSecret;
  const journal = await Journal.open(journalFile, { ...connection, secret, people });
  const bar = new ProgressBar(terminal, people.length);
  const tell = () =>
    stderr.write('\nNobody else is begun with. Ctrl-C again does not wait for who is under way.\n');
  stopping.addEventListener('abort', tell, { once: true });
  try {
    const { results, stoppedBy } = await runBatch({
      client,
      journal,
      people,
      concurrency,
      resend: values.resend,
      stopping,
      signal,
      now: () => new Date(),
      onResult: ({ decision }) => bar.add(decision),
    });
    bar.end();
    await writeWhole(out, resultsCsv(people, results));
    stdout.write(`${summaryOf(results, out).join('\n')}\n`);
    const code = exitCodeOf(results);
    if (results.some(({ decision }) => decision === 'pending'))
      stdout.write('Run the same command again to continue. No person is sent twice.\n');
    const fault = await outputFault(terminal);
    if (fault !== undefined)
      await announce(terminal, `The summary could not be written (${fault}). Results: ${out}`);
    if (stopping.aborted && code !== exitCodes.ok) return exitCodes.interrupted;
    if (!stoppedBy) return code;
    explain(stoppedBy, terminal);
    return stoppedBy instanceof KycAuthenticationError ? exitCodes.refusedClient : exitCodes.failed;
  } catch (error) {
    if (!isOfThisMachine(error)) throw error;
    // People may have been sent by now: it is not the input that is wrong.
    stderr.write(
      `${printable(error.message)}\nFix that and run the same command again: no person is sent twice.\n`,
    );
    return exitCodes.failed;
  } finally {
    stopping.removeEventListener('abort', tell);
    await journal.close();
  }
}
