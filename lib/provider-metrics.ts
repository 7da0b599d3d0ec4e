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
    const { failures, leftAlone } = providerMetrics;
    return this.#math(
      provider,
      `calls that ${provider} did not take`,
      { failures, leftAlone },
      (of) => `FILL(${of.failures}, 0) + FILL(${of.leftAlone}, 0)`,
    );
  }

  /** Returns how many calls were not made because the provider's circuit is open. */
  circuit(provider: string, label: string): IMetric {
    const { leftAlone } = providerMetrics;
    return this.#math(provider, label, { leftAlone }, (of) => `FILL(${of.leftAlone}, 0)`);
  }

  /** Returns how many calls in a hundred the provider refused; 0 below so many calls. */
  refusedShare(provider: string, fewCalls: number): IMetric {
    const { latency: calls, refusals } = providerMetrics;
    return this.#math(
      provider,
      `% of calls that ${provider} refused`,
      { calls, refusals },
      (of) => `IF(${of.calls} >= ${fewCalls}, 100 * FILL(${of.refusals}, 0) / ${of.calls}, 0)`,
    );
  }

  /** Returns how many calls in a hundred the provider answered or refused. A call that its circuit prevents counts as failed. */
  successShare(provider: string, label = provider): IMetric {
    const { latency: calls, failures, leftAlone } = providerMetrics;
    return this.#math(provider, label, { calls, failures, leftAlone }, (of) => {
      const [made, failed, prevented] = [of.calls, of.failures, of.leftAlone].map((id) => `FILL(${id}, 0)`);
      return `100 * (${made} - ${failed}) / (${made} + ${prevented})`;
    });
  }

  /**
   * An expression over sums of a provider's metrics; of latency, over the number of its samples.
   * @param write is given the ids of the metrics, which are unique among those of all providers in one graph.
   */
  #math<Part extends string>(
    provider: string,
    label: string,
    parts: Readonly<Record<Part, ProviderMetric>>,
    write: (ids: Readonly<Record<Part, string>>) => string,
  ): IMetric {
    const suffix = provider.replaceAll(/\W/g, '_');
    const names = Object.entries<ProviderMetric>(parts);
    const ids = Object.fromEntries(names.map(([part]) => [part, `${part}_${suffix}`]));
    return new MathExpression({
      expression: write(ids as Record<Part, string>),
      usingMetrics: Object.fromEntries(
        names.map(([part, metric]) => [
          `${part}_${suffix}`,
          this.of(provider, metric, metric === providerMetrics.latency ? Stats.SAMPLE_COUNT : Stats.SUM),
        ]),
      ),
      label,
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
      label: 'own faults',
      period,
    });
  }
}
