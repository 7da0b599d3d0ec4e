import { type ExitCode, exitCodes } from './exit-codes.ts';
import { announce, outputFault, type Terminal } from './terminal.ts';

/** Writes the lines of a result. @returns what to end with: 1 if they could not be written. */
export async function writeResult(lines: readonly string[], terminal: Terminal): Promise<ExitCode> {
  terminal.stdout.write(`${lines.join('\n')}\n`);
  const fault = await outputFault(terminal);
  if (fault === undefined) return exitCodes.ok;
  await announce(terminal, `The result could not be written (${fault}).`);
  return exitCodes.failed;
}
