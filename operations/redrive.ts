import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoReportStore } from '../lambdas/storage/report-store.ts';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { EndedVerifications } from './ended-verifications.ts';
import { connectToStage, localStage } from './stage-connection.ts';

const usage = `Runs verifications again that ended without a report. Nothing that a source answered is asked again.

  npm run redrive -- list
  npm run redrive -- <reportId>
  npm run redrive -- --all

  --stage <local|sandbox|production>   where: local, the default, is the run that is serving now`;

type Print = CommandContext['print'];

/**
 * Prints what ended without a report, and runs each again when that is asked for.
 * @throws CommandError at the end when one could not be: that keeps none of the others from it.
 */
async function list(verifications: EndedVerifications, print: Print, runAgain: boolean): Promise<void> {
  const ended = await verifications.withoutReport();
  if (ended.length === 0) print('Every verification came to its report, or is still running.');
  let refused = 0;
  for (const { reportId, status, endedAt } of ended) {
    print(`${reportId}  ${status}  ${endedAt?.toISOString() ?? ''}`);
    if (!runAgain) continue;
    try {
      print(`  runs again as ${await verifications.runAgain(reportId)}`);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      print(`  not run again: ${error.message}`);
      refused += 1;
    }
  }
  if (refused > 0) throw new CommandError(`${refused} could not be run again`);
}

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
  const dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
  try {
    const reports = new DynamoReportStore(
      DynamoDBDocumentClient.from(dynamo),
      stage.output('ReportsTableName'),
    );
    const verifications = new EndedVerifications(client, stage.output('StateMachineArn'), reports);
    if (named === undefined || named === 'list') await list(verifications, print, values.all);
    else print(`It runs again as ${await verifications.runAgain(named)}`);
  } finally {
    client.destroy();
    dynamo.destroy();
  }
}

if (import.meta.main) await runCommand(redrive, usage, projectFile('.local'));
