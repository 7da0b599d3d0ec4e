import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** What a metric may be told apart by: names of ours, never a value of a person. */
type Dimensions = Readonly<Record<string, string>>;

// The namespace is the stage's, by POWERTOOLS_METRICS_NAMESPACE: two stages in one account do not mix.
const metrics = new Metrics({ serviceName: 'kyc-china' });

/** Writes one metric at once, in the embedded metric format: CloudWatch reads it from the log, with no call. */
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

/** What became of a task of a report, and who answered; `none`: nobody was asked, or nobody took the call. */
export function recordOutcome(provider: string | undefined, subCheck: string, outcome: string): void {
  write('SubCheckOutcomes', 1, MetricUnit.Count, { provider: provider ?? 'none', subCheck, outcome });
}

/** An upstream call that was, or may have been, billed; and what it cost, where the stage knows the price. */
export function recordBilledCall(provider: string, subCheck: string, price: number | undefined): void {
  write('BilledUpstreamCalls', 1, MetricUnit.Count, { provider, subCheck });
  if (price !== undefined) write('UpstreamCost', price, MetricUnit.NoUnit, { provider, subCheck });
}

/** What a client's report cost upstream, where every price is known. */
export function recordReportCost(clientId: string, cost: number): void {
  write('ReportUpstreamCost', cost, MetricUnit.NoUnit, { clientId });
}

/** An attempt to deliver a webhook; given up: the last one, or one that no other can better. */
export function recordWebhookAttempt(outcome: 'delivered' | 'failed' | 'given-up'): void {
  write('WebhookAttempts', 1, MetricUnit.Count, { outcome });
}
