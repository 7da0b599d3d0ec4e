import { parseArgs } from 'node:util';
import { SFNClient } from '@aws-sdk/client-sfn';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { EndedVerifications } from './ended-verifications.ts';
import { connectToStage, localStage } from './stage-connection.ts';

const usage = `Runs verifications again that ended without a report. Nothing that a source answered is asked again.

  npm run redrive -- list
  npm run redrive -- <reportId>
  npm run redrive -- --all

  --stage <local|sandbox|production>   where: local, the default, is the run that is serving now`;

/**
 * Runs one command.
 * @throws CommandError saying what is wrong with the call, or why the verification is not run again.
 */
export async function redrive(args: string[], { print, dataDirectory }: CommandContext): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, stage: { type: 'string', default: localStage } },
  });
  const [named, ...rest] = positionals;
  if ((named === undefined) !== values.all || rest.length > 0) throw new CommandError(usage);
  const stage = await connectToStage(values.stage, dataDirectory);
  const client = new SFNClient(stage.settingsFor('SFN'));
  try {
    const verifications = new EndedVerifications(client, stage.output('StateMachineArn'));
    if (named === 'list' || values.all) {
      const ended = await verifications.withoutReport();
      if (ended.length === 0) print('Every verification came to its report, or is still running.');
      for (const { reportId, status, endedAt } of ended) {
        print(`${reportId}  ${status}  ${endedAt?.toISOString() ?? ''}`);
        if (values.all) print(`  runs again as ${await verifications.runAgain(reportId)}`);
      }
    } else if (named !== undefined) print(`It runs again as ${await verifications.runAgain(named)}`);
  } finally {
    client.destroy();
  }
}

if (import.meta.main) await runCommand(redrive, projectFile('.local'));
