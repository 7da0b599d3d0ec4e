import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  isReportFailed,
  KycAuthenticationError,
  KycRequestError,
  KycServiceError,
  type Report,
  type StatedAddress,
  type VerificationRequest,
} from '../src/index.ts';
import { connect, connectionOf, connectionOptions, connectionUsage } from './connection.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.ts';
import { facePhotoOf } from './photo-file.ts';
import { showReport } from './show-report.ts';
import { printable, type Terminal } from './terminal.ts';
import { exitCodeOf, verdictOf } from './verdict.ts';

const options = {
  ...connectionOptions,
  name: { type: 'string' },
  id: { type: 'string' },
  issued: { type: 'string' },
  expires: { type: 'string' },
  photo: { type: 'string' },
  mobile: { type: 'string' },
  card: { type: 'string' },
  address: { type: 'string', multiple: true },
  callback: { type: 'string' },
  json: { type: 'boolean' },
  pdf: { type: 'string' },
  'idempotency-key': { type: 'string' },
} as const;

export const verifyUsage = `kyc-cn verify: verify one person

  --name <姓名>            --id <ID number>         --mobile <number>        --card <bank card number>
  --issued <YYYYMMDD>      --expires <YYYYMMDD or 长期>   validity printed on the ID card
  --photo <file>           JPEG or PNG of the face
  --address <type:city:address>   type: common, work or residential; up to five times
  --callback <https URL>   where to post the report as well
  --json                   print the report as JSON
  --pdf <file>             save the report's PDF
  --idempotency-key <key>  go on with a verification that was cut short: the same key and person are not paid again for a day
${connectionUsage}

Exit code: 0 matched or clear; 1 no report, or its PDF was not saved; 2 wrong input; 3 unmatched or flagged; 4 errored or
no record; 5 the client was refused; 130 Ctrl-C`;

/** `type:city:address`; the address may hold colons. */
function addressOf(text: string): StatedAddress {
  const [type = '', city, ...rest] = text.split(':');
  if (!city || rest.length === 0)
    throw new UsageError('--address is type:city:address, as residential:北京:朝阳区建国路88号.');
  // The API says which types there are.
  return { type: type as StatedAddress['type'], city, address: rest.join(':') };
}

type Given = ReturnType<typeof parse>;
const parse = (args: string[]) => parseArgs({ args, options }).values;

async function applicantOf(given: Given): Promise<VerificationRequest> {
  const { name, id, issued, expires, mobile, card, photo, address, callback } = given;
  return {
    ...(name !== undefined && { name }),
    ...(id !== undefined && { idNumber: id }),
    ...(issued !== undefined && { idIssueDate: issued }),
    ...(expires !== undefined && { idExpiryDate: expires }),
    ...(mobile !== undefined && { mobile }),
    ...(card !== undefined && { bankCardNumber: card }),
    ...(photo !== undefined && { facePhoto: await facePhotoOf(photo) }),
    ...(address !== undefined && { addressesToVerify: address.map(addressOf) }),
    ...(callback !== undefined && { callbackUrl: callback }),
  };
}

/** @returns why the PDF was not saved; undefined when it was. */
async function savePdf({ pdfUrl }: Report, file: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(pdfUrl, { signal });
    if (!response.ok) return `its link was answered ${response.status}`;
    await writeFile(file, new Uint8Array(await response.arrayBuffer()), { mode: 0o600 });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const { code, name, cause } = error as NodeJS.ErrnoException;
    return code ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? name;
  }
}

/** Whether the verification may be going on, so that who repeats the command is not to pay for another. */
function mayGoOn(error: unknown): boolean {
  // After report-failed, this key leads to no report.
  if (error instanceof KycServiceError) return !isReportFailed(error);
  return (
    !(error instanceof KycAuthenticationError) && !(error instanceof KycRequestError && error.status !== 429)
  );
}

/** `kyc-cn verify …`. */
export async function verify(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { stdout, stderr, interrupted: signal } = terminal;
  const given = parse(args);
  const applicant = await applicantOf(given);
  const client = connect(await connectionOf(given, terminal));
  const onProgress = ({ completed, total }: { completed: number; total: number }) =>
    stderr.isTTY && stderr.write(`\r${completed} of ${total} upstream calls are done `);
  const idempotencyKey = given['idempotency-key'] ?? randomUUID();
  if (!/^[!-~]+$/.test(idempotencyKey))
    throw new UsageError('--idempotency-key is one that an earlier run of the command told.');
  let report: Report;
  try {
    report = await client.verify(applicant, { signal, onProgress, idempotencyKey });
  } catch (error) {
    if (error instanceof KycRequestError && error.status < 500 && error.errors) {
      for (const { field, message } of error.errors) stderr.write(`${printable(`${field} ${message}`)}\n`);
      return exitCodes.wrongInput;
    }
    if (mayGoOn(error))
      stderr.write(
        `It may be going on. To have its report, and pay nothing again, repeat the command within 24 hours with --idempotency-key ${printable(idempotencyKey)}\n`,
      );
    throw error;
  } finally {
    if (stderr.isTTY) stderr.write('\r\u001b[K');
  }
  const lines = given.json ? [JSON.stringify(report, undefined, 2)] : showReport(report);
  stdout.write(`${lines.join('\n')}\n`);
  const problem = given.pdf === undefined ? undefined : await savePdf(report, given.pdf, signal);
  if (problem === undefined) return exitCodeOf(verdictOf(report.summary));
  // Not as wrong input: whoever mends that and repeats the command pays a second time.
  stderr.write(`The report stands, and its PDF was not saved: ${problem}.\n`);
  return exitCodes.failed;
}
