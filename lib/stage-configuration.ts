import type { ProviderName } from '../lambdas/upstream/providers.ts';

/** What differs between stages. Everything else is the same stack. */
interface Stage<Providers> {
  readonly name: string;
  /** Applicants' data are stored in this region alone. */
  readonly region: string;
  /** Which providers are asked, in this order. None: every sub-check ends as errored, and nothing is asked. */
  readonly upstreamProviders: readonly Providers[];
  /** How long a provider may take to answer. Below the sub-check function's timeout (lib/verification-workflow.ts). */
  readonly upstreamTimeoutSeconds: number;
  /** A fixed latency of the simulator, for measuring; undefined: realistic ones, 0.3 to 2 s. */
  readonly simulatorLatencyMs?: number;
  /** Requests a second that API Gateway lets through, for all clients together. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** Whether tables, buckets and keys outlive the stack. */
  readonly retainData: boolean;
}

export type StageConfiguration = Stage<ProviderName>;

/** Real people are only ever verified by real sources. */
type ProductionConfiguration = Stage<Exclude<ProviderName, 'simulator'>>;

const region = 'ap-east-1';

const sandbox: StageConfiguration = {
  name: 'sandbox',
  region,
  upstreamProviders: ['simulator'],
  upstreamTimeoutSeconds: 15,
  throttle: { ratePerSecond: 50, burst: 100 },
  retainData: false,
};

const production: ProductionConfiguration = {
  name: 'production',
  region,
  upstreamProviders: [],
  upstreamTimeoutSeconds: 15,
  throttle: { ratePerSecond: 100, burst: 200 },
  retainData: true,
};

/** The stages, each a stack of its own. */
export const stages = { sandbox, production } as const;
