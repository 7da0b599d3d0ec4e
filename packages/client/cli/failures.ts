import {
  isLimitReached,
  KycAuthenticationError,
  KycError,
  KycNetworkError,
  KycRequestError,
  KycServiceError,
} from '../src/index.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.ts';
import { printable, type Terminal } from './terminal.ts';

/** No room is left, or the device fails. */
const diskCodes = ['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG', 'EROFS'];

function exitCodeFor(error: Error): ExitCode {
  if (error instanceof KycAuthenticationError) return exitCodes.refusedClient;
  if (isLimitReached(error)) return exitCodes.limitReached;
  if (error instanceof KycRequestError && !(error instanceof KycServiceError) && error.status !== 429)
    return exitCodes.wrongInput;
  const isOfDisk = diskCodes.includes((error as NodeJS.ErrnoException).code ?? '');
  return error instanceof KycError || isOfDisk ? exitCodes.failed : exitCodes.wrongInput;
}

/** What to check, by the code of a connection that failed. */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /^(EPROTO|ERR_SSL_)/,
    'What listens there does not speak TLS: check https:// and the port of the address.',
  ],
  [/^HPE_/, 'What listens there does not speak HTTP: check http:// or https:// and the port of the address.'],
  [/^(ENOTFOUND|EAI_)/, 'The name of the host is not known: check the address.'],
  [/^ECONNREFUSED$/, 'Nothing listens there: check the address.'],
  [/CERT|UNABLE_TO_/, 'Its certificate is not trusted: check the address, or set NODE_EXTRA_CA_CERTS.'],
];

function linesOf(error: Error): string[] {
  if (error instanceof KycRequestError && error.status < 500 && error.errors?.length)
    return error.errors.map(({ field, message }) => `${field} ${message}`);
  if (error instanceof KycRequestError && error.requestId)
    return [`${error.message} (request ${error.requestId})`];
  const code = error instanceof KycNetworkError ? (error.code ?? '') : '';
  const [, hint] = hints.find(([codes]) => codes.test(code)) ?? [];
  return [hint === undefined ? error.message : `${error.message} ${hint}`];
}

/** Whether an error is explained by its message. Any other is a fault of this program, and shown whole. */
function isExplained(error: unknown): error is Error {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof KycError || error instanceof UsageError || typeof code === 'string';
}

/**
 * Writes why a command ended.
 * @returns what to end with.
 * @throws the error itself when it is a fault of this program.
 */
export function explain(error: unknown, { stderr, interrupted }: Terminal): ExitCode {
  if (interrupted.aborted || (error as Error).name === 'AbortError') return exitCodes.interrupted;
  if (!isExplained(error)) throw error;
  for (const line of linesOf(error)) stderr.write(`${printable(line)}\n`);
  return exitCodeFor(error);
}
