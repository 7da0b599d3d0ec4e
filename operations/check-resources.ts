import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { type CheckResult, resultOfError } from './check-result.ts';
import { localStage, type StageConnection } from './stage-connection.ts';

/** Returns whether a subscriber of the topic has confirmed. Until then, SNS sends the subscriber nothing. */
async function checkSubscriptions(stage: StageConnection): Promise<CheckResult> {
  const subject = 'subscriptions of the alarms';
  const client = new SNSClient(stage.settingsFor('SNS'));
  let [confirmed, pending] = [0, 0];
  try {
    const TopicArn = stage.output('AlarmTopicArn');
    for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn }))
      for (const { SubscriptionArn = '' } of Subscriptions)
        if (SubscriptionArn.startsWith('arn:')) confirmed += 1;
        else pending += 1;
  } catch (error) {
    return resultOfError(subject, error);
  } finally {
    client.destroy();
  }
  const waiting = pending > 0 ? `, ${pending} not confirmed` : '';
  return { status: confirmed > 0 ? 'ok' : 'failed', subject, detail: `${confirmed} confirmed${waiting}` };
}

async function checkExpiry(client: DynamoDBClient, what: string, TableName: string): Promise<CheckResult> {
  const subject = `expiry of ${what}`;
  try {
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    const { TimeToLiveStatus, AttributeName } = TimeToLiveDescription ?? {};
    const isOn = TimeToLiveStatus === 'ENABLED' && AttributeName === 'expiresAt';
    const detail = isOn ? 'enabled' : `${TimeToLiveStatus}: rows outlive their time`;
    return { status: isOn ? 'ok' : 'failed', subject, detail };
  } catch (error) {
    return resultOfError(subject, error);
  }
}

async function checkBackup(
  client: DynamoDBClient,
  what: string,
  TableName: string,
  wanted: 'ENABLED' | 'DISABLED',
): Promise<CheckResult> {
  const subject = `point-in-time recovery of ${what}`;
  try {
    const { ContinuousBackupsDescription } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    const found = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    const isRight = found === wanted;
    const detail = isRight ? `${found}` : `${found}, and it has to be ${wanted}`;
    return { status: isRight ? 'ok' : 'failed', subject, detail };
  } catch (error) {
    return resultOfError(subject, error);
  }
}

/** Checks what a deployment sets once, and what a restore or a hand in the AWS console can undo. */
export async function checkResources(stage: StageConnection): Promise<CheckResult[]> {
  if (stage.name === localStage)
    return [{ status: 'unknown', subject: 'alarms and backups', detail: 'the local run has neither' }];
  const client = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
  const reports = stage.output('ReportsTableName');
  const keys = stage.output('ApplicantKeysTableName');
  try {
    return [
      await checkSubscriptions(stage),
      await checkExpiry(client, 'the reports', reports),
      await checkExpiry(client, "the applicants' keys", keys),
      await checkBackup(client, 'the reports', reports, 'ENABLED'),
      await checkBackup(client, 'the clients', stage.output('ClientsTableName'), 'ENABLED'),
      // A backup of them would make deleted applicants readable again.
      await checkBackup(client, "the applicants' keys", keys, 'DISABLED'),
    ];
  } finally {
    client.destroy();
  }
}
