import { Duration, Stack } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import {
  ownFaultMetric,
  type ProviderMetric,
  providerMetrics,
  serviceDimension,
} from '../lambdas/shared/metric-names.ts';
import { metricsNamespaceOf } from './metrics-namespace.ts';

const period = Duration.minutes(5);

/** The metrics of a stack's providers, as its functions write them. */
export class ProviderMetrics {
  readonly #namespace: string;

  constructor(scope: Construct) {
    this.#namespace = metricsNamespaceOf(Stack.of(scope).stackName);
  }

  /** Returns a metric of one provider over all of its operations. */
  of(provider: string, metricName: ProviderMetric, statistic: string, label?: string): IMetric {
    return new Metric({
      namespace: this.#namespace,
      metricName,
      dimensionsMap: { service: serviceDimension, provider },
      statistic,
      period,
      ...(label !== undefined && { label }),
    });
  }

  /** Returns how many calls the provider did not take: it failed, or its circuit is open. */
  failing(provider: string): IMetric {
    return new MathExpression({
      expression: 'FILL(failures, 0) + FILL(leftAlone, 0)',
      usingMetrics: {
        failures: this.of(provider, providerMetrics.failures, Stats.SUM),
        leftAlone: this.of(provider, providerMetrics.leftAlone, Stats.SUM),
      },
      label: `calls that ${provider} did not take`,
      period,
    });
  }

  /** Returns how many calls in a hundred the provider refused; 0 below so many calls. */
  refusedShare(provider: string, fewCalls: number): IMetric {
    return new MathExpression({
      expression: `IF(calls >= ${fewCalls}, 100 * FILL(refusals, 0) / calls, 0)`,
      usingMetrics: {
        calls: this.of(provider, providerMetrics.latency, Stats.SAMPLE_COUNT),
        refusals: this.of(provider, providerMetrics.refusals, Stats.SUM),
      },
      label: `% of calls that ${provider} refused`,
      period,
    });
  }

  /** Returns how many calls in a hundred the provider answered or refused. A call that its circuit prevents counts as failed. */
  successShare(provider: string): IMetric {
    return new MathExpression({
      expression: '100 * (FILL(calls, 0) - FILL(failures, 0)) / (FILL(calls, 0) + FILL(leftAlone, 0))',
      usingMetrics: {
        calls: this.of(provider, providerMetrics.latency, Stats.SAMPLE_COUNT),
        failures: this.of(provider, providerMetrics.failures, Stats.SUM),
        leftAlone: this.of(provider, providerMetrics.leftAlone, Stats.SUM),
      },
      label: provider,
      period,
    });
  }

  /** Returns how many faults of the service itself there were, of these codes. */
  ownFaults(codes: readonly string[]): IMetric {
    const metrics = codes.map((code, index) => [
      `fault${index}`,
      new Metric({
        namespace: this.#namespace,
        metricName: ownFaultMetric,
        dimensionsMap: { service: serviceDimension, code },
        statistic: Stats.SUM,
        period,
      }),
    ]);
    return new MathExpression({
      expression: codes.map((_code, index) => `FILL(fault${index}, 0)`).join(' + '),
      usingMetrics: Object.fromEntries(metrics),
      label: 'faults of our own',
      period,
    });
  }
}
