/**
 * AWS's on-demand list prices in US dollars, without free tiers: those of us-east-1 as AWS's pricing pages said
 * in 2025, written down without looking them up again. Those of ap-east-1 differ by service and were NOT confirmed:
 * `hongKongSurcharge` is used for all of them. Check both on https://aws.amazon.com/pricing before relying on a sum.
 */
export const pricesOf = '2025, us-east-1';

/**
 * What is added for ap-east-1 until its own prices are filled in: more than the 37.5 % by which Lambda is dearer there,
 * as far as we know, and that too is unconfirmed.
 */
export const hongKongSurcharge = 0.4;

const perMillion = 1e-6;
const gigabyte = 1e-9;

export const prices = {
  /** API Gateway, REST API, for each call received. */
  apiCall: 3.5 * perMillion,
  lambdaInvocation: 0.2 * perMillion,
  /** Lambda on Arm, for each GB-second. */
  lambdaGbSecond: 0.0000133334,
  /** Step Functions Standard, for each state transition. */
  stateTransition: 25 * perMillion,
  /** Step Functions Express: for each execution, and for each GB-second of it at 64 MB. */
  expressExecution: 1 * perMillion,
  expressGbSecond: 0.00001667,
  /** DynamoDB on demand. */
  writeUnit: 0.625 * perMillion,
  readUnit: 0.125 * perMillion,
  /** For each GB and month, with point-in-time recovery. */
  tableByteMonth: (0.25 + 0.2) * gigabyte,
  s3Put: 5 * perMillion,
  s3Get: 0.4 * perMillion,
  s3ByteMonth: 0.023 * gigabyte,
  kmsCall: 3 * perMillion,
  secretsCall: 5 * perMillion,
  /** CloudWatch Logs, for each byte taken in. */
  logByte: 0.5 * gigabyte,
  /** X-Ray, for each trace recorded. */
  trace: 5 * perMillion,
  /** Data out to the internet. */
  byteOut: 0.09 * gigabyte,
} as const;

/** X-Ray's default rule records this share of calls. */
export const tracedShare = 0.05;

/** Lambda's own START, END and REPORT lines of an invocation, in bytes. */
export const platformLogBytes = 350;

/** A line of the API's access log, in bytes. */
export const accessLogBytes = 230;
