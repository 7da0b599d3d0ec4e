import type { ClientLimits } from '@kyc-china/core/limits';
import fc from 'fast-check';
import type { ProviderBehaviour } from './stage.ts';
import type { Fault } from './world.ts';

/** What an operator does, and what a client does by the API. */
export const commands = [
  'erase',
  'erase-client',
  'redrive',
  'resend',
  'stop',
  'rotate',
  'rotate-compromised',
  'client-erase',
  'client-resend',
  'client-read',
] as const;
export type Command = (typeof commands)[number];

/** Everything that happens in one schedule, but for the order of what happens at once. */
export interface Scenario {
  readonly photo: boolean;
  readonly callback: boolean;
  readonly limits: ClientLimits;
  /** The client's requests, all with one idempotency key. */
  readonly requests: readonly { readonly atMs: number; readonly older: boolean; readonly warm: number }[];
  readonly commands: readonly { readonly atMs: number; readonly command: Command; readonly force: boolean }[];
  /** A sub-check of which Step Functions sees nothing, and which runs when the aggregation begins. */
  readonly lateSubCheck: string | undefined;
  /** A time in which no photo and no PDF can be stored, read or deleted. */
  readonly outage: { readonly atMs: number; readonly ms: number } | undefined;
  readonly faults: readonly Fault[];
  readonly provider: readonly ProviderBehaviour[];
  /** The provider's documented calls a second; undefined: it has no limit. */
  readonly callsPerSecond: number | undefined;
  readonly receiver: readonly boolean[];
  /** By how much each process's clock is off, in the order of their starts. */
  readonly skewsMs: readonly number[];
  /** For the jitter of the machine's retries. */
  readonly seed: number;
}

interface Time {
  readonly moment: number;
  readonly afterMs: number;
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * When the client and the operator do something: at once, after a webhook or a retry, longer than a report may take, nearly
 * the life of an idempotency record, beyond it, and when a request is so old that an erasure does not wait for what no
 * execution shows.
 */
const moments = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.constantFrom(500, 10_000, 26_000, 40_000) },
  { weight: 3, arbitrary: fc.constantFrom(50 * minute, 135 * minute, 3 * hour, 23 * hour) },
  { weight: 2, arbitrary: fc.constantFrom(25 * hour, 27 * hour) },
);

/** How long after one of the schedule's two moments: most things happen in the time of a few calls. */
const time = fc.record({
  moment: fc.nat(1),
  afterMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 120 }) },
    { weight: 1, arbitrary: fc.constantFrom(500, 2_000, 10_000) },
  ),
});

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

/** Any call, or one of those that the protocol hangs on. */
const faultyCall = fc.oneof(
  { weight: 1, arbitrary: fc.record({ on: fc.constant(''), nth: fc.nat(110) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      on: fc.constantFrom(
        'invocation',
        'UpdateCommand SUBCHECK',
        'UpdateCommand REPORT',
        'UpdateCommand MONTH',
        'UpdateCommand TURN',
        'PutCommand REPORT',
        'PutCommand APPLICANT',
        'GetCommand REPORT',
        'DeleteCommand',
        'StartExecution',
      ),
      nth: fc.nat(9),
    }),
  },
);

const fault = fc
  .tuple(
    faultyCall,
    fc.record({
      kind: fc.constantFrom(
        'refused' as const,
        'response-lost' as const,
        'sent-twice' as const,
        'killed-before' as const,
        'killed-after' as const,
        'stalled' as const,
      ),
      ms: fc.constantFrom(5, 300, 1_500, 8_000, 20_000),
    }),
  )
  .map(([call, conduct]): Fault => ({ ...call, ...conduct }));

const parts = fc.record({
  moments: fc.tuple(fc.constant(0), moments),
  photo: fc.boolean(),
  callback: fc.boolean(),
  limits: fc.constantFrom<ClientLimits>(
    {},
    { verificationsPerDay: 1 },
    { verificationsPerMonth: 1 },
    // Room for one report with a photo.
    { upstreamCostPerMonth: 1200 },
  ),
  requests: fc.array(fc.record({ time, older: fc.boolean(), warm: fc.nat(1) }), {
    minLength: 1,
    maxLength: 3,
  }),
  commands: fc.array(fc.record({ time, command: fc.constantFrom(...commands), force: fc.boolean() }), {
    maxLength: 3,
  }),
  lateSubCheck: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('identity.two-factor', 'risk.fraud', 'risk.criminal') },
  ),
  outage: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.record({ time, ms: fc.constantFrom(5_000, 20 * minute) }) },
  ),
  faults: fc.array(fault, { maxLength: 4 }),
  provider: fc.array(providerBehaviour, { minLength: 1, maxLength: 5 }),
  callsPerSecond: fc.constantFrom(undefined, undefined, 0.25, 1),
  receiver: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
  skewsMs: fc.array(fc.constantFrom(0, 0, -1_500, 1_500), { minLength: 1, maxLength: 4 }),
  seed: fc.nat(),
});

export const scenarios: fc.Arbitrary<Scenario> = parts.map(({ moments, outage, ...rest }) => {
  const at = <Rest extends object>({ time: { moment, afterMs }, ...other }: Rest & { time: Time }) => ({
    ...other,
    atMs: (moments[moment] ?? 0) + afterMs,
  });
  return {
    ...rest,
    requests: rest.requests.map(at),
    commands: rest.commands.map(at),
    outage: outage && at(outage),
  };
});
