import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { EndedVerifications } from './ended-verifications.ts';
import { connectToStage, localStage, stageOptionLine } from './stage-connection.ts';

const usage = `Runs verifications again that ended without a report. No call that a provider answered is repeated.

  npm run redrive -- list
  npm run redrive -- <reportId>
  npm run redrive -- --all
  npm run redrive -- stop <reportId>   stops a verification that is stuck, so that it can run again

  ${stageOptionLine}`;

type Print = CommandContext['print'];

/**
 * Prints the verifications that ended without a report, and runs each again if requested.
 * @throws CommandError at the end if one could not run again. The others still run.
 */
async function list(verifications: EndedVerifications, print: Print, runAgain: boolean): Promise<void> {
  const ended = await verifications.withoutReport();
  if (ended.length === 0) print('Every verification has its report or is still running.');
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
 * @throws CommandError that says what is wrong with the call, or why the verification does not run again.
 */
export async function redrive(args: string[], { print, dataDirectory }: CommandContext): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, stage: { type: 'string', default: localStage } },
  });
  const [named, toStop, ...rest] = positionals;
  const isStop = named === 'stop' && toStop !== undefined;
  if ((named === undefined) !== values.all || (toStop !== undefined && !isStop) || rest.length > 0)
    throw new CommandError(usage);
  const stage = await connectToStage(values.stage, dataDirectory);
  const client = new SFNClient(stage.settingsFor('SFN'));
  const dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
  try {
    const reports = new DynamoReportStore(
      DynamoDBDocumentClient.from(dynamo),
      stage.output('ReportsTableName'),
    );
    const verifications = new EndedVerifications(client, stage.output('StateMachineArn'), reports);
    if (isStop) print(`${await verifications.stop(toStop)} is stopped`);
    else if (named === undefined || named === 'list') await list(verifications, print, values.all);
    else print(`It runs again as ${await verifications.runAgain(named)}`);
  } finally {
    client.destroy();
    dynamo.destroy();
  }
}

if (import.meta.main) await runCommand(redrive, usage, projectFile('.local'));
