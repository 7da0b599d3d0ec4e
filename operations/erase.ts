import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { projectFile } from '../lib/project-file.ts';
import { callerArn } from './caller-identity.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { confirm } from './confirmation.ts';
import { Erasure } from './erasure.ts';
import { ErasurePlanner } from './erasure-plan.ts';
import { connectToStage, localStage, type StageConnection, stageOptionLine } from './stage-connection.ts';

const usage = `Erases everything that is stored of a report, or of every report of a client, and prints the receipt. The receipt names
the IAM principal whose credentials were used.

  npm run erase -- <reportId>
  npm run erase -- --client <clientId>        counts the reports first, and asks
  npm run erase -- --replay <restoredTable>   after a restore: erases from that table what was erased since the backup

  --dry-run    counts, and erases nothing
  --yes        does not ask before it erases the reports of a client: for scripts
  --force      stops reports that are still processing, and erases them too
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

interface Call {
  readonly stage: StageConnection;
  /** Exactly one of these three is set. */
  readonly reportId: string | undefined;
  readonly client: string | undefined;
  readonly replay: string | undefined;
  readonly force: boolean;
  readonly yes: boolean;
}

/** Prints what an erasure would erase. */
async function count({ stage, reportId, client, replay }: Call, print: CommandContext['print']) {
  const planner = new ErasurePlanner(stage);
  try {
    if (reportId !== undefined) print(json(await planner.report(reportId)));
    else if (client !== undefined) print(json(await planner.client(client)));
    else print(json(await planner.replay(replay ?? '')));
  } finally {
    planner.close();
  }
}

/** @throws CommandError if some reports are processing and are not to be stopped, or if the erasure is not confirmed. */
async function confirmClient({ stage, client = '', force, yes }: Call, ask: CommandContext['ask']) {
  const planner = new ErasurePlanner(stage);
  try {
    const { reports, processing } = await planner.client(client);
    if (processing > 0 && !force)
      throw new CommandError(
        `${processing} of the ${reports} reports of ${client} are still processing, and nothing was erased. Disable the client and wait until they have ended, or stop them with --force`,
      );
    if (yes) return;
    const stopped = processing > 0 ? `, of which ${processing} are stopped` : '';
    const where = `stage ${stage.name}, as ${await callerArn(stage)}`;
    await confirm(`This erases ${reports} reports of ${client} for good${stopped}: ${where}.`, client, ask);
  } finally {
    planner.close();
  }
}

async function eraseNow(call: Call, print: CommandContext['print'], untilSettled: () => Promise<void>) {
  const { stage, reportId, client, replay, force } = call;
  const erasure = new Erasure(stage, untilSettled);
  try {
    if (replay !== undefined) return print(json(await erasure.replay(replay)));
    const options = { force, by: await callerArn(stage) };
    if (client !== undefined) await printEach(erasure.client(client, options), print);
    else print(json(await erasure.report(reportId ?? '', options)));
  } finally {
    erasure.close();
  }
}

/**
 * Runs the command.
 * @throws CommandError that says what is wrong with the call, or why nothing was erased.
 */
export async function erase(
  args: string[],
  { print, ask, dataDirectory }: CommandContext,
  untilSettled: () => Promise<void> = () => setTimeout(longestInvocationMs),
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      client: { type: 'string' },
      replay: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      stage: { type: 'string', default: localStage },
    },
  });
  const { client, replay, force, yes, 'dry-run': dryRun } = values;
  const [reportId, ...rest] = positionals;
  const named = [reportId, client, replay].filter((name) => name !== undefined);
  // An option that is silently ignored looks as if it worked.
  const isMisplaced = (yes && client === undefined) || (force && replay !== undefined) || (dryRun && yes);
  if (named.length !== 1 || rest.length > 0 || isMisplaced) throw new CommandError(usage);
  const stage = await connectToStage(values.stage, dataDirectory);
  const call = { stage, reportId, client, replay, force, yes };
  if (dryRun) return count(call, print);
  if (client !== undefined) await confirmClient(call, ask);
  await eraseNow(call, print, untilSettled);
}

if (import.meta.main) await runCommand(erase, usage, projectFile('.local'));
