import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { WatchedOperation } from '@kyc-china/core/ask-upstreams';
import {
  type CallFailure,
  type CallOutcome,
  noProvider,
  type ObservedCall,
} from '@kyc-china/core/observed-call';
import { type OwnFaultCode, ownFaultCodes } from '@kyc-china/core/own-fault';

import { ownFaultMetric, type ProviderMetric, providerMetrics, serviceDimension } from './metric-names.ts';

/** The dimensions of a metric: names that the service defines, never personal data. */
type Dimensions = Readonly<Record<string, string>>;

// POWERTOOLS_METRICS_NAMESPACE sets a namespace for each stage, so two stages in one account do not mix.
const metrics = new Metrics({ serviceName: serviceDimension });

/** Writes one metric immediately, in the embedded metric format: CloudWatch reads it from the log, without a call. */
function write(
  name: string,
  value: number,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit],
  ...dimensionSets: readonly Dimensions[]
) {
  const single = metrics.singleMetric();
  for (const dimensions of dimensionSets) single.addDimensions(dimensions);
  single.addMetric(name, unit, value);
}

/** Writes a metric of a provider as a whole, for alarms, and of its operation. */
function writeOfProvider(
  name: ProviderMetric,
  value: number,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit],
  { provider, operation }: WatchedOperation,
) {
  write(name, value, unit, { provider }, { provider, operation });
}

const metricOf: Partial<Record<CallOutcome, ProviderMetric>> = {
  refused: providerMetrics.refusals,
  throttled: providerMetrics.refusals,
  failed: providerMetrics.failures,
  'left-alone': providerMetrics.leftAlone,
};

/**
 * Records a call to a provider: its latency, and what is not usual of it. CloudWatch bills a metric for the hours in which it is
 * written, so on a good day the latency is all that is billed.
 */
export function recordCall({
  provider,
  operation,
  outcome,
  code,
  upstreamMs,
  failedOverFrom,
}: ObservedCall): void {
  const watched = { provider, operation };
  if (upstreamMs !== undefined)
    writeOfProvider(providerMetrics.latency, upstreamMs, MetricUnit.Milliseconds, watched);
  const metric = metricOf[outcome];
  if (metric) writeOfProvider(metric, 1, MetricUnit.Count, watched);
  if (failedOverFrom) writeOfProvider(providerMetrics.failovers, 1, MetricUnit.Count, failedOverFrom);
  const fault = ownFaultCodes.find((known) => known === code);
  if (outcome === 'own-fault' && fault) recordOwnFault(fault);
}

/** Records a fault of this service that kept a sub-check from its provider. */
export function recordOwnFault(code: OwnFaultCode): void {
  write(ownFaultMetric, 1, MetricUnit.Count, { code });
}

/** Records a sub-check that ended without a result. It counts for a provider only if that was what failed last. */
export function recordGivenUp(failure: CallFailure | undefined): void {
  const isOwn = !failure || ownFaultCodes.some((code) => code === failure.code);
  const { provider, operation } = isOwn ? noProvider : failure;
  writeOfProvider(providerMetrics.givenUp, 1, MetricUnit.Count, { provider, operation });
}

/** Records the outcome of a task. */
export function recordOutcome(outcome: string): void {
  write('SubCheckOutcomes', 1, MetricUnit.Count, { outcome });
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
