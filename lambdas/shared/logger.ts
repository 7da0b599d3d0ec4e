import { Logger } from '@aws-lambda-powertools/logger';
import { inSource } from './source-position.ts';

type LogField = string | number | boolean | readonly string[];

/** The fields of a log line: ids, names of sub-checks and outcomes, counts. A log line never holds personal data. */
export type LogFields = Partial<
  Record<
    | 'reportId'
    | 'clientId'
    | 'requestId'
    | 'keyId'
    | 'subCheck'
    | 'subChecks'
    | 'notOffered'
    | 'carried'
    | 'outcome'
    | 'provider'
    | 'operation'
    | 'code'
    | 'providerCode'
    | 'failedOverFrom'
    | 'since'
    | 'lastError'
    | 'upstreamMs'
    | 'billed'
    | 'attempt'
    | 'resend'
    | 'durationMs'
    | 'status'
    | 'reason'
    | 'error'
    | 'where'
    | 'action',
    LogField
  >
>;

const logger = new Logger({ serviceName: 'kyc-china' });

/**
 * The log of the functions: structured JSON lines. The fields are a closed list, so that personal data cannot be logged by
 * accident. Errors are logged by name, because other code writes their messages.
 */
export const log = {
  info: (message: string, fields: LogFields = {}) => logger.info(message, fields),
  warn: (message: string, fields: LogFields = {}) => logger.warn(message, fields),
  error: (message: string, fields: LogFields = {}) => logger.error(message, fields),
};

/** Returns an error in a form that may be logged: its name and its source position, without its message. */
export function describeError(error: unknown): { error: string; where?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return { error: error.name, ...(frame && { where: inSource(frame.trim()) }) };
}
