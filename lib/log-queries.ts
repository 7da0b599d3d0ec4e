import { Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The functions whose log lines a report's id finds. */
export interface LoggedFunctions {
  readonly initiate: LambdaFunction;
  readonly poll: LambdaFunction;
  readonly reports: LambdaFunction;
  readonly eraser: LambdaFunction;
  readonly resend: LambdaFunction;
  readonly subCheck: LambdaFunction;
  readonly aggregator: LambdaFunction;
  readonly webhook: LambdaFunction;
  readonly markFailed: LambdaFunction;
}

interface LogQuery {
  readonly name: string;
  readonly functions: readonly (keyof LoggedFunctions)[];
  /** In the language of CloudWatch Logs Insights. */
  readonly text: readonly string[];
}

/** The queries of Logs Insights that the stack saves: the runbook's first look, and what a consumer's question needs. */
export const logQueries: readonly LogQuery[] = [
  {
    name: 'one report',
    functions: [
      'initiate',
      'subCheck',
      'aggregator',
      'webhook',
      'poll',
      'reports',
      'eraser',
      'resend',
      'markFailed',
    ],
    text: [
      'fields @timestamp, message, subCheck, provider, outcome, code, providerCode, attempt, upstreamMs, billed, status, reason, requestId, keyId',
      'filter reportId = "PUT THE REPORT ID HERE"',
      'sort @timestamp asc',
      'limit 1000',
    ],
  },
  {
    name: 'failed attempts by provider',
    functions: ['subCheck'],
    text: [
      'filter message in ["provider called", "provider left alone"] and outcome in ["failed", "left-alone", "own-fault", "throttled"]',
      'stats count(*) as attempts, max(upstreamMs) as slowestMs, latest(@timestamp) as last by provider, operation, outcome, code, providerCode, lastError',
      'sort attempts desc',
    ],
  },
  {
    name: 'slowest provider calls',
    functions: ['subCheck'],
    text: [
      'filter message = "provider called"',
      'fields @timestamp, upstreamMs, provider, operation, outcome, code, subCheck, attempt, reportId',
      'sort upstreamMs desc',
      'limit 50',
    ],
  },
  {
    name: 'webhooks that fail',
    functions: ['webhook'],
    text: [
      'filter message = "webhook attempted" and outcome in ["retry", "refused", "withheld", "exhausted"]',
      'stats count(*) as attempts, count_distinct(reportId) as reports, latest(@timestamp) as last by outcome, status, reason',
      'sort attempts desc',
    ],
  },
];

export interface LogQueriesProps {
  readonly functions: LoggedFunctions;
}

/** Saves the queries under the stack's name, in Logs Insights under "Saved and sample queries". */
export class LogQueries extends Construct {
  constructor(scope: Construct, id: string, { functions }: LogQueriesProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    for (const query of logQueries)
      new CfnQueryDefinition(this, query.name.replaceAll(' ', '-'), {
        name: `${stackName}/${query.name}`,
        queryString: query.text.join('\n| '),
        logGroupNames: query.functions.map((name) => functions[name].logGroup.logGroupName),
      });
  }
}
