import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type IFilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { metricsNamespaceOf } from './metrics-namespace.ts';

export interface ObservabilityProps {
  readonly key: IKey;
  readonly stateMachine: StateMachine;
  readonly stateMachineLog: ILogGroup;
  readonly subCheckLog: ILogGroup;
  readonly restApi: RestApi;
}

interface Condition {
  /** What is wrong, and who is affected. */
  readonly what: string;
  /** The anchor of the article of docs/runbook.md that answers it. */
  readonly article: string;
  readonly metric: IMetric;
  /** In any five minutes. */
  readonly atLeast: number;
}

const period = Duration.minutes(5);

/** Below so many in a period, a share of them says nothing. */
const fewSubChecks = 20;

/** What tells an operator that something is wrong: alarms, each with its article, and the topic that they go to. */
export class Observability extends Construct {
  /** Where every alarm is announced. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const { key, stateMachine, stateMachineLog, subCheckLog, restApi } = props;
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
      what: 'A report could not be aggregated: its client gets a 502 from poll.',
      article: 'reports-failed',
      metric: stateMachine.metricFailed({ period }),
      atLeast: 1,
    });
    this.#alarm('ReportsTimedOut', {
      what: 'An execution ran for five days: its report or its webhook never came to an end.',
      article: 'executions-timed-out',
      metric: stateMachine.metricTimedOut({ period }),
      atLeast: 1,
    });
    this.#alarm('SubChecksGivenUp', {
      what: 'Several sub-checks were given up after every retry: reports list them as errored.',
      article: 'upstream-provider-down',
      metric: this.#entries('SubCheckErrored', stateMachineLog),
      atLeast: 5,
    });
    this.#alarm('SubChecksErrored', {
      what: 'More than a fifth of the sub-checks, of twenty at least, could not be decided.',
      article: 'sub-checks-errored',
      metric: this.#erroredShare(subCheckLog),
      atLeast: 20,
    });
    this.#alarm('WebhooksGivenUp', {
      what: 'A webhook was given up: its client has to poll for the report.',
      article: 'webhooks-given-up',
      metric: this.#entries('WebhookGivenUp', stateMachineLog),
      atLeast: 1,
    });
    this.#alarm('ApiServerErrors', {
      what: 'The API answers with 5xx: clients cannot start or read verifications.',
      article: 'api-answers-5xx',
      metric: restApi.metricServerError({ period, statistic: Stats.SUM }),
      atLeast: 5,
    });
    this.#alarm('FunctionsThrottled', {
      what: 'Lambda throttles functions of the region: requests fail or wait.',
      article: 'functions-throttled',
      metric: LambdaFunction.metricAllThrottles({ period }),
      atLeast: 1,
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

  /**
   * Of the sub-checks that a provider was called for, how many in a hundred ended as errored; 0 while they are few. What no
   * provider of the stage serves ends as errored too: counted, it would keep the alarm red and hide an outage.
   */
  #erroredShare(logGroup: ILogGroup): IMetric {
    const counted = (metricName: string, pattern: IFilterPattern) =>
      new MetricFilter(this, metricName, {
        logGroup,
        filterPattern: pattern,
        metricNamespace: metricsNamespaceOf(Stack.of(this).stackName),
        metricName,
      }).metric({ period, statistic: Stats.SUM });
    const settled = FilterPattern.all(
      FilterPattern.stringValue('$.message', '=', 'sub-check settled'),
      FilterPattern.exists('$.provider'),
    );
    return new MathExpression({
      expression: `IF(settled >= ${fewSubChecks}, 100 * errored / settled, 0)`,
      usingMetrics: {
        settled: counted('SubChecksSettled', settled),
        errored: counted(
          'SubChecksSettledErrored',
          FilterPattern.all(settled, FilterPattern.stringValue('$.outcome', '=', 'errored')),
        ),
      },
      period,
    });
  }

  /** Each counts something that does not happen on a good day, so that no data is good news. */
  #alarm(id: string, { what, article, metric, atLeast }: Condition): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${what} What to do: docs/runbook.md#${article}`,
      metric,
      threshold: atLeast,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
