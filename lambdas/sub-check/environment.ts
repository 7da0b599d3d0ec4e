export const environment = [
  'REPORTS_TABLE',
  'INTAKE_BUCKET',
  'APPLICANT_KEYS_TABLE',
  'APPLICANT_KEY_ARN',
  /** The stage's UpstreamRouting, as JSON. */
  'UPSTREAM_ROUTING',
  /** The ARN of each provider's secret, as JSON by provider. */
  'UPSTREAM_SECRETS',
  /** The simulator's fixed latency in milliseconds; empty: realistic ones. */
  'SIMULATOR_LATENCY_MS',
] as const;
