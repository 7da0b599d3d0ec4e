import { differencesOf, resigned, type Vendors } from '../../support/sdk-requests.ts';
import type { MadeCall } from './sdk-calls.ts';

const positive: ReadonlySet<unknown> = new Set(['200', 'OK', '0', 'Success']);

/** Lists what is wrong with a call that an SDK made: it was not served, or the adapter's request says something else. */
export async function problemsOf(vendors: Vendors, { call, answer, request }: MadeCall): Promise<string[]> {
  if (!answer || !request) return ['the SDK did not make the call'];
  const problems: string[] = [];
  if (!positive.has(answer.code)) problems.push(`the SDK was not served: ${answer.error ?? answer.code}`);
  const [ours] = resigned(call.vendor, request).split('Signature=').slice(1);
  if (ours === undefined || ours !== request.headers.authorization?.split('Signature=')[1])
    problems.push('the SDK signs it otherwise');
  if (!call.subCheck) return problems;
  return [...problems, ...differencesOf(request, await vendors.requestOfAdapter(call))];
}
