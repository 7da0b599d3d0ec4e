import { Logger } from '@aws-lambda-powertools/logger';
import { inSource } from './source-position.ts';

type LogField = string | number | boolean | readonly string[];

/** What a log line may hold: ids, names of sub-checks and outcomes, counts. Never a field of a person. */
export type LogFields = Partial<
  Record<
    | 'reportId'
    | 'clientId'
    | 'requestId'
    | 'subCheck'
    | 'subChecks'
    | 'outcome'
    | 'provider'
    | 'providerCode'
    | 'billed'
    | 'attempt'
    | 'resend'
    | 'durationMs'
    | 'status'
    | 'error'
    | 'where'
    | 'action',
    LogField
  >
>;

const logger = new Logger({ serviceName: 'kyc-china' });

/**
 * The house's log: structured JSON lines of ids only. Its fields are a closed list, so that nothing personal
 * can be logged by passing it along; errors are logged by name, since their messages come from elsewhere.
 */
export const log = {
  info: (message: string, fields: LogFields = {}) => logger.info(message, fields),
  warn: (message: string, fields: LogFields = {}) => logger.warn(message, fields),
  error: (message: string, fields: LogFields = {}) => logger.error(message, fields),
};

/** An error as a log may show it: its name, and where in our code it was thrown, without its message. */
export function describeError(error: unknown): { error: string; where?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const frame = error.stack?.split('\n').find((line) => /^\s+at /.test(line));
  return { error: error.name, ...(frame && { where: inSource(frame.trim()) }) };
}
