import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** The dimensions of a metric: names that the service defines, never personal data. */
type Dimensions = Readonly<Record<string, string>>;

// POWERTOOLS_METRICS_NAMESPACE sets a namespace for each stage, so two stages in one account do not mix.
const metrics = new Metrics({ serviceName: 'kyc-china' });

/** Writes one metric immediately, in the embedded metric format: CloudWatch reads it from the log, without a call. */
function write(
  name: string,
  value: number,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit],
  dimensions: Dimensions,
) {
  const single = metrics.singleMetric();
  for (const [dimension, text] of Object.entries(dimensions)) single.addDimension(dimension, text);
  single.addMetric(name, unit, value);
}

/** Records the outcome of a task and its provider. `none`: no provider was called, or none accepted the call. */
export function recordOutcome(provider: string | undefined, subCheck: string, outcome: string): void {
  write('SubCheckOutcomes', 1, MetricUnit.Count, { provider: provider ?? 'none', subCheck, outcome });
}

/** Records an upstream call that was billed or may have been billed, and its price if the stage knows it. */
export function recordBilledCall(provider: string, subCheck: string, price: number | undefined): void {
  write('BilledUpstreamCalls', 1, MetricUnit.Count, { provider, subCheck });
  if (price !== undefined) write('UpstreamCost', price, MetricUnit.NoUnit, { provider, subCheck });
}

/** Records the upstream cost of a client's report, if every price is known. */
export function recordReportCost(clientId: string, cost: number): void {
  write('ReportUpstreamCost', cost, MetricUnit.NoUnit, { clientId });
}

/** Records an attempt to deliver a webhook. `given-up`: the last attempt, or one after which a retry cannot succeed. */
export function recordWebhookAttempt(outcome: 'delivered' | 'failed' | 'given-up'): void {
  write('WebhookAttempts', 1, MetricUnit.Count, { outcome });
}
