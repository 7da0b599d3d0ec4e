import { monthOf } from '../limits.ts';
import type { QueryParameters } from './parse-list.ts';
import { type FieldProblem, InvalidRequestError } from './problems.ts';

/** How many months can be read: the current one and those before it. Their counts are kept for that long at least. */
export const usageMonths = 13;

/** Returns the first month that can be read. */
function earliestMonth(now: Date): string {
  return monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - usageMonths + 1, 1)));
}

function monthProblem(values: readonly string[], now: Date): string | undefined {
  const [month, ...others] = values;
  if (month === undefined) return 'is required: a month, such as 2026-11';
  if (others.length > 0) return 'must be sent once';
  if (!/^[0-9]{4}-(0[1-9]|1[0-2])$/.test(month)) return 'must be a month, such as 2026-11';
  if (month > monthOf(now)) return 'must not be in the future (months are those of UTC)';
  return month < earliestMonth(now)
    ? `must be one of the last ${usageMonths} months: older counts are deleted`
    : undefined;
}

/**
 * Returns the month that a query of usage names.
 * @throws InvalidRequestError for a month that cannot be read, and for another parameter.
 */
export function parseUsageQuery(query: QueryParameters, now: Date): string {
  const values = Object.hasOwn(query, 'month') ? (query.month ?? []) : [];
  const problem = monthProblem(values, now);
  const unknown = Object.keys(query).some((name) => name !== 'month');
  const problems: FieldProblem[] = [
    ...(problem === undefined ? [] : [{ field: 'month', message: problem }]),
    ...(unknown ? [{ field: '(unknown)', message: 'is not a parameter: month is the only one' }] : []),
  ];
  if (problems.length > 0) throw new InvalidRequestError('The usage cannot be read as asked.', problems);
  return values[0] as string;
}
