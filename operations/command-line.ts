import { asksForHelp } from '../lib/command-help.ts';
import { type Ask, askOnTerminal } from './terminal.ts';

/** What is wrong with a command, for the person who typed it: shown without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Where a command's lines go, and where a local run keeps its data. */
export interface CommandContext {
  readonly print: (line: string) => void;
  readonly dataDirectory: string;
  /** Asks the person at the terminal; undefined without a terminal. */
  readonly ask?: Ask;
}

const usualCauses: Record<string, string> = {
  CredentialsProviderError: 'there are no AWS credentials: sign in, or set AWS_PROFILE',
  ExpiredTokenException: 'the AWS credentials have expired: sign in again',
  ExpiredToken: 'the AWS credentials have expired: sign in again',
  AccessDeniedException: 'these AWS credentials may not do that',
  AccessDenied: 'these AWS credentials may not do that',
};

/** Returns whether an argument is empty, as an unset shell variable is. */
function hasEmptyArgument(args: readonly string[]): boolean {
  return args.some((arg) => arg === '' || /^--[^=]+=$/.test(arg));
}

/** Returns the lines to show for an error. They include the usage if the arguments are wrong. */
function explain(error: unknown, usage: string): string {
  const { name, message, code } = error as Error & { code?: string };
  if (error instanceof CommandError) return message;
  // Only the first sentence: the rest is about arguments that begin with a hyphen, which no command has.
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message.split('. ')[0]}\n\n${usage}`;
  const cause = usualCauses[name];
  return cause ? `${cause} (${message})` : `${name}: ${message}`;
}

/**
 * Runs a command as a process. Exits with 0, or with 1 and the error on stderr.
 * @param usage the command's help. If the arguments ask for it, the help is printed and the command does not run.
 */
export async function runCommand(
  command: (args: string[], context: CommandContext) => Promise<void>,
  usage: string,
  dataDirectory: string,
): Promise<void> {
  const args = process.argv.slice(2);
  if (asksForHelp(args)) {
    console.log(usage);
    return;
  }
  try {
    if (hasEmptyArgument(args))
      throw new CommandError(`an argument is empty: is a variable unset?\n\n${usage}`);
    const ask = askOnTerminal();
    await command(args, { print: (line) => console.log(line), dataDirectory, ...(ask && { ask }) });
  } catch (error) {
    console.error(explain(error, usage));
    process.exitCode = 1;
  }
}
