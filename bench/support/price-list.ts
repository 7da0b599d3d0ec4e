import { retentionDays } from '@kyc-china/core/retention';
import {
  accessLogBytes,
  coldStarts,
  hongKongSurcharge,
  isKnownInHongKong,
  logEventOverheadBytes,
  platformLogBytes,
  priceInHongKong,
  prices,
  tracedShare,
} from './prices.ts';
import type { Section, Table } from './section.ts';

/** What one full report makes happen, counted. */
export interface Events {
  readonly apiCalls: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  /** The memory of the environments of all invocations, in GB. */
  readonly environmentGb: number;
  /** Of invocations and GB-seconds, those of sub-checks. */
  readonly subCheckInvocations: number;
  readonly subCheckGbSeconds: number;
  readonly transitions: number;
  readonly executionSeconds: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  readonly kmsCalls: number;
  readonly secretsCalls: number;
  readonly functionLogBytes: number;
  readonly workflowLogBytes: number;
  readonly tableBytes: number;
  readonly objectBytes: number;
  readonly bytesOut: number;
}

/** Dollars for 1,000 full reports. */
const target = 0.5;
const thousand = 1000;
/** A month of AWS's storage prices has 30 days. */
const monthsStored = retentionDays.report / 30;

interface Line {
  readonly service: string;
  readonly events: string;
  readonly dollars: number;
}

const count = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 2 });
const dollars = (value: number) => `$${value.toFixed(4)}`;

/** One line of the bill: how many of each priced event. */
function line(service: string, events: string, amounts: Partial<Record<keyof typeof prices, number>>): Line {
  const priced = Object.entries(amounts) as [keyof typeof prices, number][];
  return {
    service,
    events,
    dollars: priced.reduce((sum, [name, amount]) => sum + amount * priceInHongKong(name), 0),
  };
}

function linesOf(of: Events): Line[] {
  const coldGbSeconds = of.environmentGb * coldStarts.share * coldStarts.seconds;
  const functionLogBytes =
    of.functionLogBytes + of.invocations * (platformLogBytes + 4 * logEventOverheadBytes);
  const accessBytes = of.apiCalls * (accessLogBytes + logEventOverheadBytes);
  return [
    line('Step Functions (Standard)', `${count(of.transitions)} transitions`, {
      stateTransition: of.transitions,
    }),
    line('Lambda, duration', `${count(of.gbSeconds)} GB-s`, { lambdaGbSecond: of.gbSeconds }),
    line('Lambda, initialization', `${count(coldGbSeconds)} GB-s`, { lambdaGbSecond: coldGbSeconds }),
    line('Lambda, invocations', count(of.invocations), { lambdaInvocation: of.invocations }),
    line('KMS', `${count(of.kmsCalls)} calls`, { kmsCall: of.kmsCalls }),
    line('DynamoDB', `${count(of.writeUnits)} write units, ${count(of.readUnits)} read units`, {
      writeUnit: of.writeUnits,
      readUnit: of.readUnits,
    }),
    line('S3', `${count(of.s3Puts)} PUT, ${count(of.s3Gets)} GET`, {
      s3Put: of.s3Puts,
      s3Get: of.s3Gets,
    }),
    line('API Gateway (REST)', `${count(of.apiCalls)} calls`, { apiCall: of.apiCalls }),
    line('CloudWatch Logs, workflow', `${count(of.workflowLogBytes / 1000)} KB`, {
      logByte: of.workflowLogBytes,
    }),
    line('CloudWatch Logs, functions and API', `${count((functionLogBytes + accessBytes) / 1000)} KB`, {
      logByte: functionLogBytes + accessBytes,
    }),
    line(
      `Storage for ${retentionDays.report} days`,
      `${count(of.tableBytes / 1000)} KB in tables, ${count(of.objectBytes / 1000)} KB in S3`,
      { tableByteMonth: monthsStored * of.tableBytes, s3ByteMonth: monthsStored * of.objectBytes },
    ),
    line('Data out', `${count(of.bytesOut / 1000)} KB`, { byteOut: of.bytesOut }),
    line('X-Ray', `${count(of.apiCalls * tracedShare)} traces`, { trace: of.apiCalls * tracedShare }),
    line('Secrets Manager', `${count(of.secretsCalls)} calls`, { secretsCall: of.secretsCalls }),
  ];
}

const sumOf = (lines: readonly Line[]) => lines.reduce((total, { dollars: each }) => total + each, 0);

/** The bill of one kind of report, the largest line first. */
function bill(subChecks: number, of: Events): { readonly table: Table; readonly total: number } {
  const lines = linesOf(of).toSorted((one, other) => other.dollars - one.dollars);
  const total = sumOf(lines);
  return {
    total: total * thousand,
    table: {
      columns: [`${subChecks} sub-checks`, 'events of one report', 'for 1,000 reports', '÷ total'],
      rows: [
        ...lines.map(({ service, events, dollars: each }) => [
          service,
          events,
          dollars(each * thousand),
          (each / total).toFixed(2),
        ]),
        ['**total**', '', dollars(total * thousand), '1.00'],
      ],
    },
  };
}

/** The same report, its work arranged otherwise. */
function alternatives(of: Events, total: number): Table {
  const memoryGb = 1 / 16;
  const express =
    priceInHongKong('expressExecution') + of.executionSeconds * memoryGb * priceInHongKong('expressGbSecond');
  const others = of.subCheckInvocations - 1;
  const longestOnly = of.subCheckGbSeconds / of.subCheckInvocations;
  const oneInvocation =
    others * (priceInHongKong('lambdaInvocation') + priceInHongKong('stateTransition')) +
    (of.subCheckGbSeconds - longestOnly) * priceInHongKong('lambdaGbSecond');
  const inExpress = of.subCheckInvocations * priceInHongKong('stateTransition') - express;
  const rows: [string, number][] = [
    ['as it is: Standard, one function, invoked for each sub-check', 0],
    ['sub-check with 256 MB instead of 512', (of.subCheckGbSeconds / 2) * priceInHongKong('lambdaGbSecond')],
    ['the Map in an Express execution of its own', inExpress],
    ['one invocation that calls all providers at once: no Map', oneInvocation],
  ];
  return {
    columns: ['10 sub-checks, arranged otherwise', 'for 1,000 reports', '÷ as it is'],
    rows: rows.map(([name, saved]) => {
      const each = total - saved * thousand;
      return [name, dollars(each), (each / total).toFixed(2)];
    }),
  };
}

const known = (Object.keys(prices) as (keyof typeof prices)[]).filter(isKnownInHongKong);

/** What the events of a report cost in ap-east-1, for each thousand of them. */
export function pricesSection(
  of: { readonly ten: Events; readonly five: Events },
  fixed: Table,
  run: { reports: number; upstreamMs: number },
): Section {
  const [ten, five] = [bill(10, of.ten), bill(5, of.five)];
  const reached = (total: number) => (total <= target ? 'reached' : 'not reached');
  const trail = priceInHongKong('secondTrailEvent') * thousand;
  return {
    title: 'Price',
    method: `The events of reports in the embedded stack, counted between the functions and the services: the mean of ${run.reports} of each kind in a warm stack, with a photo, an idempotency key, a webhook, the PDF fetched once, and polls two seconds apart as the 202 asks. Ten sub-checks are what the sandbox runs; five are what production runs of the same request, with two providers. Times AWS’s list prices for ap-east-1, without free tiers. Every upstream call takes ${run.upstreamMs} ms, and Lambda bills that wait. No upstream fee is included.`,
    tables: [ten.table, five.table, alternatives(of.ten, ten.total), fixed],
    notes: [
      `The target of $${target.toFixed(2)} for 1,000 reports is ${reached(five.total)} with 5 sub-checks (${dollars(five.total)}), and ${reached(ten.total)} with 10 (${dollars(ten.total)}): their transitions alone are ${dollars(of.ten.transitions * priceInHongKong('stateTransition') * thousand)}.`,
      `Of ap-east-1’s own prices, ${known.length} were found (transitions of Step Functions Standard, and Lambda’s GB-second on Arm). All others are those of us-east-1 in 2025 and ${hongKongSurcharge * 100} %. Check both before you rely on a sum.`,
      'Lambda’s durations are those of this machine, which is busy and not an Arm of 512 MB. Most of them is the wait for the provider, which is the same anywhere.',
      `Initialization is billed like duration. Assumed: ${coldStarts.share * 100} % of the invocations start an environment, which takes ${coldStarts.seconds} s. The workflow’s log is computed from the history, an entry for each event without execution data; the access log and Lambda’s own lines are constants.`,
      `A second trail of CloudTrail that keeps management events would add ${dollars(of.ten.kmsCalls * trail)} for 1,000 reports of 10 sub-checks, one event for each KMS call. Not included: KMS calls that S3, DynamoDB, Step Functions and CloudWatch make with cached keys, and retries. Detailed metrics of API Gateway are some dollars a month.`,
      'An Express execution for the Map keeps a Standard one around it. It ends after five minutes, so it cannot hold a call that waits longer for its turn at a provider, and its history is a log. One invocation for all sub-checks gives up a retry, a timeout and a line in the console for each of them.',
    ],
  };
}
