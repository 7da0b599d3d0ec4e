import { KycAuthenticationError, KycError, KycRequestError, KycServiceError } from '../src/index.ts';
import { batch, batchUsage } from './batch/command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-codes.ts';
import { printable, type Terminal } from './terminal.ts';
import { verify, verifyUsage } from './verify.ts';

const usage = `kyc-cn: verify mainland-China persons by the KYC China API

  kyc-cn verify --name <姓名> --id <ID number> …
  kyc-cn batch <people.csv> --out <results.csv>

kyc-cn <command> --help says more.`;

const commands = {
  verify: { run: verify, usage: verifyUsage },
  batch: { run: batch, usage: batchUsage },
} as const;

const isCommand = (name: string | undefined): name is keyof typeof commands =>
  name !== undefined && Object.hasOwn(commands, name);

function exitCodeFor(error: unknown): ExitCode {
  if (error instanceof KycAuthenticationError) return exitCodes.refusedClient;
  if (error instanceof KycRequestError && !(error instanceof KycServiceError) && error.status !== 429)
    return exitCodes.wrongInput;
  return error instanceof KycError ? exitCodes.failed : exitCodes.wrongInput;
}

/** Whether an error is told by its message; any other is a fault of this program, and shown whole. */
function isTold(error: unknown): error is Error {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof KycError || error instanceof UsageError || typeof code === 'string';
}

/** What is wrong with a first argument. Only an option is repeated: anything else may be a person's name or number. */
function unknownCommand(name: string): string {
  const [option] = /^--?[a-z-]+/i.exec(name) ?? [];
  return option === undefined ? 'This is not a command of kyc-cn.' : `Unknown option '${option}'.`;
}

/**
 * Runs the command that the arguments name.
 * @param args without the program's own name.
 * @returns what to end with. Everything else was written to the terminal.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { stdout, stderr, interrupted } = terminal;
  const [name, ...rest] = args;
  const command = isCommand(name) ? commands[name] : undefined;
  if (!command || rest.includes('--help') || rest.includes('-h')) {
    const asked = command !== undefined || name === undefined || name === '--help' || name === '-h';
    if (!asked) stderr.write(`${unknownCommand(name)}\n\n`);
    (asked ? stdout : stderr).write(`${command?.usage ?? usage}\n`);
    return asked ? exitCodes.ok : exitCodes.wrongInput;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    if (interrupted.aborted || (error as Error).name === 'AbortError') return exitCodes.interrupted;
    if (!isTold(error)) throw error;
    const id = error instanceof KycRequestError && error.requestId ? ` (request ${error.requestId})` : '';
    stderr.write(`${printable(error.message)}${printable(id)}\n`);
    return exitCodeFor(error);
  }
}
