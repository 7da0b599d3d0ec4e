export const environment = [
  'REPORTS_TABLE',
  'INTAKE_BUCKET',
  /** Names of providers, comma-separated, in the order in which they are asked; may be empty. */
  'UPSTREAM_PROVIDERS',
  'UPSTREAM_TIMEOUT_MS',
  /** The simulator's fixed latency in milliseconds; empty: realistic ones. */
  'SIMULATOR_LATENCY_MS',
] as const;
