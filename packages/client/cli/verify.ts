import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type TextField, textField, textFields } from '@kyc-china/core/contract/request-fields';
import {
  isLimitReached,
  isReportFailed,
  KycRateLimitError,
  KycRequestError,
  KycServiceError,
  type Report,
  type StatedAddress,
  type SubCheckId,
  type VerificationRequest,
} from '../src/index.ts';
import { connect, connectionOf, connectionOptions, connectionUsage } from './connection.ts';
import { consentOf, consentOptions, consentUsage } from './consent-options.ts';
import { exitCodeOf } from './decision.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.ts';
import { explain } from './failures.ts';
import { savePdf } from './pdf-file.ts';
import { facePhotoOf } from './photo-file.ts';
import { showReport } from './show-report.ts';
import { announce, outputFault, type Terminal } from './terminal.ts';

const flagOf = (field: TextField) => textField(field).option.flag;

/** The option of each field that is one text. */
const textOptions = Object.fromEntries(
  textFields.map((field) => [flagOf(field), { type: 'string' }]),
) as Readonly<Record<ReturnType<typeof flagOf>, { readonly type: 'string' }>>;

const options = {
  ...connectionOptions,
  ...textOptions,
  photo: { type: 'string' },
  address: { type: 'string', multiple: true },
  metadata: { type: 'string', multiple: true },
  ...consentOptions,
  'sub-checks': { type: 'string' },
  json: { type: 'boolean' },
  pdf: { type: 'string' },
  'idempotency-key': { type: 'string' },
} as const;

/** Returns the usage of a text's option: `  --id <ID number>         ID number: 18 characters`. */
function usageOf(field: TextField): string {
  const { option, label, formHint } = textField(field);
  return `  ${`--${option.flag} <${option.value}>`.padEnd(24)} ${label.en}: ${formHint.en}`;
}

export const verifyUsage = `kyc-cn verify: verify one person

${textFields.map(usageOf).join('\n')}
  --photo <file>           JPEG or PNG of the face
  --address <type:city:address>   type: common, work or residential; up to five times
  --sub-checks <a,b>       run only these, by their ids
  --metadata <key=value>   a text that the report returns; up to twenty times
${consentUsage}
  --json                   print the report as JSON
  --pdf <file>             save the report's PDF
  --idempotency-key <key>  go on with a verification that was cut short: the same key and person are not paid again for a day
${connectionUsage}

Exit code: 0 the report recommends pass; 1 no report, or it or its PDF could not be written; 2 wrong input; 3 it recommends
fail; 4 it recommends review; 5 the client was refused before anything was started;
7 a limit of the client is reached, and nothing was started; 130 Ctrl-C`;

/** `type:city:address`; the address may hold colons. */
function addressOf(text: string): StatedAddress {
  const [type = '', city, ...rest] = text.split(':');
  if (!city || rest.length === 0)
    throw new UsageError('--address is type:city:address, as residential:北京:朝阳区建国路88号.');
  // The API says which types there are.
  return { type: type as StatedAddress['type'], city, address: rest.join(':') };
}

/** `key=value`, each key once; the value may hold equals signs. */
function metadataOf(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError('--metadata is key=value, as branch=central.');
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  if (new Set(pairs.map(([key]) => key)).size < pairs.length)
    throw new UsageError('--metadata has one of its keys twice.');
  return Object.fromEntries(pairs);
}

/** `id,id`. */
function subChecksOf(text: string): SubCheckId[] {
  const ids = text.split(',').map((id) => id.trim());
  // An empty list would run everything.
  if (ids.includes(''))
    throw new UsageError('--sub-checks is a list of ids, as identity.two-factor,risk.fraud.');
  return ids;
}

type Options = ReturnType<typeof parse>;
const parse = (args: string[]) => parseArgs({ args, options }).values;

async function applicantOf(options: Options): Promise<VerificationRequest> {
  const { photo, address, metadata } = options;
  const texts = textFields.map((field) => [field, options[flagOf(field)]] as const);
  const subChecks = options['sub-checks'];
  const consent = consentOf(options);
  return {
    ...Object.fromEntries(texts.filter(([, text]) => text !== undefined)),
    ...(photo !== undefined && { facePhoto: await facePhotoOf(photo) }),
    ...(address !== undefined && { addressesToVerify: address.map(addressOf) }),
    ...(subChecks !== undefined && { subChecks: subChecksOf(subChecks) }),
    ...(metadata !== undefined && { metadata: metadataOf(metadata) }),
    ...(consent && { consent }),
  };
}

/** How far a verification got, for what is said when it ends early. */
interface Progressed {
  /** How often the request was sent. */
  sent: number;
  /** Whether the API answered it with a token. */
  started: boolean;
}

/**
 * Whether the API refused the request, and none that was sent before can have started anything. A refusal for what the body
 * is holds for every repetition of it.
 */
function isNeverStarted(error: unknown, { sent, started }: Progressed): boolean {
  if (started || sent === 0) return !started;
  if (!(error instanceof KycRequestError)) return false;
  if (error instanceof KycServiceError) return false;
  if (error instanceof KycRateLimitError) return isLimitReached(error) && sent === 1;
  return error.status === 400 || error.status === 413 || sent === 1;
}

function goOnHint(error: unknown, key: string): string {
  const how = isReportFailed(error)
    ? 'The operator can run it again. To look for its report, and start no new verification,'
    : 'It may be going on. To have its report, and pay nothing again,';
  return `${how} repeat the command within 24 hours with --idempotency-key ${key}`;
}

/** Says why there is no report, and with which key to repeat the command if anything may have been started. */
async function endEarly(
  error: unknown,
  progressed: Progressed,
  key: string,
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.failed;
  try {
    code = explain(error, terminal);
  } finally {
    if (!isNeverStarted(error, progressed)) await announce(terminal, goOnHint(error, key));
  }
  return progressed.started && code !== exitCodes.interrupted ? exitCodes.failed : code;
}

/** Writes a report and its PDF. @returns what could not be written, in sentences. */
async function writeReport(report: Report, options: Options, terminal: Terminal): Promise<string[]> {
  const lines = options.json ? [JSON.stringify(report, undefined, 2)] : showReport(report);
  terminal.stdout.write(`${lines.join('\n')}\n`);
  const fault = await outputFault(terminal);
  const problem =
    options.pdf === undefined ? undefined : await savePdf(report.pdfUrl, options.pdf, terminal.interrupted);
  return [
    ...(fault === undefined ? [] : [`The report could not be written (${fault}).`]),
    ...(problem === undefined ? [] : [`The report is complete, and its PDF was not saved: ${problem}.`]),
  ];
}

/** `kyc-cn verify …`. */
export async function verify(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { stderr, interrupted: signal } = terminal;
  const options = parse(args);
  const applicant = await applicantOf(options);
  if (options.pdf === '') throw new UsageError('--pdf needs the name of a file.');
  const key = options['idempotency-key'] ?? randomUUID();
  if (!/^[!-~]{1,255}$/.test(key))
    throw new UsageError('--idempotency-key is a key that an earlier run of the command printed.');
  const progressed: Progressed = { sent: 0, started: false };
  const client = connect(await connectionOf(options, terminal), {
    fetch: (input, init) => {
      progressed.sent += 1;
      return fetch(input, init);
    },
  });
  let drawn = false;
  const onProgress = ({ completed, total }: { completed: number; total: number }) => {
    if (!stderr.isTTY) return;
    drawn = true;
    stderr.write(`\r${completed} of ${total} upstream calls are done `);
  };
  const onToken = () => {
    progressed.started = true;
  };
  try {
    const report = await client
      .verify(applicant, { signal, onProgress, onToken, idempotencyKey: key })
      .finally(() => drawn && stderr.write('\r\u001b[K'));
    const problems = await writeReport(report, options, terminal);
    if (problems.length === 0) return exitCodeOf(report);
    // Not wrong input: a command that is repeated without the key is billed a second time.
    const again = `To have it, and pay nothing again, repeat the command within 24 hours with --idempotency-key ${key}`;
    await announce(terminal, [...problems, again].join(' '));
    return exitCodes.failed;
  } catch (error) {
    return endEarly(error, progressed, key, terminal);
  }
}
