import { noProvider } from '@kyc-china/core/observed-call';
import { ownFaultCodes } from '@kyc-china/core/own-fault';
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { providerMetrics } from '../lambdas/shared/metric-names.ts';
import { metricsNamespaceOf } from './metrics-namespace.ts';
import { ProviderMetrics } from './provider-metrics.ts';

export interface ObservabilityProps {
  readonly key: IKey;
  readonly stateMachine: StateMachine;
  readonly stateMachineLog: ILogGroup;
  readonly restApi: RestApi;
  /** The providers that the stage's routes call. */
  readonly providers: readonly string[];
}

interface Condition {
  /** What an alarm's list and its e-mail's subject show, after the stack's name. */
  readonly name: string;
  /** What is wrong, and who is affected. */
  readonly what: string;
  /** The anchor of the article of docs/runbook.md that answers it. */
  readonly article: string;
  readonly metric: IMetric;
  /** In any five minutes. */
  readonly atLeast: number;
}

const period = Duration.minutes(5);

/** Below so many calls in a period, a share of them says nothing. */
const fewCalls = 20;

/** What tells an operator that something is wrong: alarms, each with its article, and the topic that they go to. */
export class Observability extends Construct {
  readonly alarms: Alarm[] = [];
  /** Where every alarm is announced. */
  readonly topic: Topic;
  readonly #providers = new ProviderMetrics(this);

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const { key, stateMachine, stateMachineLog, restApi, providers } = props;
    // Without the conditions, an alarm of any account that names the topic could page the operator on call.
    const alarmsOfAccount = new ServicePrincipal('cloudwatch.amazonaws.com').withConditions({
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
      ArnLike: {
        'aws:SourceArn': Stack.of(this).formatArn({
          service: 'cloudwatch',
          resource: 'alarm',
          resourceName: '*',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      },
    });
    // Its subscribers are people: they are added to the deployed topic, not to this repository.
    this.topic = new Topic(this, 'Alarms', { masterKey: key, enforceSSL: true });
    this.topic.grantPublish(alarmsOfAccount);
    key.grant(alarmsOfAccount, 'kms:Decrypt', 'kms:GenerateDataKey*');

    this.#alarm('ReportsFailed', {
      name: 'reports fail',
      what: 'A report could not be aggregated: its client gets a 502 from poll.',
      article: 'reports-failed',
      metric: stateMachine.metricFailed({ period }),
      atLeast: 1,
    });
    this.#alarm('ReportsTimedOut', {
      name: 'executions time out',
      what: 'An execution ran for five days: its report or its webhook never came to an end.',
      article: 'executions-timed-out',
      metric: stateMachine.metricTimedOut({ period }),
      atLeast: 1,
    });
    for (const provider of providers) this.#watchProvider(provider);
    this.#alarm('SubChecksGivenUp', {
      name: 'sub-checks given up, no provider at fault',
      what: 'Several sub-checks were given up after every retry, and no provider was the reason: reports list them as errored.',
      article: 'faults-of-our-own',
      metric: this.#providers.of(noProvider.provider, providerMetrics.givenUp, Stats.SUM),
      atLeast: 5,
    });
    this.#alarm('OwnFaults', {
      name: 'credentials or configuration at fault',
      what: 'Credentials, configuration or code of ours keep calls from providers that are well.',
      article: 'faults-of-our-own',
      metric: this.#providers.ownFaults(ownFaultCodes.filter((code) => code !== 'storage-throttled')),
      atLeast: 3,
    });
    this.#alarm('WebhooksGivenUp', {
      name: 'webhooks given up',
      what: 'A webhook was given up: its client has to poll for the report.',
      article: 'webhooks-given-up',
      metric: this.#entries('WebhookGivenUp', stateMachineLog),
      atLeast: 1,
    });
    this.#alarm('ApiServerErrors', {
      name: 'API answers 5xx',
      what: 'The API answers with 5xx: clients cannot start or read verifications.',
      article: 'api-answers-5xx',
      metric: restApi.metricServerError({ period, statistic: Stats.SUM }),
      atLeast: 5,
    });
    this.#alarm('FunctionsThrottled', {
      name: 'functions throttled',
      what: 'Lambda throttles functions of the region: requests fail or wait.',
      article: 'functions-throttled',
      metric: LambdaFunction.metricAllThrottles({ period }),
      atLeast: 1,
    });
  }

  #watchProvider(provider: string): void {
    this.#alarm(`ProviderFails-${provider}`, {
      name: `provider ${provider} fails`,
      what: `${provider} does not process calls, does not answer them, or is left alone because it failed.`,
      article: 'upstream-provider-down',
      metric: this.#providers.failing(provider),
      atLeast: 5,
    });
    this.#alarm(`ProviderGivenUp-${provider}`, {
      name: `provider ${provider} sub-checks given up`,
      what: `Several sub-checks were given up after every retry, with ${provider} failing last: reports list them as errored.`,
      article: 'upstream-provider-down',
      metric: this.#providers.of(provider, providerMetrics.givenUp, Stats.SUM),
      atLeast: 5,
    });
    this.#alarm(`ProviderRefuses-${provider}`, {
      name: `provider ${provider} refuses`,
      what: `${provider} refused more than a fifth of its calls, of ${fewCalls} at least.`,
      article: 'provider-refuses',
      metric: this.#providers.refusedShare(provider, fewCalls),
      atLeast: 20,
    });
  }

  /** How often executions entered a state, as the machine's log tells: it has the state's name, and no data. */
  #entries(state: string, logGroup: ILogGroup): IMetric {
    const filter = new MetricFilter(this, `${state}Entries`, {
      logGroup,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.type', '=', 'PassStateEntered'),
        FilterPattern.stringValue('$.details.name', '=', state),
      ),
      metricNamespace: metricsNamespaceOf(logGroup.stack.stackName),
      metricName: state,
    });
    return filter.metric({ period, statistic: Stats.SUM });
  }

  /** Each counts something that does not happen on a good day, so that no data is good news. */
  #alarm(id: string, { name, what, article, metric, atLeast }: Condition): void {
    const alarm = new Alarm(this, id, {
      alarmName: `${Stack.of(this).stackName} ${name}`,
      alarmDescription: `${what} What to do: docs/runbook.md#${article}`,
      metric,
      threshold: atLeast,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }
}
