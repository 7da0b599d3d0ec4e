/**
 * AWS's on-demand list prices in US dollars, without free tiers. Check them on https://aws.amazon.com/pricing before you
 * rely on a sum.
 */
export interface Price {
  /** What AWS's pricing pages said of us-east-1 in 2025, written down without looking it up again. */
  readonly usEast1: number;
  /** The price in ap-east-1 as a public copy of AWS's price list has it; missing where none was found. */
  readonly apEast1?: number;
}

/** What is added to a price of us-east-1 where ap-east-1's own is unknown: a little more than Lambda's difference, 37 %. */
export const hongKongSurcharge = 0.4;

const perMillion = 1e-6;
const gigabyte = 1e-9;

export const prices = {
  /** API Gateway, REST API, for each call received. */
  apiCall: { usEast1: 3.5 * perMillion },
  lambdaInvocation: { usEast1: 0.2 * perMillion },
  /** Lambda on Arm, for each GB-second, initialization included. */
  lambdaGbSecond: { usEast1: 0.0000133334, apEast1: 0.0000183 },
  /** Step Functions Standard, for each state transition. */
  stateTransition: { usEast1: 25 * perMillion, apEast1: 27.5 * perMillion },
  /** Step Functions Express: for each execution, and for each GB-second of it at 64 MB. */
  expressExecution: { usEast1: 1 * perMillion },
  expressGbSecond: { usEast1: 0.00001667 },
  /** DynamoDB on demand. */
  writeUnit: { usEast1: 0.625 * perMillion },
  readUnit: { usEast1: 0.125 * perMillion },
  /** For each byte and month, with point-in-time recovery. */
  tableByteMonth: { usEast1: (0.25 + 0.2) * gigabyte },
  s3Put: { usEast1: 5 * perMillion },
  s3Get: { usEast1: 0.4 * perMillion },
  s3ByteMonth: { usEast1: 0.023 * gigabyte },
  kmsCall: { usEast1: 3 * perMillion },
  /** CloudTrail, for each management event that a second trail keeps. The first trail is free. */
  secondTrailEvent: { usEast1: 20 * perMillion },
  secretsCall: { usEast1: 5 * perMillion },
  /** CloudWatch Logs, for each byte taken in. */
  logByte: { usEast1: 0.5 * gigabyte },
  /** X-Ray, for each trace recorded. */
  trace: { usEast1: 5 * perMillion },
  /** Data out to the internet. */
  byteOut: { usEast1: 0.09 * gigabyte },
  /** A month of each. */
  metricMonth: { usEast1: 0.3 },
  alarmMonth: { usEast1: 0.1 },
  keyMonth: { usEast1: 1 },
  secretMonth: { usEast1: 0.4 },
  firewallMonth: { usEast1: 5 },
  firewallRuleMonth: { usEast1: 1 },
} as const satisfies Readonly<Record<string, Price>>;

/** Returns a price in ap-east-1: its own where it is known, otherwise that of us-east-1 and the surcharge. */
export function priceInHongKong(name: keyof typeof prices): number {
  const price: Price = prices[name];
  return price.apEast1 ?? price.usEast1 * (1 + hongKongSurcharge);
}

export const isKnownInHongKong = (name: keyof typeof prices) => (prices[name] as Price).apEast1 !== undefined;

/** X-Ray's default rule records this share of calls. */
export const tracedShare = 0.05;

/** Lambda's own START, END and REPORT lines of an invocation, in bytes. */
export const platformLogBytes = 350;

/** A line of the API's access log, in bytes. */
export const accessLogBytes = 230;

/** What CloudWatch Logs counts for each event beyond its text, in bytes. */
export const logEventOverheadBytes = 26;

/** Assumed: this share of invocations starts an environment, and that takes so many seconds. */
export const coldStarts = { share: 0.01, seconds: 0.6 } as const;
