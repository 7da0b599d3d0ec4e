import { requestOf, startBenchStack } from './support/bench-stack.ts';
import type { Part } from './support/section.ts';
import { median, ms, ratio } from './support/statistics.ts';

/** What every upstream call is fixed at, in milliseconds. */
const upstreamMs = 1000;

/** Fields of requests that make 1, 4 and 10 upstream calls. */
const requests: readonly (readonly string[] | undefined)[] = [['idNumber'], ['mobile'], undefined];

/** From the POST to the first 200, beside the slowest upstream call, and beside the calls one after another. */
export const fanOut: Part = async ({ quick, progress }) => {
  const runs = quick ? 1 : 5;
  const stack = await startBenchStack({ environmentOverrides: { SIMULATOR_LATENCY_MS: String(upstreamMs) } });
  try {
    const rows: string[][] = [];
    let tenAtOnce = Number.NaN;
    let errored = 0;
    for (const fields of requests) {
      const times: number[] = [];
      let calls = 0;
      for (let run = 0; run <= runs; run += 1) {
        const { ms: time, report } = await stack.timeToReport(requestOf(fields));
        times.push(time);
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
      ]);
    }
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
          ],
          rows,
        },
        {
          columns: ['ten sub-checks', 'time', '÷ ten sequential'],
          rows: [
            ['one request, all at once', ms(tenAtOnce), ratio(tenAtOnce, oneByOne)],
            ['ten requests of one sub-check, one after another', ms(oneByOne), '1.00'],
          ],
        },
      ],
      notes: [`Sub-checks that ended as errored in all these runs: ${errored}.`],
    };
  } finally {
    await stack.stop();
  }
};
