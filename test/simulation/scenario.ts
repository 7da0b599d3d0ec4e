import fc from 'fast-check';
import type { ProviderBehaviour } from './stage.ts';
import type { Fault } from './world.ts';

/** What an operator does. */
export const commands = [
  'erase',
  'erase-client',
  'redrive',
  'resend',
  'stop',
  'rotate',
  'rotate-compromised',
] as const;
export type Command = (typeof commands)[number];

/** Everything that happens in one schedule, but for the order of what happens at once. */
export interface Scenario {
  readonly photo: boolean;
  readonly callback: boolean;
  /** The client's requests, all with one idempotency key. */
  readonly requests: readonly { readonly atMs: number; readonly older: boolean; readonly warm: number }[];
  readonly commands: readonly { readonly atMs: number; readonly command: Command; readonly force: boolean }[];
  /** A sub-check of which Step Functions sees nothing, and which runs when the aggregation begins. */
  readonly lateSubCheck: string | undefined;
  readonly faults: readonly Fault[];
  readonly provider: readonly ProviderBehaviour[];
  readonly receiver: readonly boolean[];
  /** By how much each process's clock is off, in the order of their starts. */
  readonly skewsMs: readonly number[];
  /** For the jitter of the machine's retries. */
  readonly seed: number;
}

const minute = 60_000;
const hour = 60 * minute;

/** A few calls' time, a webhook's or a retry's, longer than a report may take, nearly the life of a record. */
const times = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 120 }) },
  { weight: 3, arbitrary: fc.constantFrom(500, 2_000, 10_000, 26_000, 40_000) },
  { weight: 2, arbitrary: fc.constantFrom(50 * minute, 95 * minute, 3 * hour, 23 * hour) },
);

/** Also when the request is so old that an erasure does not wait for what no execution shows. */
const commandTimes = fc.oneof(
  { weight: 6, arbitrary: times },
  { weight: 1, arbitrary: fc.integer({ min: 27 * hour, max: 27 * hour + 60 }) },
);

const providerBehaviour = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('answers' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('not-processed' as const, 'refuses' as const, 'loses-answer' as const),
    },
  ),
  ms: fc.constantFrom(0, 20, 900, 6_000, 19_000),
});

const fault = fc.record({
  call: fc.nat(110),
  kind: fc.constantFrom(
    'refused' as const,
    'response-lost' as const,
    'sent-twice' as const,
    'killed-before' as const,
    'killed-after' as const,
    'stalled' as const,
  ),
  ms: fc.constantFrom(5, 300, 1_500, 8_000, 20_000),
});

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  photo: fc.boolean(),
  callback: fc.boolean(),
  requests: fc.array(fc.record({ atMs: times, older: fc.boolean(), warm: fc.nat(1) }), {
    minLength: 1,
    maxLength: 3,
  }),
  commands: fc.array(
    fc.record({ atMs: commandTimes, command: fc.constantFrom(...commands), force: fc.boolean() }),
    {
      maxLength: 3,
    },
  ),
  lateSubCheck: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('identity.two-factor', 'risk.fraud', 'risk.criminal') },
  ),
  faults: fc.array(fault, { maxLength: 4 }),
  provider: fc.array(providerBehaviour, { minLength: 1, maxLength: 5 }),
  receiver: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
  skewsMs: fc.array(fc.constantFrom(0, 0, -1_500, 1_500), { minLength: 1, maxLength: 4 }),
  seed: fc.nat(),
});
