import { userInfo } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { Erasure } from './erasure.ts';
import { connectToStage, localStage, stageOptionLine } from './stage-connection.ts';

const usage = `Erases everything that is stored of a report, or of every report of a client, and prints the receipt.

  npm run erase -- <reportId>
  npm run erase -- --client <clientId>
  npm run erase -- --replay <restoredTable>   after a restore: erases from that table what was erased since the backup

  --force      stops reports that are still processing, and erases them too
  --by         who erases, for the receipt (default: the account on this machine)
  ${stageOptionLine}`;

/** How long a function may run on after its execution was stopped: longer than every function's timeout. */
const longestInvocationMs = 30_000;

const json = (value: object) => JSON.stringify(value, null, 2);

/** Prints a list item by item as the items arrive. What was printed is not lost if the next item fails. */
export async function printEach(items: AsyncIterable<object>, print: CommandContext['print']): Promise<void> {
  let count = 0;
  try {
    for await (const item of items) {
      print(`${count === 0 ? '[' : ','}\n${json(item)}`);
      count += 1;
    }
  } finally {
    if (count > 0) print(']');
  }
}

/**
 * Runs the command.
 * @throws CommandError that says what is wrong with the call, or why nothing was erased.
 */
export async function erase(
  args: string[],
  { print, dataDirectory }: CommandContext,
  untilSettled: () => Promise<void> = () => setTimeout(longestInvocationMs),
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      client: { type: 'string' },
      replay: { type: 'string' },
      force: { type: 'boolean', default: false },
      by: { type: 'string', default: userInfo().username },
      stage: { type: 'string', default: localStage },
    },
  });
  const { client, replay, force, by } = values;
  const [reportId, ...rest] = positionals;
  const named = [reportId, client, replay].filter((name) => name !== undefined);
  if (named.length !== 1 || rest.length > 0) throw new CommandError(usage);
  const erasure = new Erasure(await connectToStage(values.stage, dataDirectory), untilSettled);
  try {
    const options = { force, by };
    if (reportId !== undefined) print(json(await erasure.report(reportId, options)));
    else if (client !== undefined) await printEach(erasure.client(client, options), print);
    else print(json(await erasure.replay(replay ?? '')));
  } finally {
    erasure.close();
  }
}

if (import.meta.main) await runCommand(erase, usage, projectFile('.local'));
