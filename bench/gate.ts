import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { askUpstreams, type PlaceInLine, WaitForTurnError } from '@kyc-china/core/ask-upstreams';
import { DynamoUpstreamGate } from '@kyc-china/storage/upstream-gate';
import { type BenchStack, deployedFunctions, startBenchStack } from './support/bench-stack.ts';
import {
  type Arrival,
  busiestSecond,
  type GateRun,
  idealWait,
  poisson,
  racing,
  reserving,
  waitOf,
} from './support/gate-simulation.ts';
import type { Part, Table } from './support/section.ts';
import { percentile } from './support/statistics.ts';

/** Calls a second of one operation, as Tencent Cloud documents it. */
const rate = 20;

const seconds = (value: number) => `${value.toFixed(2)} s`;

const burst = (calls: number): Arrival[] =>
  Array.from({ length: calls }, (_, call) => ({ at: call / 10_000, client: 'one' }));

/** Clients with 1,000 calls each, 5 s apart, and then single calls of others, one a second. */
function besideHeavyClients(heavy: number): Arrival[] {
  const calls = Array.from({ length: heavy }, (_, client) =>
    burst(1000).map(({ at }) => ({ at: at + 5 * client, client: `heavy ${client}` })),
  );
  const singles = Array.from({ length: 40 }, (_, call) => ({
    at: 5 * heavy + call,
    client: `single ${call % 7}`,
  }));
  return [...calls.flat(), ...singles].sort((one, other) => one.at - other.at);
}

function loads(hours: number): Table {
  const rows = [0.4, 0.6, 0.82, 0.9].map((load) => {
    const arrivals = poisson(load * rate, hours * 3600, 20, 7);
    const [built, before] = [reserving(arrivals, rate), racing(arrivals.slice(0, 60_000), rate)];
    return [
      `${Math.round(load * 100)} %`,
      seconds(idealWait(arrivals, rate, 0.99)),
      seconds(waitOf(built, 0.5)),
      seconds(waitOf(built, 0.99)),
      seconds(waitOf(before, 0.99)),
      String(busiestSecond(built.calls)),
      built.writes.toFixed(2),
      built.transitions.toFixed(2),
      before.transitions.toFixed(2),
    ];
  });
  return {
    columns: [
      'load',
      'M/D/1, p99',
      'p50',
      'p99',
      'p99, race',
      'busiest second',
      'writes a call',
      'extra transitions',
      'extra transitions, race',
    ],
    rows,
  };
}

function bursts(sizes: readonly number[]): Table {
  const row = (size: number) => {
    const [built, before] = [reserving(burst(size), rate), racing(burst(size), rate)];
    const ofIdeal = ({ calls }: GateRun) => ((calls.at(-1) ?? 0) / (size / rate)).toFixed(2);
    return [
      size.toLocaleString('en'),
      ofIdeal(built),
      String(built.errored),
      built.writes.toFixed(2),
      built.transitions.toFixed(2),
      ofIdeal(before),
      String(before.errored),
      before.transitions.toFixed(2),
    ];
  };
  return {
    columns: [
      'calls at once',
      '÷ ideal time',
      'errored',
      'writes a call',
      'extra transitions',
      '÷ ideal time, race',
      'errored, race',
      'extra transitions, race',
    ],
    rows: sizes.map(row),
  };
}

function neighbors(counts: readonly number[]): Table {
  const rows = counts.map((heavy) => {
    const arrivals = besideHeavyClients(heavy);
    const built = reserving(arrivals, rate);
    return [
      String(heavy),
      seconds(waitOf(built, 0.5, 'single')),
      seconds(waitOf(built, 0.99, 'single')),
      ((built.calls.at(-1) ?? 0) / (arrivals.length / rate)).toFixed(2),
      built.writes.toFixed(2),
      built.transitions.toFixed(2),
    ];
  });
  return {
    columns: [
      'clients with 1,000 calls each',
      'single call, p50',
      'single call, p99',
      'all, ÷ ideal time',
      'writes a call',
      'extra transitions',
    ],
    rows,
  };
}

/** The stack's table of reports, as the functions reach it. */
async function reportsTable({ cloud }: BenchStack) {
  const client = new DynamoDBClient({
    region: 'ap-east-1',
    endpoint: cloud.endpoints.DYNAMODB,
    credentials: cloud.credentials,
  });
  const { poll } = await deployedFunctions(cloud);
  return { client: DynamoDBDocumentClient.from(client), name: String(poll.variables.REPORTS_TABLE) };
}

type ReportsTable = Awaited<ReturnType<typeof reportsTable>>;

async function reportOf(client: string, table: ReportsTable): Promise<string> {
  const reportId = randomUUID();
  const Item = { pk: reportId, sk: 'REPORT', clientId: client };
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
  return reportId;
}

/** Calls a provider through the real gate, its table and its clock, by four functions. */
async function realGate(table: ReportsTable, arrivals: readonly Arrival[]): Promise<string[]> {
  const calls: number[] = [];
  const waits: number[] = [];
  const provider = {
    name: randomUUID(),
    serves: () => true,
    ask: async () => {
      calls.push(performance.now() / 1000);
      return { finding: { outcome: 'matched' as const }, billed: true };
    },
  };
  const limit = { operation: 'Verify', callsPerSecond: rate };
  const routed = { provider, operation: 'Verify', timeoutMs: 1000, limit };
  const prepare = async () => ({
    subCheck: 'identity.two-factor' as const,
    applicant: {},
    requestId: 'r',
    attempt: 1,
  });
  const gates = Array.from({ length: 4 }, () => new DynamoUpstreamGate(table.client, table.name));
  const reports = new Map<string, string>();
  for (const { client } of arrivals)
    if (!reports.has(client)) reports.set(client, await reportOf(client, table));
  const startedAt = performance.now() / 1000;
  let machineWaits = 0;
  const call = async ({ at, client }: Arrival, index: number) => {
    await wait(at * 1000);
    const asked = performance.now() / 1000;
    const gate = gates[index % gates.length]?.forReport(reports.get(client) ?? '');
    for (let place: PlaceInLine | undefined; gate; )
      try {
        await askUpstreams([routed], prepare, gate, place);
        break;
      } catch (error) {
        if (!(error instanceof WaitForTurnError)) throw error;
        machineWaits += 1;
        place = error.place;
        await wait(Math.max(1000, error.until.getTime() - Date.now()));
      }
    waits.push(performance.now() / 1000 - asked);
  };
  await Promise.all(arrivals.map(call));
  // From the third second on, by when the queue is full if it ever is, and while calls still arrive.
  const [from, to] = [startedAt + 2, startedAt + (arrivals.at(-1)?.at ?? 0)];
  const inTime = calls.filter((at) => at >= from && at < to).length;
  return [
    String(arrivals.length),
    seconds(percentile(waits, 0.5)),
    seconds(percentile(waits, 0.99)),
    (inTime / (to - from) / rate).toFixed(3),
    String(busiestSecond(calls.toSorted((one, other) => one - other))),
    String(machineWaits),
  ];
}

/** The gate of the providers' rates: simulated by its own rules, and the real one on the embedded table. */
export const gate: Part = async ({ quick, progress }) => {
  const simulated = [
    loads(quick ? 1 : 10),
    bursts(quick ? [1400] : [1400, 8000]),
    neighbors(quick ? [1, 10] : [1, 3, 10, 30]),
  ];
  progress('simulated');
  const stack = await startBenchStack({});
  try {
    const table = await reportsTable(stack);
    const steady = await realGate(table, poisson(0.82 * rate, quick ? 5 : 40, 5, 7));
    progress('steady load on the embedded table');
    const full = await realGate(table, poisson(1.2 * rate, quick ? 8 : 40, 5, 7));
    return {
      title: 'The gate of the providers’ rates',
      method: `One operation of ${rate} calls a second. The first three tables are simulated, in simulated time, by the functions that the gate decides with (packages/core/upstream-turns.ts). A wait in the state machine takes at least a second and ends up to a second late. The race is the design before: a call had a turn if it asked when one was due. The last table is the real gate on the embedded table in real time, with four functions.`,
      tables: [
        ...simulated,
        {
          columns: [
            'embedded table',
            'calls',
            'wait, p50',
            'wait, p99',
            'share of the rate used',
            'busiest second',
            'waits in the state machine',
          ],
          rows: [
            ['random arrivals, 82 % of the rate', ...steady],
            ['random arrivals, 120 % of the rate', ...full],
          ],
        },
      ],
      notes: [
        'M/D/1 is the queue with random arrivals at the whole rate: no gate can be faster. The gate uses 97 % of the rate.',
        'An extra transition is one that a call has only because it waits: three for a wait in the state machine now, one for each refused try in the race.',
        'The busiest second is the most calls that any second holds, wherever it starts; the provider allows as many as its rate.',
      ],
    };
  } finally {
    await stack.stop();
  }
};
