import { decodeJwt } from 'jose';
import { requestOf } from './support/bench-stack.ts';
import {
  type CountedInvocation,
  type CountedStack,
  oneSubCheckAtATime,
  sequentialCalls,
  startCountedStack,
} from './support/counted-stack.ts';
import { type CountedCall, nameOf, unitsOf } from './support/counting-proxy.ts';
import type { Part } from './support/section.ts';

/** How long each call is held, in milliseconds: much longer than the steps between calls that are made side by side. */
const holdMs = 40;
const settleMs = 100;

interface Run {
  readonly transitions: number;
  readonly calls: readonly CountedCall[];
  readonly invocations: readonly { readonly of: CountedInvocation; readonly calls: readonly CountedCall[] }[];
}

/** The calls of each invocation. A function has one invocation at a time here. */
function callsByInvocation({ usage, invocations }: CountedStack): Run['invocations'] {
  return invocations.map((of) => {
    const from = of.endedAt - of.durationMs;
    const calls = usage.log.filter(
      ({ accessKeyId, startedAt }) =>
        accessKeyId === of.definition.variables.AWS_ACCESS_KEY_ID &&
        startedAt > from &&
        startedAt < of.endedAt,
    );
    return { of, calls };
  });
}

/** A request with an idempotency key and a webhook, polled once its webhook has arrived. */
async function countedReport(counted: CountedStack, fields?: readonly string[]): Promise<Run> {
  counted.reset();
  const { stack } = counted;
  const { token } = (await stack.post('request', requestOf(fields), crypto.randomUUID())).body;
  const { sub: reportId = '' } = decodeJwt(token);
  while (stack.cloud.executions.all().some(({ status }) => status === 'RUNNING'))
    await new Promise((resolve) => setTimeout(resolve, settleMs));
  const { status } = await stack.post('poll', { token });
  if (status !== 200) throw new Error(`poll answered ${status}`);
  const history = await stack.cloud.executions.history(reportId);
  return {
    transitions: history.filter(({ type }) => type.endsWith('StateEntered')).length,
    calls: [...counted.usage.log],
    invocations: callsByInvocation(counted),
  };
}

/** The calls of an invocation of the aggregator until the report can be read. */
function untilReadable(calls: readonly CountedCall[]): readonly CountedCall[] {
  const completing = calls.find(({ change }) => change.includes('report = :report'));
  if (!completing) throw new Error('the aggregator did not complete the report');
  return calls.filter(({ startedAt }) => startedAt < completing.endedAt);
}

/** The steps from the POST to a poll that returns the report, and how many calls of each wait for one another. */
function pathOf({ invocations }: Run): readonly (readonly [string, number])[] {
  const of = (name: string) => invocations.filter(({ of }) => of.name === name).map(({ calls }) => calls);
  const longest = (each: readonly (readonly CountedCall[])[]) => Math.max(0, ...each.map(sequentialCalls));
  return [
    ['authorizer (cached for 5 minutes by API Gateway)', longest(of('authorizer'))],
    ['initiate', longest(of('initiate'))],
    ['sub-check with the most', longest(of('sub-check'))],
    ['aggregator, until the report is stored', longest(of('aggregator').map(untilReadable))],
    ['poll', longest(of('poll'))],
  ];
}

function byName(calls: readonly CountedCall[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(nameOf(call), (counts.get(nameOf(call)) ?? 0) + 1);
  return counts;
}

/** What one full report asks of AWS, and which of it has to wait in line. */
export const calls: Part = async ({ progress }) => {
  const counted = await startCountedStack(
    { environmentOverrides: { SIMULATOR_LATENCY_MS: '1' }, assemblyDirectory: await oneSubCheckAtATime() },
    holdMs,
  );
  try {
    // Warm: what an environment reads once in five minutes is not a report's.
    await countedReport(counted);
    const run = await countedReport(counted);
    const path = pathOf(run);
    const total = path.reduce((sum, [, count]) => sum + count, 0);
    progress(`${total} calls in line, ${run.calls.length} in all, ${run.transitions} transitions`);
    const names = [...new Set(run.invocations.map(({ of }) => of.name))];
    const perFunction = names.map((name) => {
      const own = run.invocations.filter(({ of }) => of.name === name);
      const all = own.flatMap(({ calls }) => calls);
      const { read, write } = unitsOf(all);
      return [name, String(own.length), String(all.length), String(write), String(read)];
    });
    const { read, write } = unitsOf(run.calls);
    return {
      title: 'Calls',
      method: `One full report in a warm embedded stack (10 sub-checks, photo, idempotency key, webhook, one poll once it is complete), counted between the functions and the services. Each call is held for ${holdMs} ms and sub-checks run one after the other, so that calls which are made side by side overlap, and those that do not overlap wait for one another. ${run.transitions} state transitions.`,
      tables: [
        {
          columns: ['from the POST to a readable report', 'sequential calls'],
          rows: [...path.map(([step, count]) => [step, String(count)]), ['**total**', String(total)]],
        },
        {
          columns: ['function', 'invocations', 'calls', 'write units', 'read units'],
          rows: [
            ...perFunction,
            [
              '**total**',
              String(run.invocations.length),
              String(run.calls.length),
              String(write),
              String(read),
            ],
          ],
        },
        {
          columns: ['operation', 'calls'],
          rows: [...byName(run.calls)]
            .toSorted(([, one], [, other]) => other - one)
            .map(([name, count]) => [name, String(count)]),
        },
      ],
      notes: [
        'The simulator has no rate and no circuit to record: a provider with a documented rate adds one write for its turn, and one read that a function repeats every 5 seconds.',
      ],
    };
  } finally {
    await counted.stop();
  }
};
