import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { parseUsageQuery } from '@kyc-china/core/contract/parse-usage';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import type { Usage } from '@kyc-china/core/contract/usage-schema';
import { monthOf } from '@kyc-china/core/limits';
import { usageOf } from '@kyc-china/core/monthly-usage';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { ClientAdministration } from './client-administration.ts';
import { type CommandContext, CommandError } from './command-line.ts';
import { connectToStage, localStage, type StageConnection } from './stage-connection.ts';
import { textTable } from './text-table.ts';

/** The help of `npm run clients -- usage`. */
export const usageUsage = `  npm run clients -- usage   <clientId> [--month YYYY-MM] [--csv | --json]`;

async function readUsage(stage: StageConnection, clientId: string, month: string, now: Date): Promise<Usage> {
  const dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
  try {
    const table = stage.output('ReportsTableName');
    const counts = await new DynamoClientUsage(DynamoDBDocumentClient.from(dynamo), table).read(
      clientId,
      month,
    );
    return usageOf(month, counts, stage.configuration.clientPrices.currency, now);
  } finally {
    dynamo.destroy();
  }
}

/** @throws CommandError when there is no such client: no usage would look like a month without reports. */
async function checkClient(stage: StageConnection, clientId: string): Promise<void> {
  const administration = new ClientAdministration(stage);
  try {
    await administration.show(clientId);
  } finally {
    administration.close();
  }
}

/** Client ids and sub-checks have no character that CSV quotes. */
function csvOf(clientId: string, { month, subChecks, cost }: Usage): string[] {
  const rows = subChecks.map(({ check, ran, billed, cost: amount }) =>
    [clientId, month, check, ran, billed, amount, cost.currency].join(','),
  );
  return ['client,month,check,ran,billed,cost,currency', ...rows];
}

function tableOf({ month, reports, subChecks, cost, asOf }: Usage): string[] {
  const rows = subChecks.map(({ check, ran, billed, cost: amount }) => [
    check,
    String(ran),
    String(billed),
    amount,
  ]);
  return [
    `${month}: ${reports} reports, ${cost.amount} ${cost.currency}, as of ${asOf}`,
    ...(rows.length > 0 ? ['', ...textTable(['SUB-CHECK', 'RAN', 'BILLED', cost.currency], rows)] : []),
  ];
}

function readMonth(text: string, now: Date): string {
  try {
    return parseUsageQuery({ month: [text] }, now);
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    throw new CommandError(`--month ${error.problems[0]?.message}`);
  }
}

/**
 * Shows what a client used in a month.
 * @param usage shown when the arguments do not fit.
 * @throws CommandError that says what is wrong with the call.
 */
export async function clientUsage(
  args: string[],
  { print, dataDirectory }: CommandContext,
  usage: string,
): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: localStage },
      month: { type: 'string' },
      csv: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [, clientId = '', ...surplus] = positionals;
  if (clientId === '' || surplus.length > 0 || (values.csv && values.json)) throw new CommandError(usage);
  const now = new Date();
  const month = readMonth(values.month ?? monthOf(now), now);
  const stage = await connectToStage(values.stage, dataDirectory);
  await checkClient(stage, clientId);
  const read = await readUsage(stage, clientId, month, now);
  const lines = values.csv
    ? csvOf(clientId, read)
    : values.json
      ? [JSON.stringify(read, undefined, 2)]
      : tableOf(read);
  for (const line of lines) print(line);
}
