import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { ObservedCall } from '@kyc-china/core/observed-call';
import { recordCall, recordGivenUp } from '../../lambdas/shared/metrics.ts';

let written: string[] = [];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

interface EmbeddedMetric {
  readonly _aws: {
    readonly CloudWatchMetrics: {
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [name: string]: unknown;
}

/** Returns each written metric as its name, its value, and its dimensions, one text for each set. */
function metrics(): [string, unknown, string[]][] {
  return written.flatMap((line) => {
    const embedded: EmbeddedMetric = JSON.parse(line);
    return embedded._aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
      Metrics.map(({ Name }): [string, unknown, string[]] => [
        Name,
        embedded[Name],
        Dimensions.map((set) =>
          set
            .map((name) => `${name}=${embedded[name]}`)
            .sort()
            .join(' '),
        ),
      ]),
    );
  });
}

const watched = { provider: 'tencent', operation: 'Verify' };
const both = (provider = 'tencent', operation = 'Verify') => [
  `provider=${provider} service=kyc-china`,
  `operation=${operation} provider=${provider} service=kyc-china`,
];
const latency = ['ProviderLatency', 120, both()];
const one = (name: string) => [name, 1, both()];
const ownFault = (code: string) => ['OwnFaults', 1, [`code=${code} service=kyc-china`]];

it.each<[string, Omit<ObservedCall, 'provider' | 'operation'>, unknown[]]>([
  ['an answer', { outcome: 'answered', billed: true, upstreamMs: 120 }, [latency]],
  [
    'a refusal',
    { outcome: 'refused', code: 'quota', billed: false, upstreamMs: 120 },
    [latency, one('ProviderRefusals')],
  ],
  [
    'a busy provider',
    { outcome: 'throttled', code: 'throttled', billed: false, upstreamMs: 120 },
    [latency, one('ProviderRefusals')],
  ],
  [
    'a failure',
    { outcome: 'failed', code: 'upstream-timeout', billed: true, upstreamMs: 120 },
    [latency, one('ProviderFailures')],
  ],
  [
    'a provider that is left alone',
    { outcome: 'left-alone', code: 'circuit-open', billed: false },
    [one('ProviderCircuitOpen')],
  ],
  [
    'a missing secret',
    { outcome: 'own-fault', code: 'credentials-unreadable', billed: false },
    [ownFault('credentials-unreadable')],
  ],
  [
    "a refusal of the operator's account, which does not count against the provider",
    { outcome: 'own-fault', code: 'provider-setup', billed: false, upstreamMs: 120 },
    [latency, ownFault('provider-setup')],
  ],
  [
    'a failover, which counts for the provider that was passed over',
    {
      outcome: 'answered',
      billed: true,
      upstreamMs: 120,
      failedOverFrom: { provider: 'alibaba', operation: 'Id2Meta' },
    },
    [latency, ['ProviderFailovers', 1, both('alibaba', 'Id2Meta')]],
  ],
])('metrics of a call are those of %s', (_what, call, expected) => {
  recordCall({ ...watched, ...call });
  expect(metrics()).toEqual(expected);
});

it('sub-check that was given up counts for the provider that failed last', () => {
  recordGivenUp({ ...watched, code: 'upstream-unavailable' });
  expect(metrics()).toEqual([one('SubChecksGivenUp')]);
});

it.each([
  ['a fault of our own', { ...watched, code: 'credentials-unreadable' as const }],
  ['no known reason', undefined],
])('sub-check that was given up for %s counts for no provider', (_what, failure) => {
  recordGivenUp(failure);
  expect(metrics()).toEqual([['SubChecksGivenUp', 1, both('none', 'none')]]);
});
