import { SFNClient } from '@aws-sdk/client-sfn';
import { type ResendResult, resendWebhook } from '@kyc-china/core/resend-webhook';
import { clientSettings } from '@kyc-china/storage/client-settings';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { StoredWebhookResends } from '@kyc-china/storage/webhook-resends';
import { ApiError, apiHandler } from '../shared/api-handler.ts';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { reportIdIn, reportNotFound } from '../shared/report-errors.ts';
import { environment } from './environment.ts';

const { REPORTS_TABLE, STATE_MACHINE_ARN } = readEnvironment(environment);
const dynamo = documentClient();
const dependencies = {
  reports: new DynamoReportStore(dynamo, REPORTS_TABLE),
  resends: new StoredWebhookResends(dynamo, REPORTS_TABLE, new SFNClient(clientSettings), STATE_MACHINE_ARN),
  now: () => new Date(),
};

const notStarted = new ApiError(
  500,
  'It is not known whether the webhook is sent again. Send the request again in a few seconds.',
);

const refusals: Record<Exclude<ResendResult['status'], 'started'>, ApiError> = {
  unknown: reportNotFound,
  processing: new ApiError(
    409,
    'The report is still processing: its webhook is sent when it is completed or failed.',
  ),
  'no-callback': new ApiError(
    409,
    'The request of this report had no callbackUrl, so it has no webhook. Poll the report, or read it by its id.',
  ),
  exhausted: new ApiError(
    409,
    'The webhook of this report was sent again too often, and is not sent again. Poll the report, or read it by its id.',
  ),
};

/** POST /kyc/cn/reports/{reportId}/webhook: sends the webhook of a report again. */
export const handler = apiHandler(
  async ({ clientId, keyId, path }, context) => {
    const reportId = reportIdIn(path);
    const result = await resendWebhook(dependencies, reportId, { by: 'client', clientId, keyId });
    if (result.status !== 'started') throw refusals[result.status];
    const { resend } = result;
    log.info('webhook resent', { ...context, reportId, resend });
    return { status: 202, body: { reportId, resend } };
  },
  notStarted,
  { hasBody: false },
);
