import { batch, batchUsage } from './batch/command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { explain } from './failures.ts';
import { list, listUsage } from './list.ts';
import { erase, eraseUsage, events, eventsUsage, resend, resendUsage } from './report-actions.ts';
import { rerun, rerunUsage } from './rerun.ts';
import { show, showUsage } from './show.ts';
import { announce, outputFault, type Streams, type Terminal, terminalOf } from './terminal.ts';
import { usage as usageOfMonth, usageUsage } from './usage.ts';
import { verify, verifyUsage } from './verify.ts';
import { verifyReport, verifyReportUsage } from './verify-report.ts';

const usage = `kyc-cn: verify mainland-China persons by the KYC China API

  kyc-cn verify --name <姓名> --id <ID number> …
  kyc-cn batch <people.csv> --out <results.csv>
  kyc-cn list
  kyc-cn show <reportId>
  kyc-cn rerun <reportId> --name <姓名> --id <ID number> …
  kyc-cn events <reportId>
  kyc-cn resend <reportId>
  kyc-cn erase <reportId>
  kyc-cn usage <YYYY-MM>
  kyc-cn verify-report <report.pdf>

kyc-cn <command> --help says more.`;

const commands = {
  verify: { run: verify, usage: verifyUsage },
  batch: { run: batch, usage: batchUsage },
  list: { run: list, usage: listUsage },
  show: { run: show, usage: showUsage },
  rerun: { run: rerun, usage: rerunUsage },
  events: { run: events, usage: eventsUsage },
  resend: { run: resend, usage: resendUsage },
  erase: { run: erase, usage: eraseUsage },
  usage: { run: usageOfMonth, usage: usageUsage },
  'verify-report': { run: verifyReport, usage: verifyReportUsage },
} as const;

const isCommand = (name: string | undefined): name is keyof typeof commands =>
  name !== undefined && Object.hasOwn(commands, name);

/** What is wrong with a first argument. Only an option is repeated: anything else may be a person's name or number. */
function unknownCommand(name: string): string {
  const [option] = /^--?[a-z-]+/i.exec(name) ?? [];
  return option === undefined ? 'This is not a command of kyc-cn.' : `Unknown option '${option}'.`;
}

type Command = (typeof commands)[keyof typeof commands];

async function showHelp(command: Command | undefined, terminal: Terminal): Promise<ExitCode> {
  terminal.stdout.write(`${command?.usage ?? usage}\n`);
  const fault = await outputFault(terminal);
  if (fault === undefined) return exitCodes.ok;
  await announce(terminal, `The help could not be written (${fault}).`);
  return exitCodes.failed;
}

async function runCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = args;
  const command = isCommand(name) ? commands[name] : undefined;
  const isHelp = (word: string | undefined) => word === '--help' || word === '-h';
  if (name === undefined || isHelp(name) || (command && rest.some(isHelp)))
    return showHelp(command, terminal);
  if (!command) {
    terminal.stderr.write(`${unknownCommand(name)}\n\n${usage}\n`);
    return exitCodes.wrongInput;
  }
  try {
    return await command.run(rest, terminal);
  } catch (error) {
    return explain(error, terminal);
  }
}

/**
 * Runs the command that the arguments name.
 * @param args without the program's own name.
 * @returns what to end with. Everything else was written to the streams, as far as they could be written to.
 */
export async function run(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const terminal = terminalOf(streams);
  const code = await runCommand(args, terminal);
  await Promise.all([terminal.stdout.flush(), terminal.stderr.flush()]);
  return code;
}
