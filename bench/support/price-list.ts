import { retentionDays } from '@kyc-china/core/retention';
import {
  accessLogBytes,
  hongKongSurcharge,
  platformLogBytes,
  prices,
  pricesOf,
  tracedShare,
} from './prices.ts';
import type { Section } from './section.ts';

/** What one full report makes happen, counted. */
export interface Events {
  readonly apiCalls: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  /** Of the two above, those of sub-checks. */
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

const target = 1;
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

function linesOf(of: Events): Line[] {
  const logBytes =
    of.functionLogBytes +
    of.workflowLogBytes +
    of.invocations * platformLogBytes +
    of.apiCalls * accessLogBytes;
  return [
    {
      service: 'Step Functions (Standard)',
      events: `${count(of.transitions)} transitions`,
      dollars: of.transitions * prices.stateTransition,
    },
    {
      service: 'Lambda, duration',
      events: `${count(of.gbSeconds)} GB-s`,
      dollars: of.gbSeconds * prices.lambdaGbSecond,
    },
    {
      service: 'Lambda, invocations',
      events: `${count(of.invocations)}`,
      dollars: of.invocations * prices.lambdaInvocation,
    },
    {
      service: 'KMS',
      events: `${count(of.kmsCalls)} calls`,
      dollars: of.kmsCalls * prices.kmsCall,
    },
    {
      service: 'DynamoDB',
      events: `${count(of.writeUnits)} write units, ${count(of.readUnits)} read units`,
      dollars: of.writeUnits * prices.writeUnit + of.readUnits * prices.readUnit,
    },
    {
      service: 'S3',
      events: `${count(of.s3Puts)} PUT, ${count(of.s3Gets)} GET`,
      dollars: of.s3Puts * prices.s3Put + of.s3Gets * prices.s3Get,
    },
    {
      service: 'API Gateway (REST)',
      events: `${count(of.apiCalls)} calls`,
      dollars: of.apiCalls * prices.apiCall,
    },
    {
      service: 'CloudWatch Logs',
      events: `${count(logBytes / 1000)} KB`,
      dollars: logBytes * prices.logByte,
    },
    {
      service: `Storage for ${retentionDays.report} days`,
      events: `${count(of.tableBytes / 1000)} KB in tables, ${count(of.objectBytes / 1000)} KB in S3`,
      dollars: monthsStored * (of.tableBytes * prices.tableByteMonth + of.objectBytes * prices.s3ByteMonth),
    },
    {
      service: 'Data out',
      events: `${count(of.bytesOut / 1000)} KB`,
      dollars: of.bytesOut * prices.byteOut,
    },
    {
      service: 'X-Ray',
      events: `${count(of.apiCalls * tracedShare)} traces`,
      dollars: of.apiCalls * tracedShare * prices.trace,
    },
    {
      service: 'Secrets Manager',
      events: `${count(of.secretsCalls)} calls`,
      dollars: of.secretsCalls * prices.secretsCall,
    },
  ];
}

const sumOf = (lines: readonly Line[]) => lines.reduce((total, line) => total + line.dollars, 0);

/** The same report, its work arranged otherwise. @returns dollars for one. */
function alternatives(of: Events, today: number): (readonly [string, number])[] {
  const standard = of.transitions * prices.stateTransition;
  const memoryGb = 1 / 16;
  const express = prices.expressExecution + of.executionSeconds * memoryGb * prices.expressGbSecond;
  const others = of.subCheckInvocations - 1;
  const longestOnly = of.subCheckGbSeconds / of.subCheckInvocations;
  return [
    ['as it is: Standard, one function, invoked for each sub-check', today],
    ['a function of its own for each sub-check: the same invocations', today],
    ['Express instead of Standard', today - standard + express],
    [
      'one invocation asks all sources at once: no Map',
      today -
        others * (prices.lambdaInvocation + prices.stateTransition) -
        (of.subCheckGbSeconds - longestOnly) * prices.lambdaGbSecond,
    ],
  ];
}

/** What the events of one report cost, for each thousand of them. */
export function pricesSection(of: Events, run: { reports: number; upstreamMs: number }): Section {
  const lines = linesOf(of);
  const today = sumOf(lines);
  const row = ({ service, events, dollars: each }: Line) => [
    service,
    events,
    dollars(each * thousand),
    (each / today).toFixed(2),
  ];
  const hongKong = today * (1 + hongKongSurcharge) * thousand;
  return {
    title: 'Price',
    method: `The events that full reports made in the embedded stack (10 sub-checks, photo, webhook, PDF fetched once, polls two seconds apart as the 202 asks), counted between the functions and the services, the mean of ${run.reports} in a warm stack; times AWS’s list prices (${pricesOf}, without free tiers). Every upstream call takes ${run.upstreamMs} ms, and Lambda bills that wait. No upstream fee is in it.`,
    tables: [
      {
        columns: ['service', 'events of one report', 'for 1,000 reports', '÷ total'],
        rows: [
          ...lines.toSorted((one, other) => other.dollars - one.dollars).map(row),
          ['**total, us-east-1 prices**', '', dollars(today * thousand), '1.00'],
          [
            `**total, ap-east-1 at +${hongKongSurcharge * 100} %**`,
            '',
            dollars(hongKong),
            (1 + hongKongSurcharge).toFixed(2),
          ],
        ],
      },
      {
        columns: ['the same report, arranged otherwise', 'for 1,000 reports', '÷ as it is'],
        rows: alternatives(of, today).map(([name, each]) => [
          name,
          dollars(each * thousand),
          (each / today).toFixed(2),
        ]),
      },
    ],
    notes: [
      `The target of $${target.toFixed(2)} for 1,000 reports is ${hongKong <= target ? 'reached' : 'not reached'} with the surcharge, and ${today * thousand <= target ? 'reached' : 'not reached'} without.`,
      `The prices are written down from what AWS’s pages said in 2025, not looked up again, and none of ap-east-1 is confirmed: ${hongKongSurcharge * 100} % is added to everything instead (bench/support/prices.ts says why). Prices are to be checked before a sum is relied on.`,
      'Lambda’s durations are those of this machine, which is busy and not an Arm of 512 MB; most of them is the wait for the source, which is the same anywhere.',
      'Not in it: what does not grow with reports (KMS keys, secrets, custom metrics, alarms, the firewall in production), KMS calls that S3, DynamoDB, Step Functions and CloudWatch make by themselves with cached keys, cold starts, and retries. The workflow’s log is estimated by its history, without execution data; access log and Lambda’s own lines by constants.',
      'Express would do for the fan-out, and gives up what Standard is here for: executions by name that start once, steps that run once (an upstream call is billed), a webhook’s retries of a day (an Express execution ends after five minutes), and a history to look into.',
      'A function for each sub-check costs the same and starts cold more often: 14 functions share the traffic that keeps one warm. One invocation for all saves nearly half, and gives up a retry, a timeout and a line in the console for each sub-check.',
    ],
  };
}
