import { type BenchStack, requestOf, startBenchStack } from './support/bench-stack.ts';
import type { Part } from './support/section.ts';
import { median, ms, ratio } from './support/statistics.ts';
import { timesByRole } from './support/thread-times.ts';

/** What every upstream call is fixed at, in milliseconds. */
const upstreamMs = 1000;

/** Fields of requests that make 1, 4 and 10 upstream calls. */
const requests: readonly (readonly string[] | undefined)[] = [['idNumber'], ['mobile'], undefined];

const stretches = [
  'accept, to the start',
  'sub-checks, beyond the call',
  'aggregate, PDF, until a poll sees it',
];

/** Where a request's time beyond its upstream calls went, by its execution's history: milliseconds of each stretch. */
async function whereTheTimeWent(stack: BenchStack, reportId: string, postedAt: number, seenAt: number) {
  const history = await stack.cloud.executions.history(reportId);
  const at = (type: string) => (history.find((event) => event.type === type)?.timestamp ?? Number.NaN) * 1000;
  const started = at('ExecutionStarted');
  const settled = at('MapStateExited');
  return [started - postedAt, settled - started - upstreamMs, seenAt - settled];
}

/** How the processor time of a request with ten calls divides among the threads, as a sentence. */
async function threadsOfTen(stack: BenchStack, runs: number): Promise<string> {
  const before = timesByRole();
  for (let run = 0; run < runs; run += 1) await stack.timeToReport(requestOf());
  const shares = [...timesByRole()]
    .map(([role, time]) => ({ role, time: (time - (before.get(role) ?? 0)) / runs }))
    .sort((one, other) => other.time - one.time)
    .map(({ role, time }) => `${role} ${ms(time)}`);
  return `The processor time of a request with ten calls: ${shares.join(', ') || 'not reported by this system'}. What of it does not fall into the second of waiting delays the report, on two cores by half of it at least.`;
}

/** From the POST to the first 200, beside the slowest upstream call, and beside the calls one after another. */
export const fanOut: Part = async ({ quick, progress }) => {
  const runs = quick ? 1 : 5;
  const stack = await startBenchStack({ environmentOverrides: { SIMULATOR_LATENCY_MS: String(upstreamMs) } });
  try {
    const rows: string[][] = [];
    const stretchRows: string[][] = [];
    let tenAtOnce = Number.NaN;
    let errored = 0;
    for (const fields of requests) {
      const times: number[] = [];
      const processorTimes: number[] = [];
      const spent: number[][] = [];
      let calls = 0;
      for (let run = 0; run <= runs; run += 1) {
        const [before, postedAt] = [process.cpuUsage(), Date.now()];
        const { ms: time, report } = await stack.timeToReport(requestOf(fields));
        const { user, system } = process.cpuUsage(before);
        times.push(time);
        processorTimes.push((user + system) / 1000);
        const { reportId } = report.reportMetadata;
        if (run > 0) spent.push(await whereTheTimeWent(stack, reportId, postedAt, Date.now()));
        calls = Math.max(calls, report.reportMetadata.upstreamCalls);
        errored += report.summary.errored.length;
      }
      progress(`${calls} calls: ${times.map(Math.round).join(', ')} ms`);
      const [first = 0, ...warm] = times;
      tenAtOnce = median(warm);
      rows.push([
        `${calls} calls of ${upstreamMs} ms`,
        ms(first),
        ms(tenAtOnce),
        ms(Math.min(...warm)),
        ms(upstreamMs),
        ratio(Math.min(...warm), upstreamMs),
        ratio(tenAtOnce, upstreamMs),
        ms(calls * upstreamMs),
        ratio(tenAtOnce, calls * upstreamMs),
        ms(median(processorTimes.slice(1))),
      ]);
      stretchRows.push([
        `${calls} calls`,
        ...stretches.map((_, stretch) => ms(median(spent.map((times) => times[stretch] ?? Number.NaN)))),
      ]);
    }
    const threads = await threadsOfTen(stack, runs);
    const startedAt = performance.now();
    for (let call = 0; call < 10; call += 1) await stack.timeToReport(requestOf(['idNumber']));
    const oneByOne = performance.now() - startedAt;
    return {
      title: 'Fan-out',
      method: `POST to the first 200, polling every 50 ms, through the whole embedded stack: the median of ${runs} after the first. Every upstream call is fixed at ${upstreamMs} ms, which is the limit: nothing can end before its slowest call.`,
      tables: [
        {
          columns: [
            '',
            'first',
            'median',
            'fastest',
            'slowest call',
            'fastest ÷ slowest call',
            'median ÷ slowest call',
            'sum of the calls',
            'median ÷ sum',
            'CPU time',
          ],
          rows,
        },
        { columns: ['where the time beyond the calls goes', ...stretches], rows: stretchRows },
        {
          columns: ['ten sub-checks', 'time', '÷ ten sequential'],
          rows: [
            ['one request, all at once', ms(tenAtOnce), ratio(tenAtOnce, oneByOne)],
            ['ten requests of one sub-check, one after another', ms(oneByOne), '1.00'],
          ],
        },
      ],
      notes: [
        `Sub-checks that ended as errored in all these runs: ${errored}.`,
        threads,
        'The CPU time is that of the consumer, the functions, the interpreter and the emulators together, per request: on AWS each function has its own processor, here they share those of this machine.',
      ],
    };
  } finally {
    await stack.stop();
  }
};
