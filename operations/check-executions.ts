import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { longestProcessingMs } from '@kyc-china/core/read-report';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { type CheckResult, resultOfError } from './check-result.ts';
import type { StageConnection } from './stage-connection.ts';

const subject = 'executions';

/** How many names a result shows. */
const mostNamed = 5;

/** Returns the report's id in the name of an execution that makes a report; undefined for one that resends a webhook. */
function reportIdIn(name: string): string | undefined {
  return /^([0-9a-f-]{36})(-redrive-\d+)?$/.exec(name)?.[1];
}

/**
 * Checks that no execution still works on its report although poll has given the report up. One that waits to deliver a webhook
 * may run for more than a day.
 */
export async function checkExecutions(stage: StageConnection, now = new Date()): Promise<CheckResult> {
  const workflow = new SFNClient(stage.settingsFor('SFN'));
  const dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
  const reports = new DynamoReportStore(
    DynamoDBDocumentClient.from(dynamo),
    stage.output('ReportsTableName'),
  );
  const stuck: string[] = [];
  try {
    const input = { stateMachineArn: stage.output('StateMachineArn'), statusFilter: 'RUNNING' as const };
    for await (const { executions = [] } of paginateListExecutions({ client: workflow }, input))
      for (const { name = '', startDate = now } of executions) {
        const reportId = reportIdIn(name);
        if (reportId === undefined || now.getTime() - startDate.getTime() <= longestProcessingMs) continue;
        if ((await reports.find(reportId))?.status === 'processing') stuck.push(name);
      }
  } catch (error) {
    return resultOfError(subject, error);
  } finally {
    workflow.destroy();
    dynamo.destroy();
  }
  if (stuck.length === 0) return { status: 'ok', subject, detail: 'none is stuck' };
  const more = stuck.length > mostNamed ? ` and ${stuck.length - mostNamed} more` : '';
  const names = stuck.slice(0, mostNamed).join(', ');
  return {
    status: 'failed',
    subject,
    detail: `stuck: ${names}${more} (docs/runbook.md#an-execution-is-stuck)`,
  };
}
