import type { ConsentRequirements } from '@kyc-china/core/consent';
import type { PriceList } from '@kyc-china/core/price-list';
import type { CertificateSource } from '@kyc-china/pdf/signature/certificate-source';
import type { ProviderName } from '@kyc-china/providers/providers';
import type { UpstreamRouting } from '@kyc-china/providers/routing';

/** A tier of clients: API Gateway throttles and counts the calls of each client of it by these numbers. */
export interface UsagePlanLimits {
  readonly ratePerSecond: number;
  /** How many calls may come at once. */
  readonly burst: number;
  /** Calls in a calendar month (UTC), polls included. */
  readonly callsPerMonth: number;
}

/** The certificate that reports are signed with: by the stage's key itself, or by an authority. */
export type ReportCertificate =
  | Extract<CertificateSource, { selfSigned: unknown }>
  | {
      /** A PEM file: the certificate of the stage's key, then those that issued it, in order. */
      readonly chainFile: string;
    };

/** What differs between stages. Everything else is the same stack. */
interface Stage<Providers extends string> {
  readonly name: string;
  /** Applicants' data are stored in this region alone. */
  readonly region: string;
  /** Which providers are asked for what. None: every sub-check ends as errored, and nothing is asked. */
  readonly upstream: UpstreamRouting<Providers>;
  /** A fixed latency of the simulator, for measuring; undefined: realistic ones, 0.3 to 2 s. */
  readonly simulatorLatencyMs?: number;
  /**
   * The sub-checks that run only for a request that states the person's consent, each with the separate consents that it
   * needs; undefined: the clients alone see to it.
   */
  readonly consent?: { readonly requiredFor: ConsentRequirements };
  /** Requests a second that API Gateway lets through, for all clients together. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** The tiers that a client can be of, by name. Each becomes a usage plan. */
  readonly usagePlans: Readonly<Record<string, UsagePlanLimits>>;
  /**
   * What clients pay for each billed call, unless they have prices of their own. It is apart from what providers charge, and
   * its currency stays: a client's month is counted in it.
   */
  readonly clientPrices: PriceList;
  /**
   * How many of the account's Lambda environments each function has for itself. No function can take more than its
   * own, and none can take them away. Undefined: they share what the account has. AWS keeps 100 unreserved, so an account
   * with a new one's limit of 10 refuses any reservation.
   */
  readonly reservedConcurrency?: Readonly<
    Partial<Record<'authorizer' | 'initiate' | 'poll' | 'reports' | 'usage' | 'webhook', number>>
  >;
  /**
   * How many webhooks of one client may be under way at once, once one of them was not delivered promptly: a fifth of what
   * the function has for itself, so that one client's receivers cannot hold it; at least 2.
   */
  readonly webhookPostsPerClient: number;
  /** The firewall before the API; undefined: none. */
  readonly firewall?: {
    /** Requests that one address may send in five minutes; a whole company may be behind one address. */
    readonly requestsPerAddress: number;
  };
  /** The certificate in the signature of each report. Its validity must cover the reports' times. */
  readonly reportCertificate: ReportCertificate;
  /** ARNs of roles that may sign a certificate request with the reports' key; none: the service alone signs. */
  readonly certificateRequesters?: readonly string[];
  /** Whether a page to try the API in is deployed beside it, as a stack of its own. */
  readonly console: boolean;
  /** Whether tables, buckets and keys outlive the stack. */
  readonly retainData: boolean;
}

export type StageConfiguration = Stage<ProviderName>;

/** Real people are only ever verified by real sources, and never from a page. */
type ProductionConfiguration = Stage<Exclude<ProviderName, 'simulator'>> & { readonly console: false };

const region = 'ap-east-1';

/** How long API Gateway remembers what the authorizer said of a client: a change of it takes up to this long. */
export const authorizationRememberedSeconds = 300;

/** What all stages together may cost AWS in a month before a notification is sent, in US dollars. */
export const defaultMonthlyBudget = 500;

/** The tier of a client for which no other is named. */
export const defaultPlan = 'standard';

const usagePlans = {
  standard: { ratePerSecond: 10, burst: 20, callsPerMonth: 100_000 },
  trial: { ratePerSecond: 1, burst: 5, callsPerMonth: 1_000 },
};

/** In the order in which production asks them. One that does not serve a sub-check is passed over. */
const realProviders = {
  // Before Alibaba Cloud, which takes smaller photos (less than 1 MB).
  tencent: { timeoutSeconds: 8 },
  alibaba: { timeoutSeconds: 8 },
} as const;

const namesOf = <Name extends string>(providers: Readonly<Record<Name, unknown>>) =>
  Object.keys(providers) as Name[];

const selfSigned = (stage: string): ReportCertificate => ({
  selfSigned: {
    commonName: `KYC China reports (${stage})`,
    // Fixed, so that the same key always makes the same certificate, and long enough for a bank's archive.
    validFrom: '2026-01-01T00:00:00Z',
    validUntil: '2046-01-01T00:00:00Z',
  },
});

const sandbox: StageConfiguration = {
  name: 'sandbox',
  region,
  upstream: {
    // The real ones wait for credentials: name one in a route to try it.
    providers: { simulator: { timeoutSeconds: 15 }, ...realProviders },
    routes: { default: ['simulator'] },
  },
  // No person and no bill behind it: clients may try how much it takes, each within its tier.
  throttle: { ratePerSecond: 2_000, burst: 2_000 },
  usagePlans: {
    ...usagePlans,
    'load-test': { ratePerSecond: 2_000, burst: 2_000, callsPerMonth: 10_000_000 },
  },
  // No client pays them: they show what the usage of a month looks like.
  clientPrices: { currency: 'CNY', prices: { default: '1.00' } },
  // A fifth of the least that the embedded run gives a function, and less than half of a new account’s ten.
  webhookPostsPerClient: 4,
  reportCertificate: selfSigned('sandbox'),
  console: true,
  retainData: false,
};

const production: ProductionConfiguration = {
  name: 'production',
  region,
  upstream: { providers: realProviders, routes: { default: namesOf(realProviders) } },
  throttle: { ratePerSecond: 100, burst: 200 },
  usagePlans,
  // The prices are agreed with each client: npm run clients -- prices.
  clientPrices: { currency: 'CNY', prices: { default: '0' } },
  // Receivers that hang cost webhooks' environments alone: 100 are 10 attempts a second that take their whole 10 s.
  reservedConcurrency: { webhook: 100 },
  webhookPostsPerClient: 20,
  reportCertificate: selfSigned('production'),
  firewall: { requestsPerAddress: 10_000 },
  // Its clients are servers. By a page, their secrets would be typed into browsers, and persons' data would pass
  // CloudFront's edges all over the world, around the firewall's limit for each address.
  console: false,
  retainData: true,
};

/** The stages, each a stack of its own. */
export const stages = { sandbox, production } as const;

/** The name of a stage's stack. */
export function stackNameOf(stage: string): string {
  return `KycChina-${stage}`;
}

/** The name of the stack of a stage's console. */
export function consoleStackNameOf(stage: string): string {
  return `KycChina-console-${stage}`;
}

/** The name of the secret that holds a provider's credentials. */
export function upstreamSecretNameOf(stage: string, provider: string): string {
  return `kyc-china/${stage}/upstream/${provider}`;
}

/** The name of a tier's usage plan. */
export function usagePlanNameOf(stage: string, plan: string): string {
  return `kyc-china-${stage}-${plan}`;
}

/** The name of the managed policy for operators who use a command, or who do what else it is named for. */
export function operatorPolicyNameOf(stage: string, name: string): string {
  return `${stackNameOf(stage)}-${name}`;
}
