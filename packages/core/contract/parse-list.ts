import { type DecisionOutcome, decisionOutcomes } from '../decision/outcomes.ts';
import { timeOf } from './iso-time.ts';
import { pageSizes, reportStatuses } from './list-values.ts';
import { type FieldProblem, InvalidRequestError } from './problems.ts';
import { fieldsByOtherName } from './request-fields.ts';
import { isPlainWord, probablyMeant } from './validate.ts';

/** What a list is narrowed to. Times are in milliseconds since 1970. */
export interface ReportFilters {
  readonly clientReference?: string;
  readonly status?: (typeof reportStatuses)[number];
  readonly decision?: DecisionOutcome;
  /** The earliest request. */
  readonly from?: number;
  /** The first request that is too late. */
  readonly to?: number;
}

export interface ListQuery {
  readonly filters: ReportFilters;
  readonly limit: number;
  /** As it was sent. */
  readonly cursor?: string;
}

/** The parameters of a query string: each name with every value that was sent. */
export type QueryParameters = Readonly<Record<string, readonly string[] | undefined>>;

function limitOf(text: string): number | undefined {
  const limit = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= pageSizes.most ? limit : undefined;
}

const oneOf =
  <Value extends string>(values: readonly Value[]) =>
  (text: string) =>
    values.find((value) => value === text);

const timeHint =
  'must be a date, or a date and time with its offset, such as 2026-11-29T08:00:00Z (ISO 8601)';

interface Parameter {
  /** Returns undefined for a value that cannot be used. */
  readonly read: (text: string) => string | number | undefined;
  readonly hint: string;
}

const parameters = {
  clientReference: {
    read: (text) => (/^[^\p{Cc}\p{Cs}]{1,128}$/u.test(text) && text.length <= 128 ? text : undefined),
    hint: 'must be 1 to 128 characters, without control characters',
  },
  status: { read: oneOf(reportStatuses), hint: `must be one of ${reportStatuses.join(', ')}` },
  decision: { read: oneOf(decisionOutcomes), hint: `must be one of ${decisionOutcomes.join(', ')}` },
  from: { read: timeOf, hint: timeHint },
  to: { read: timeOf, hint: timeHint },
  limit: { read: limitOf, hint: `must be a number from 1 to ${pageSizes.most}` },
  cursor: {
    read: (text) => (/^[A-Za-z0-9_-]{1,512}$/.test(text) ? text : undefined),
    hint: 'must be the nextCursor of the page before',
  },
} as const satisfies Record<string, Parameter>;

/** The names of the parameters that a list takes. */
export const listParameters = Object.keys(parameters) as readonly (keyof typeof parameters)[];

function unknownParameter(name: string): FieldProblem {
  const meant = probablyMeant(name, listParameters, fieldsByOtherName);
  return {
    field: isPlainWord(name) ? name : '(unknown)',
    message: meant
      ? `is not a parameter of this list; ${meant} was probably meant`
      : 'is not a parameter of this list',
  };
}

/** The most unknown parameters that are reported. */
const mostUnknown = 20;

/**
 * Reads the query of a list.
 * @throws InvalidRequestError that names every parameter that cannot be used.
 */
export function parseListQuery(query: QueryParameters): ListQuery {
  const unknown = Object.keys(query).filter((name) => !Object.hasOwn(parameters, name));
  const problems = unknown.slice(0, mostUnknown).map(unknownParameter);
  const read: Record<string, string | number> = {};
  for (const field of listParameters) {
    const [value, ...others] = Object.hasOwn(query, field) ? (query[field] ?? []) : [];
    if (value === undefined) continue;
    const { read: parse, hint } = parameters[field];
    const parsed = parse(value);
    if (others.length > 0) problems.push({ field, message: 'must be sent once' });
    else if (parsed === undefined) problems.push({ field, message: hint });
    else read[field] = parsed;
  }
  const { limit, cursor, ...filters } = read as ReportFilters & { limit?: number; cursor?: string };
  if (filters.from !== undefined && filters.to !== undefined && filters.from >= filters.to)
    problems.push({ field: 'to', message: 'must be later than from' });
  if (problems.length > 0) throw new InvalidRequestError('The list cannot be read as asked.', problems);
  return { filters, limit: limit ?? pageSizes.usual, ...(cursor !== undefined && { cursor }) };
}
