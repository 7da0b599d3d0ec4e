import { requestOf, startBenchStack } from './support/bench-stack.ts';
import type { Part } from './support/section.ts';
import { median, ms, ratio } from './support/statistics.ts';

const upstreamMs = 300;

/** Consumers at once, each requesting and polling without a pause but that between polls. */
export const load: Part = async ({ quick, progress }) => {
  const forMs = quick ? 2_000 : 8_000;
  const stack = await startBenchStack({ environmentOverrides: { SIMULATOR_LATENCY_MS: String(upstreamMs) } });
  const { callbackUrl: _, ...body } = requestOf() as { callbackUrl?: string };
  try {
    await stack.timeToReport(body);
    const rows: string[][] = [];
    let alone = { reportsPerSecond: Number.NaN, median: Number.NaN };
    for (const consumers of [1, 8, 64]) {
      const times: number[] = [];
      let [answered, incomplete] = [0, 0];
      const errors = new Map<number, number>();
      const startedAt = performance.now();
      const post = async (route: 'request' | 'poll', sent: object) => {
        const answer = await stack.post(route, sent);
        answered += 1;
        if (answer.status !== 200 && answer.status !== 202)
          errors.set(answer.status, (errors.get(answer.status) ?? 0) + 1);
        return answer;
      };
      const consume = async () => {
        while (performance.now() - startedAt < forMs) {
          const from = performance.now();
          const { token } = (await post('request', body)).body;
          if (token === undefined) continue;
          for (;;) {
            const { status, body: report } = await post('poll', { token });
            if (status === 202) {
              await new Promise((resolve) => setTimeout(resolve, 50));
              continue;
            }
            if (status === 200) times.push(performance.now() - from);
            if (status === 200 && report.summary.errored.length > 0) incomplete += 1;
            break;
          }
        }
      };
      await Promise.all(Array.from({ length: consumers }, consume));
      const seconds = (performance.now() - startedAt) / 1000;
      const reportsPerSecond = times.length / seconds;
      const failed = [...errors].map(([status, count]) => `${count} × ${status}`).join(', ') || '0';
      if (consumers === 1) alone = { reportsPerSecond, median: median(times) };
      progress(
        `${consumers} consumers: ${times.length} reports in ${seconds.toFixed(1)} s, errors: ${failed}`,
      );
      rows.push([
        String(consumers),
        (answered / seconds).toFixed(1),
        failed,
        String(times.length),
        String(incomplete),
        reportsPerSecond.toFixed(2),
        ratio(reportsPerSecond, consumers * alone.reportsPerSecond),
        ms(median(times)),
        ratio(median(times), alone.median),
      ]);
    }
    return {
      title: 'Load',
      method: `Consumers at once against the embedded stack, each sending a full request of 10 sub-checks and polling every 50 ms until its report is complete, then the next, for ${forMs / 1000} s and until the last of them has ended. Upstream calls take ${upstreamMs} ms. The limit is that of consumers who do not meet: so many times what one of them gets. All of the cloud (gateway, functions, state machine, tables) shares this machine's cores here; on AWS it does not.`,
      tables: [
        {
          columns: [
            'consumers',
            'calls/s',
            'errors (status)',
            'reports ended',
            'with an errored sub-check',
            'reports/s',
            '÷ consumers × one’s',
            'median time to report',
            '÷ alone',
          ],
          rows,
        },
      ],
      notes: [
        'A jump to more consumers needs more execution environments, which the embedded cloud loads as many at a time as there are cores: these figures hold that loading too, as cold starts would be on AWS, and no warm-up takes it out. A 504 is the gateway’s own limit of 29 s, met, it seems, by calls that waited for an environment; that was not traced.',
      ],
    };
  } finally {
    await stack.stop();
  }
};
