import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Dashboard, GraphWidget, type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { metricsNamespaceOf } from './metrics-namespace.ts';
import type { VerificationWorkflow } from './verification-workflow.ts';

export interface ServiceDashboardProps {
  readonly restApi: RestApi;
  readonly workflow: VerificationWorkflow;
  readonly tables: readonly Table[];
}

const period = Duration.minutes(5);

/** What goes on in a stage, on one page: from what clients see down to what serves them. */
export class ServiceDashboard extends Construct {
  readonly #dashboard: Dashboard;

  constructor(scope: Construct, id: string, { restApi, workflow, tables }: ServiceDashboardProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const { stateMachine, subCheck, aggregator, webhook, markFailed } = workflow;
    const functions = [subCheck, aggregator, webhook, markFailed];
    this.#dashboard = new Dashboard(this, 'Dashboard', { dashboardName: stackName });
    this.#row(
      this.#graph('Requests', [
        restApi.metricCount({ period }),
        restApi.metricClientError({ period, statistic: Stats.SUM }),
        restApi.metricServerError({ period, statistic: Stats.SUM }),
      ]),
      this.#graph('Time to an answer, ms', [
        restApi.metricLatency({ period, statistic: 'p50' }),
        restApi.metricLatency({ period, statistic: 'p99' }),
      ]),
      this.#graph('Verifications', [
        stateMachine.metricStarted({ period }),
        stateMachine.metricSucceeded({ period }),
        stateMachine.metricFailed({ period }),
        stateMachine.metricTimedOut({ period }),
      ]),
    );
    this.#row(
      this.#graph('Sub-checks by outcome', [this.#every('SubCheckOutcomes', ['outcome'])]),
      this.#graph('Billed calls by provider', [this.#every('BilledUpstreamCalls', ['provider', 'subCheck'])]),
      this.#graph('Upstream cost', [this.#every('UpstreamCost', ['provider', 'subCheck'])]),
    );
    this.#row(
      this.#graph('Functions: errors and throttles', [
        ...functions.flatMap((fn) => [fn.metricErrors({ period }), fn.metricThrottles({ period })]),
      ]),
      this.#graph('Functions: duration p99, ms', [
        ...functions.map((fn) => fn.metricDuration({ period, statistic: 'p99' })),
      ]),
      this.#graph('Tables: refused for their rate', [
        ...tables.map((table) => table.metricThrottledRequestsForOperation('PutItem', { period })),
        ...tables.map((table) => table.metricThrottledRequestsForOperation('UpdateItem', { period })),
      ]),
    );
  }

  #row(...widgets: GraphWidget[]): void {
    this.#dashboard.addWidgets(...widgets);
  }

  #graph(title: string, left: IMetric[]): GraphWidget {
    return new GraphWidget({ title, left, width: 8, height: 6 });
  }

  /** A metric of the functions, a line for each combination of its dimensions that there is. */
  #every(metric: string, dimensions: readonly string[]): IMetric {
    // CloudWatch takes a name with a hyphen in quotes only.
    const schema = [`"${metricsNamespaceOf(Stack.of(this).stackName)}"`, ...dimensions, 'service'].join(',');
    return new MathExpression({
      expression: `SEARCH('{${schema}} MetricName="${metric}"', 'Sum', ${period.toSeconds()})`,
      usingMetrics: {},
      label: '',
      period,
    });
  }
}
