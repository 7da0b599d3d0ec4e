import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { RowDigests } from '../../packages/client/cli/batch/journal-records.ts';
import { run } from '../../packages/client/cli/command-line.ts';
import { KycClient, KycError, type Report } from '../../packages/client/src/index.ts';
import { credentials } from './api.ts';
import { people } from './people.ts';
import type { Caller, PersonSeen, RunSeen } from './seen.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface Surroundings {
  readonly url: string;
  /** An empty folder of the cell. */
  readonly folder: string;
  readonly time: VirtualTime;
  /** The run before, with the fault. */
  readonly before: RunSeen | undefined;
}

type Seen = Omit<RunSeen, 'tookMs' | 'isEndless'>;

const unseenPerson: PersonSeen = { verdict: undefined, reportId: undefined, keys: [] };

async function runCommand(args: readonly string[], url: string) {
  const shown = { stdout: '', stderr: '' };
  const screen = (name: keyof typeof shown) =>
    new Writable({
      write: (chunk, _encoding, written) => {
        shown[name] += String(chunk);
        written();
      },
    });
  const never = new AbortController().signal;
  const terminal = {
    stdin: new PassThrough(),
    stdout: screen('stdout'),
    stderr: screen('stderr'),
    environment: {
      KYC_CN_URL: url,
      KYC_CN_CLIENT_ID: credentials.clientId,
      KYC_CN_CLIENT_SECRET: credentials.clientSecret,
      // As a secret that is not set arrives from many build systems.
      KYC_CN_JOURNAL_SECRET: '',
    },
    interrupted: never,
    interruptedAgain: never,
  };
  try {
    return { code: await run(args, terminal), crash: undefined, ...shown, shown };
  } catch (error) {
    return { code: undefined, crash: String((error as Error).stack ?? error), ...shown, shown };
  }
}

/** What a report says of a person, read without the client's own code. */
function readReport(report: Partial<Report>): Pick<PersonSeen, 'verdict' | 'reportId'> {
  const { decision, reportMetadata } = report;
  return {
    verdict: decision?.outcome ?? 'something that is not a report',
    reportId: reportMetadata?.reportId,
  };
}

function parsed(stdout: string): Partial<Report> | undefined {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/** `kyc-cn verify` of the first person, with the PDF. The second run uses the key that the first one printed, if any. */
async function verify(surroundings: Surroundings): Promise<Seen> {
  const { folder, before } = surroundings;
  const [person] = people;
  const pdf = path.join(folder, 'report.pdf');
  const key = before?.people.get(0)?.keys[0];
  const { code, crash, shown } = await runCommand(
    [
      'verify',
      '--json',
      ...['--name', person?.name ?? '', '--id', person?.idNumber ?? '', '--pdf', pdf],
      ...(key === undefined ? [] : ['--idempotency-key', key]),
    ],
    surroundings.url,
  );
  const report = parsed(shown.stdout);
  const keys = [...shown.stderr.matchAll(/--idempotency-key (\S+)/g)].map(([, printed]) => printed ?? '');
  return {
    code,
    crash,
    shown: report ? shown.stderr : shown.stdout + shown.stderr,
    error: undefined,
    people: new Map([[0, { ...unseenPerson, ...(report && readReport(report)), keys }]]),
    pdf: existsSync(pdf) ? readFileSync(pdf) : undefined,
    isJournalOpen: false,
  };
}

interface Line {
  readonly row?: number;
  readonly key?: string;
}

/** Whether a journal's digests can be computed without a secret, and so tried with guessed ID numbers. */
function isOpen(journal: string): boolean {
  const { batch: id, check } = JSON.parse(journal.split('\n')[0] || '{}');
  return id !== undefined && new RowDigests('', id).check === check;
}

/**
 * `kyc-cn batch` of six people, one at a time: which call is struck does not depend on chance. The second run spells the
 * API's address in another way.
 */
async function batch(surroundings: Surroundings): Promise<Seen> {
  const { folder, url, before } = surroundings;
  const [file, out] = [path.join(folder, 'people.csv'), path.join(folder, 'results.csv')];
  const rows = people.map(({ name, idNumber }) => `${name},${idNumber}`);
  await writeFile(file, `name,idNumber\n${rows.join('\n')}\n`);
  const args = ['batch', file, '--out', out, '--concurrency', '1'];
  const { code, crash, shown } = await runCommand(args, before ? `${url}/` : url);
  const journal = existsSync(`${out}.journal`) ? readFileSync(`${out}.journal`, 'utf8') : '';
  const lines: Line[] = journal
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const results: Record<string, string>[] = existsSync(out)
    ? parse(readFileSync(out), { columns: true, bom: true })
    : [];
  const seen = people.map((_, row): [number, PersonSeen] => [
    row,
    {
      verdict: results[row]?.decision,
      reportId: results[row]?.reportId || undefined,
      keys: lines.flatMap((line) => (line.row === row && line.key !== undefined ? [line.key] : [])),
    },
  ]);
  const whole = `${shown.stdout}${shown.stderr}${journal}${JSON.stringify(results)}`;
  return {
    code,
    crash,
    shown: whole,
    error: undefined,
    people: new Map(seen),
    pdf: undefined,
    isJournalOpen: isOpen(journal),
  };
}

/** `client.verify` of the typed client, under a key that the caller keeps. */
async function client({ url }: Surroundings): Promise<Seen> {
  const [person] = people;
  const idempotencyKey = 'a-key-of-the-caller';
  const calling = new KycClient({ baseUrl: url, ...credentials });
  const nothing = { code: undefined, crash: undefined, shown: '', error: undefined, pdf: undefined };
  const seen = { ...nothing, isJournalOpen: false };
  try {
    const onProgress = ({ completed, total }: { completed: number; total: number }) =>
      void [completed, total];
    const report = await calling.verify(person ?? {}, { idempotencyKey, onProgress });
    return { ...seen, people: new Map([[0, { ...readReport(report), keys: [idempotencyKey] }]]) };
  } catch (error) {
    if (!(error instanceof KycError))
      return {
        ...seen,
        crash: String((error as Error).stack),
        people: new Map([[0, { ...unseenPerson, keys: [idempotencyKey] }]]),
      };
    const { status, code } = error as { status?: number; code?: string };
    const isRefused =
      status !== undefined && status < 500 && status !== 429 && error.name === 'KycRequestError';
    const verdict = code === 'report-failed' ? 'no-report' : isRefused ? 'refused' : 'pending';
    return {
      ...seen,
      shown: String(error),
      error: { name: error.name, status },
      people: new Map([[0, { verdict, reportId: undefined, keys: [idempotencyKey] }]]),
    };
  }
}

/** Runs a caller once. */
export async function call(caller: Caller, surroundings: Surroundings): Promise<RunSeen> {
  const { time } = surroundings;
  const startedAt = time.now;
  time.isStuck = false;
  const seen = await { verify, batch, client }[caller](surroundings);
  return { ...seen, tookMs: time.now - startedAt, isEndless: time.isStuck };
}
