import { parseArgs } from 'node:util';
import { projectFile } from '../lib/project-file.ts';
import { type CommandContext, CommandError, runCommand } from './command-line.ts';
import { connectToStage, localStage, onStage, stageOptionLine } from './stage-connection.ts';
import { textTable } from './text-table.ts';
import { type ListedAttempt, WebhookDeliveries } from './webhook-deliveries.ts';

const usage = `Shows the attempts to deliver webhooks, and resends a webhook.

  npm run webhooks -- list   [--client <clientId>] [--report <reportId>] [--failed]
  npm run webhooks -- resend <reportId>

  --failed     only attempts that did not deliver
  ${stageOptionLine}`;

const heads = ['TIME', 'REPORT', 'CLIENT', 'SENDING', 'ATTEMPT', 'OUTCOME', 'ANSWER', 'MS'];

function rowOf({
  at,
  reportId,
  clientId,
  resend,
  attempt,
  outcome,
  status,
  error,
  durationMs,
}: ListedAttempt) {
  const sending = resend === 0 ? 'first' : `resend ${resend}`;
  const answer = String(status ?? error ?? '');
  return [
    at.toISOString(),
    reportId,
    clientId,
    sending,
    String(attempt),
    outcome,
    answer,
    String(durationMs),
  ];
}

/**
 * Runs one command.
 * @throws CommandError that says what is wrong with the call, or why nothing is sent.
 */
export async function webhooks(args: string[], { print, dataDirectory }: CommandContext): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      client: { type: 'string' },
      report: { type: 'string' },
      failed: { type: 'boolean', default: false },
      stage: { type: 'string', default: localStage },
    },
  });
  const [name, reportId, ...rest] = positionals;
  const { client: clientId, report, failed, stage } = values;
  const filtered = failed || clientId !== undefined || report !== undefined;
  const isList = name === 'list' && reportId === undefined;
  const isResend = name === 'resend' && reportId !== undefined && !filtered;
  if (!(isList || isResend) || rest.length > 0) throw new CommandError(usage);
  const connection = await connectToStage(stage, dataDirectory);
  const deliveries = new WebhookDeliveries(connection);
  try {
    if (isList) {
      const attempts = await deliveries.list({ reportId: report, clientId, failed });
      for (const line of textTable(heads, attempts.map(rowOf))) print(line);
      return;
    }
    const execution = await deliveries.resend(reportId ?? '');
    print(`Execution ${execution} sends the webhook of ${reportId} again, under the same id.`);
    print(`Its progress: ${onStage(connection, `npm run webhooks -- list --report ${reportId}`)}`);
  } finally {
    deliveries.close();
  }
}

if (import.meta.main) await runCommand(webhooks, usage, projectFile('.local'));
