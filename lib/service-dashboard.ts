import { ownFaultCodes } from '@kyc-china/core/own-fault';
import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { providerMetrics } from '../lambdas/shared/metric-names.ts';
import type { LoggedFunctions } from './log-queries.ts';
import { metricsNamespaceOf } from './metrics-namespace.ts';
import { ProviderMetrics } from './provider-metrics.ts';
import type { VerificationWorkflow } from './verification-workflow.ts';

export interface ServiceDashboardProps {
  readonly restApi: RestApi;
  readonly workflow: VerificationWorkflow;
  readonly functions: LoggedFunctions & Readonly<Record<'authorizer', LoggedFunctions['poll']>>;
  /** By the name that the graph shows. */
  readonly tables: Readonly<Record<string, Table>>;
  readonly alarms: readonly Alarm[];
  /** The providers that the stage's routes call. */
  readonly providers: readonly string[];
}

const period = Duration.minutes(5);
const day = Duration.days(1);
const wholeWidth = 24;

const howToRead = [
  '**Is it us or a provider?** Red in the first row names it: `provider <name> fails` is the provider, everything else is us.',
  'The second row has one box for each provider and, at its end, one for us: look for the box that is not as usual.',
  '`% answered` below 100 with `circuit` above 0: the provider is down and left alone. `p95` that grows while `% answered` stays: it is slow.',
  'Below: who calls us, what became of it, what it costs. Each alarm links to its article of the runbook.',
].join(' ');

/** What goes on in a stage, on one page: whether it is well, whose fault it is if not, and then what serves the clients. */
export class ServiceDashboard extends Construct {
  readonly #dashboard: Dashboard;
  readonly #providers: ProviderMetrics;

  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const { restApi, workflow, functions, tables, alarms, providers } = props;
    const { stateMachine } = workflow;
    this.#providers = new ProviderMetrics(this);
    this.#dashboard = new Dashboard(this, 'Dashboard', { dashboardName: Stack.of(this).stackName });
    const all = Object.entries(functions);
    this.#row(new TextWidget({ markdown: howToRead, width: wholeWidth, height: 2 }));
    this.#row(new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: wholeWidth, height: 4 }));
    this.#boxes(providers, restApi, functions);
    this.#row(
      this.#graph(
        'Providers: % answered',
        providers.map((name) => this.#providers.successShare(name)),
        100,
      ),
      this.#graph(
        'Providers: p95, ms',
        providers.map((name) => this.#latency(name, 'p95', name)),
      ),
      this.#graph('Providers: calls that another one got, or none', [
        ...providers.map((name) => this.#count(name, providerMetrics.failovers, `${name}: failed over`)),
        ...providers.map((name) => this.#providers.circuit(name, `${name}: circuit open`)),
        ...providers.map((name) => this.#count(name, providerMetrics.givenUp, `${name}: given up`)),
      ]),
    );
    this.#row(
      this.#graph('Requests', [
        restApi.metricCount({ period, label: 'all calls' }),
        restApi.metricClientError({ period, statistic: Stats.SUM, label: '4xx' }),
        restApi.metricServerError({ period, statistic: Stats.SUM, label: '5xx' }),
        functions.initiate.metricInvocations({ period, label: 'verifications requested' }),
      ]),
      this.#graph('Polls and reads', [
        functions.poll.metricInvocations({ period, label: 'polls' }),
        functions.reports.metricInvocations({ period, label: 'reads by id and lists' }),
      ]),
      this.#graph('Webhooks by outcome', [this.#every('WebhookAttempts', ['outcome'])]),
    );
    this.#row(
      this.#graph('Verifications', [
        stateMachine.metricStarted({ period, label: 'started' }),
        stateMachine.metricSucceeded({ period, label: 'completed' }),
        stateMachine.metricFailed({ period, label: 'failed' }),
        stateMachine.metricTimedOut({ period, label: 'timed out' }),
      ]),
      this.#graph('Executions open, in the account', [
        this.#search('Namespace="AWS/States" MetricName="OpenExecutionCount"', Stats.MAXIMUM, period),
      ]),
      this.#graph('Sub-checks by outcome', [this.#every('SubCheckOutcomes', ['outcome'])]),
    );
    this.#row(
      this.#graph('Upstream cost a day', [this.#every('UpstreamCost', ['provider', 'subCheck'], day)]),
      this.#graph('Billed calls a day', [this.#every('BilledUpstreamCalls', ['provider', 'subCheck'], day)]),
      this.#graph('Operations: p95, ms', [
        this.#every(providerMetrics.latency, ['provider', 'operation'], period, 'p95'),
      ]),
    );
    this.#row(
      this.#graph(
        'Functions: errors and throttles',
        all.flatMap(([name, fn]) => [
          fn.metricErrors({ period, label: `${name} errors` }),
          fn.metricThrottles({ period, label: `${name} throttles` }),
        ]),
      ),
      this.#graph(
        'Functions: duration p99, ms',
        all.map(([label, fn]) => fn.metricDuration({ period, statistic: 'p99', label })),
      ),
      this.#graph(
        'Tables: refused for their rate',
        Object.entries(tables).flatMap(([name, table]) =>
          ['GetItem', 'Query', 'PutItem', 'UpdateItem'].map((operation) =>
            table.metricThrottledRequestsForOperation(operation, { period, label: `${name} ${operation}` }),
          ),
        ),
      ),
    );
  }

  /** A box for each provider and one for the service: as few rows as they need, the last one whole. */
  #boxes(
    providers: readonly string[],
    restApi: RestApi,
    { aggregator, initiate }: ServiceDashboardProps['functions'],
  ): void {
    const boxes: [string, IMetric[]][] = [
      ...providers.map((name): [string, IMetric[]] => [
        name,
        [
          this.#providers.successShare(name, '% answered'),
          this.#latency(name, 'p95', 'p95, ms'),
          this.#providers.circuit(name, 'circuit'),
        ],
      ]),
      [
        'us',
        [
          restApi.metricLatency({ period, statistic: 'p95', label: 'API p95, ms' }),
          aggregator.metricDuration({ period, statistic: 'p95', label: 'report p95, ms' }),
          this.#providers.ownFaults(ownFaultCodes),
          initiate.metricErrors({ period, label: 'failed starts' }),
        ],
      ],
    ];
    const width = Math.max(8, Math.floor(wholeWidth / boxes.length));
    for (let first = 0; first < boxes.length; first += Math.floor(wholeWidth / width))
      this.#row(
        ...boxes
          .slice(first, first + Math.floor(wholeWidth / width))
          .map(
            ([title, metrics]) =>
              new SingleValueWidget({ title, metrics, width, height: 4, sparkline: true }),
          ),
      );
  }

  #row(...widgets: IWidget[]): void {
    this.#dashboard.addWidgets(...widgets);
  }

  #graph(title: string, left: IMetric[], most?: number): GraphWidget {
    return new GraphWidget({
      title,
      left,
      width: 8,
      height: 6,
      leftYAxis: { min: 0, showUnits: false, ...(most !== undefined && { max: most }) },
    });
  }

  #latency(provider: string, statistic: string, label: string): IMetric {
    return this.#providers.of(provider, providerMetrics.latency, statistic, label);
  }

  #count(
    provider: string,
    metric: (typeof providerMetrics)[keyof typeof providerMetrics],
    label: string,
  ): IMetric {
    return this.#providers.of(provider, metric, Stats.SUM, label);
  }

  /** A metric of the functions, a line for each combination of its dimensions that there is. */
  #every(
    metric: string,
    dimensions: readonly string[],
    every = period,
    statistic: string = Stats.SUM,
  ): IMetric {
    // CloudWatch takes a name with a hyphen in quotes only.
    const schema = [`"${metricsNamespaceOf(Stack.of(this).stackName)}"`, ...dimensions, 'service'].join(',');
    return this.#search(`{${schema}} MetricName="${metric}"`, statistic, every);
  }

  #search(query: string, statistic: string, every: Duration): IMetric {
    return new MathExpression({
      expression: `SEARCH('${query}', '${statistic}', ${every.toSeconds()})`,
      usingMetrics: {},
      label: '',
      period: every,
    });
  }
}
