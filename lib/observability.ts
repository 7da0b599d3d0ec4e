import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

/** What tells an operator that something is wrong. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, { stateMachine }: { stateMachine: StateMachine }) {
    super(scope, id);
    new Alarm(this, 'ReportsFailed', {
      alarmDescription:
        'A report could not be aggregated: its client gets a 502 from poll. Open the failed execution in the Step Functions console; the state before MarkFailed names the error.',
      metric: stateMachine.metricFailed({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
