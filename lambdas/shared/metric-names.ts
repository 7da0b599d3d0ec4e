/** The value of the dimension `service`, which every metric of the functions has. */
export const serviceDimension = 'kyc-china';

/** The metrics of providers, each by `provider`, and by `provider` and `operation`. */
export const providerMetrics = {
  /** How long a provider took, in milliseconds. Its sample count is the number of calls. */
  latency: 'ProviderLatency',
  /** Calls that the provider did not process, or did not answer. */
  failures: 'ProviderFailures',
  /** Calls that the provider did not take for its rate, or answered without a finding. */
  refusals: 'ProviderRefusals',
  /** Calls that another provider got after this one. */
  failovers: 'ProviderFailovers',
  /** Calls that were not made because the circuit is open. */
  leftAlone: 'ProviderCircuitOpen',
  /** Sub-checks that ended without a result, by the provider that failed last. */
  givenUp: 'SubChecksGivenUp',
} as const;
export type ProviderMetric = (typeof providerMetrics)[keyof typeof providerMetrics];

/** Faults of the service itself, by `code`. */
export const ownFaultMetric = 'OwnFaults';
