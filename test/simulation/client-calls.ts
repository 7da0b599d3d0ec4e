import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { eraseReport } from '@kyc-china/core/erase-report';
import type { ReportRecord } from '@kyc-china/core/ports';
import { readReportById } from '@kyc-china/core/read-report';
import { resendWebhook } from '@kyc-china/core/resend-webhook';
import { StoredReportEraser } from '@kyc-china/storage/report-eraser';
import { ReportErasure } from '@kyc-china/storage/report-erasure';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { DynamoReportTrail } from '@kyc-china/storage/report-trail';
import { documentClient } from '@kyc-china/storage/reports-table';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { StoredWebhookResends } from '@kyc-china/storage/webhook-resends';
import { StepFunctionsWorkflow } from '@kyc-china/storage/workflow';
import type { History } from './history.ts';
import { clientId, functionTimeoutMs, names } from './stage.ts';
import type { World } from './world.ts';

const settings = { region: 'ap-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const [dynamo, s3, sfn] = [documentClient(), new S3Client(settings), new SFNClient(settings)];
const table = names.ReportsTableName;
const reports = new DynamoReportStore(dynamo, table);
const trail = new DynamoReportTrail(dynamo, table);
const eraser = new StoredReportEraser(
  new ReportErasure(
    { documents: dynamo, s3, workflow: sfn },
    {
      table,
      keysTable: names.ApplicantKeysTableName,
      reportsBucket: names.ReportsBucketName,
      intakeBucket: names.IntakeBucketName,
      stateMachineArn: names.StateMachineArn,
    },
  ),
  new StepFunctionsWorkflow(sfn, names.StateMachineArn),
);
const resends = new StoredWebhookResends(dynamo, table, sfn, names.StateMachineArn);
const readDependencies = {
  reports,
  ledger: new DynamoSubCheckLedger(dynamo, table),
  pdfs: { link: async () => '' },
  noteRead: (record: ReportRecord) => trail.recordRead(record, { by: 'id' }, new Date()),
};

/** What a client does with a report of its own. */
export type ClientCall = 'client-erase' | 'client-resend' | 'client-read';

/** How often a client repeats a call that failed. */
const mostTries = 3;

/** Makes a call of the client; one that fails by a fault is repeated, as the typed client does. */
export async function callAsClient(
  world: World,
  history: History,
  call: ClientCall,
  reportId: string,
): Promise<void> {
  const began = world.now;
  const calls: Record<ClientCall, () => Promise<void>> = {
    'client-erase': async () => {
      const result = await eraseReport(eraser, reportId, { clientId });
      if (result.status !== 'erased') return;
      history.push({ kind: 'erased', at: world.now, began, receipt: result.receipt, byApi: true });
    },
    'client-resend': async () => {
      const now = () => new Date();
      await resendWebhook({ reports, resends, now }, reportId, { by: 'client', clientId });
    },
    'client-read': async () => {
      await readReportById(readDependencies, reportId, clientId, new Date());
    },
  };
  for (let tries = 0; tries < mostTries; tries += 1)
    try {
      await world.run(call, functionTimeoutMs, calls[call]);
      return;
    } catch (error) {
      world.note(`${call}: ${(error as Error).message}`);
    }
}
