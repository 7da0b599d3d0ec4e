import { type ExitCode, UsageError } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { runVerification, verificationUsage } from './verify.ts';

export const rerunUsage = `kyc-cn rerun <reportId>: run a report again, and pay only for what it did not answer

Give the person's fields again, corrected where they were wrong. What the earlier report answered for the same values is
carried over.

${verificationUsage}`;

/** `kyc-cn rerun <reportId> …`. */
export async function rerun([reportId, ...args]: string[], terminal: Terminal): Promise<ExitCode> {
  if (reportId === undefined || reportId.startsWith('-'))
    throw new UsageError('rerun needs the id of the earlier report first: kyc-cn rerun <reportId> --name …');
  return runVerification(args, terminal, { rerunOf: reportId });
}
