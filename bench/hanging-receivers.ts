import type { Part } from './support/section.ts';
import { median, ms, percentile, ratio, sum } from './support/statistics.ts';
import {
  environments,
  loadingPlan,
  postsPerClient,
  type Receivers,
  type Round,
  TwoClients,
} from './support/two-clients.ts';

const upstreamMs = 300;

/** The most that receivers that hang may multiply another client’s time to a report by. */
const mostRatio = 1.2;

const situations: readonly (readonly [Receivers, string])[] = [
  ['none', 'B alone'],
  ['answer', 'beside A, whose receivers answer'],
  ['hang', 'beside A, whose receivers hang'],
];

const perSecond = (values: readonly number[]) => (sum(values) / values.length).toFixed(1);

/** One client’s reports while the receivers of another one, at its plan’s whole rate, hang. */
export const hangingReceivers: Part = async ({ quick, progress }) => {
  const [rounds, options] = quick
    ? [1, { leadMs: 15_000, reports: 6 }]
    : [3, { leadMs: 15_000, reports: 20 }];
  const clients = await TwoClients.start({ SIMULATOR_LATENCY_MS: String(upstreamMs) });
  const seen = new Map<Receivers, Round[]>(situations.map(([receivers]) => [receivers, []]));
  const all = <Key extends keyof Round>(receivers: Receivers, key: Key) =>
    (seen.get(receivers) ?? []).map((round) => round[key]);
  const reportsOf = (receivers: Receivers) => all(receivers, 'reports').flat();
  try {
    await clients.round('none', { leadMs: 0, reports: 3 });
    for (let round = 1; round <= rounds; round += 1) {
      // By turns in both orders, so that a machine that gets busier favors neither.
      for (const [receivers, name] of round % 2 === 1 ? situations : situations.toReversed()) {
        const one = await clients.round(receivers, options);
        seen.get(receivers)?.push(one);
        progress(`${round} of ${rounds}, ${name}: ${one.reports.map(Math.round).join(', ')} ms`);
      }
    }
  } finally {
    await clients.stop();
  }
  const open = all('hang', 'open').flat();
  const held = percentile(open, 0.05);
  if (median(open) === 0) throw new Error('nothing hung while a report was requested');
  const at = (receivers: Receivers, share: number) => percentile(reportsOf(receivers), share);
  const claimed = ratio(at('hang', 0.5), at('answer', 0.5));
  return {
    title: 'Hanging receivers',
    method: `Client B’s reports, one after another, from the POST to the first poll that returns the report; ${reportsOf('none').length} in each situation, by turns. For this run each function was limited to ${environments} environments. Webhooks of one client may hold ${postsPerClient} of them once one was not delivered within a second (\`webhookPostsPerClient\` of the sandbox). Client A meanwhile uses the whole rate of its plan (${loadingPlan}) for webhooks: it requests as many reports as this machine makes, and what is left of the rate is webhooks of earlier reports, sent again. Its receivers answer at once; or every other one accepts and never answers, and every other one sends a byte a second. A’s requests take processor time in either case, which on AWS they do not share with B’s: so what hanging costs B is the last row by the one above it.`,
    tables: [
      {
        columns: ['', 'p50', '÷ answering', 'p99', '÷ answering', 'p50 ÷ alone'],
        rows: situations.map(([receivers, name]) => [
          name,
          ms(at(receivers, 0.5)),
          ratio(at(receivers, 0.5), at('answer', 0.5)),
          ms(at(receivers, 0.99)),
          ratio(at(receivers, 0.99), at('answer', 0.99)),
          ratio(at(receivers, 0.5), at('none', 0.5)),
        ]),
      },
      {
        columns: ['client A', 'requests/s', 'webhooks/s', 'failed', 'posts', 'open at once, median', 'most'],
        rows: situations
          .slice(1)
          .map(([receivers, name]) => [
            name,
            perSecond(all(receivers, 'requestsPerSecond')),
            perSecond(all(receivers, 'webhooksPerSecond')),
            String(sum(all(receivers, 'failed'))),
            String(sum(all(receivers, 'posts'))),
            String(median(all(receivers, 'open').flat())),
            String(Math.max(...all(receivers, 'open').flat())),
          ]),
      },
      {
        columns: ['client B’s own webhooks', 'of', 'arrived in the round', 'median, from the POST'],
        rows: situations.map(([receivers, name]) => [
          name,
          String(reportsOf(receivers).length),
          String(all(receivers, 'webhooks').flat().length),
          all(receivers, 'webhooks').flat().length > 0
            ? ms(median(all(receivers, 'webhooks').flat()))
            : 'none',
        ]),
      },
    ],
    notes: [
      `The claim: hanging receivers multiply another client’s time to a report by at most ${mostRatio}. The median was multiplied by ${claimed}, with ${held} or more of A’s webhooks open at 95 % of B’s requests.`,
      `B’s webhooks arrive while A’s receivers hang: ${all('hang', 'webhooks').flat().length} of ${reportsOf('hang').length} in the rounds, and ${all('answer', 'webhooks').flat().length} where A’s receivers answer. One that is posted as its round ends is not counted.`,
    ],
  };
};
