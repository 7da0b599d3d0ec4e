import { parseUsageQuery } from '@kyc-china/core/contract/parse-usage';
import { usageOf } from '@kyc-china/core/monthly-usage';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { documentClient } from '@kyc-china/storage/reports-table';
import { ApiError, apiHandler } from '../shared/api-handler.ts';
import { readEnvironment } from '../shared/environment.ts';
import { environment } from './environment.ts';

const { REPORTS_TABLE, CURRENCY } = readEnvironment(environment);
const usage = new DynamoClientUsage(documentClient(), REPORTS_TABLE);

const notRead = new ApiError(500, 'The usage could not be read. Send the request again in a few seconds.');

/** GET /kyc/cn/usage: what a client used in a month, and what it cost. */
export const handler = apiHandler(
  async ({ clientId, query }) => {
    const now = new Date();
    const month = parseUsageQuery(query, now);
    return { status: 200, body: usageOf(month, await usage.read(clientId, month), CURRENCY, now) };
  },
  notRead,
  { hasBody: false },
);
