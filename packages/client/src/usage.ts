import type { Usage } from './generated/contract.ts';
import type { ReportCall } from './report-actions.ts';
import { isObject } from './safe-text.ts';
import type { ApiAnswer } from './transport.ts';

/** The answer to a read of usage: 200 with this month and no other one. */
function usageIn({ status, body }: ApiAnswer, month: string): Usage | undefined {
  const { subChecks, cost } = body;
  if (status !== 200 || body.month !== month || typeof body.reports !== 'number') return undefined;
  if (!Array.isArray(subChecks) || !subChecks.every(isObject)) return undefined;
  if (!isObject(cost) || typeof cost.amount !== 'string' || typeof cost.currency !== 'string')
    return undefined;
  return body as unknown as Usage;
}

/** Returns the call that reads the usage of a month. @throws TypeError when the month is not of the form YYYY-MM. */
export function usageCall(month: string, signal: AbortSignal | undefined): ReportCall<Usage> {
  if (!/^[0-9]{4}-[0-9]{2}$/.test(month)) throw new TypeError('month must be of the form YYYY-MM');
  const read = (answer: ApiAnswer) => usageIn(answer, month);
  return { method: 'GET', path: `/kyc/cn/usage?month=${month}`, signal, withheld: [], read };
}
