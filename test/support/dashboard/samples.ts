import { seededRandom } from '../random.ts';
import type { Line, Widget } from './body.ts';

/** Three hours, in steps of five minutes. */
const points = 36;

/** At which of them the outage begins. */
const outageFrom = 24;

/** What a widget shows: a number for each point, undefined where CloudWatch has no data. */
export type Series = readonly (number | undefined)[];

export interface Situation {
  readonly name: string;
  readonly isRed: (alarm: string) => boolean;
  readonly seriesOf: (widget: Widget, line: Line) => Series;
}

const provider = 'tencent';

/** Levels on a usual day, by the first pattern that fits `title / label`. What fits none does not happen on a good day. */
const usual: readonly (readonly [RegExp, number])[] = [
  [/answered/, 100],
  [/^us .*API p95/, 84],
  [/^us .*report p95/, 640],
  [/^us /, 0],
  [/circuit|failed over|given up|4xx|5xx|failed|timed out|errors|throttles|refused/i, 0],
  [/p95, ms|p95/, 720],
  [/p99, ms/, 900],
  [/polls/, 260],
  [/all calls/, 420],
  [/cost a day/, 310],
  [/calls a day/, 420],
  [/open/, 3],
  [/./, 60],
];

const usualOf = (what: string) => usual.find(([form]) => form.test(what))?.[1] ?? 0;

function noisy(level: number, what: string): number[] {
  const random = seededRandom(
    [...what].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 100_000,
  );
  const spread = level === 100 ? 0 : level * 0.15;
  return Array.from({ length: points }, () => level + (random() - 0.5) * 2 * spread);
}

const whatOf = ({ title }: Widget, { label }: Line) => `${title} / ${label}`;

/** During the outage, of what the provider's lines show; undefined for what it does not change. */
function duringOutage(what: string): Series[number] | 'as usual' {
  if (!what.includes(provider)) return 'as usual';
  if (/answered/.test(what)) return 2;
  if (/circuit/.test(what)) return 48;
  if (/failed over/.test(what)) return 57;
  return /p95/.test(what) ? 8000 : 'as usual';
}

const healthy: Situation = {
  name: 'healthy',
  isRed: () => false,
  seriesOf: (widget, line) => noisy(usualOf(whatOf(widget, line)), whatOf(widget, line)),
};

const providerDown: Situation = {
  name: 'provider-down',
  isRed: (alarm) => alarm.includes(`provider ${provider} fails`),
  seriesOf: (widget, line) => {
    const what = whatOf(widget, line);
    const changed = duringOutage(what);
    return healthy
      .seriesOf(widget, line)
      .map((value, index) => (changed === 'as usual' || index < outageFrom ? value : changed));
  },
};

/** Situations to look at a dashboard in, with figures that a stage might have. */
export const situations: readonly Situation[] = [healthy, providerDown];
