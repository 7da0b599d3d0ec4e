import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FakeIdentityService, startFakeTencentSts } from '@kyc-china/vendor-fakes/identity-services';
import { mockClient } from 'aws-sdk-client-mock';
import { stages } from '../../lib/stage-configuration.ts';
import { runCheck, runRedrive } from '../../local/support/client-commands.ts';
import { checkApi, clockResult } from '../../operations/check-api.ts';
import { checkExecutions } from '../../operations/check-executions.ts';
import { checkProviders } from '../../operations/check-providers.ts';
import { checkResources } from '../../operations/check-resources.ts';
import { connectToEmbedded } from '../../operations/stage-connection.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

const key = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
/** Production, in an account of its own that mocks play. */
const production = {
  name: 'production',
  configuration: stages.production,
  output: (name: string) => name,
  settingsFor: () => ({ region: 'ap-east-1', credentials: { accessKeyId: 'k', secretAccessKey: 's' } }),
};

let stack: EmbeddedStack;
let sts: FakeIdentityService;
beforeAll(async () => {
  stack = await startEmbeddedStack({});
  sts = await startFakeTencentSts(key);
});
afterAll(async () => {
  await sts?.stop();
  await stack?.stop();
});

it('check of the local run finds every route guarded and the clock right, and starts nothing', async () => {
  const printed = await runCheck(stack.dataDirectory);
  for (const route of ['POST /kyc/cn/request', 'POST /kyc/cn/poll', 'GET /kyc/cn/reports'])
    expect(printed).toMatch(new RegExp(`^ok +API ${route} +refuses a client that does not exist$`, 'm'));
  expect(printed).toMatch(/^ok +API GET \/verify\/sha256 +refuses a malformed call of anyone$/m);
  expect(printed).toMatch(/^ok +clock of this machine +\d\.\d s from the API's$/m);
  expect(printed).toMatch(/^ok +sub-checks +14 of 14 have a provider$/m);
  expect(printed).toMatch(/^unknown +alarms and backups +the local run has neither$/m);
  expect(printed).not.toContain('failed');
  expect(stack.cloud.executions.all()).toEqual([]);
});

it('check names an execution that still works on a report that poll has given up, and no other', async () => {
  const token = await stack.request({ mobile: '13800138504' });
  const [execution] = stack.cloud.executions.all();
  const stage = connectToEmbedded(stack.cloud);
  const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  expect(await checkExecutions(stage, later(129))).toMatchObject({ status: 'ok' });
  expect(await checkExecutions(stage, later(131))).toMatchObject({
    status: 'failed',
    detail: expect.stringContaining(`stuck: ${execution?.name} (`),
  });
  const client = new SFNClient(stage.settingsFor('SFN'));
  await client.send(new StopExecutionCommand({ executionArn: execution?.executionArn }));
  client.destroy();
  expect(await checkExecutions(stage, later(131))).toMatchObject({ status: 'ok' });
  expect(await runRedrive(stack.dataDirectory, execution?.name ?? '')).toContain('-redrive-1');
  expect((await stack.pollToEnd(token)).answer.status).toBe(200);
});

it('check fails a route that lets a stranger in, and one that does not answer', async () => {
  // Its certificate is not one that this process trusts.
  const { results } = await checkApi(sts.url);
  expect(results[0]).toMatchObject({ status: 'failed', detail: 'no answer (DEPTH_ZERO_SELF_SIGNED_CERT)' });
  expect(results.at(-1)).toMatchObject({ status: 'unknown', subject: 'clock of this machine' });
  const { results: open } = await checkApi(`${stack.cloud.endpoints.STS}`);
  expect(open[0]).toMatchObject({ status: 'failed', detail: expect.stringMatching(/instead of 401$/) });
});

it.each([
  [4_000, 'ok'],
  [-4_000, 'ok'],
  [6_000, 'failed'],
  [-6_000, 'failed'],
])('check of a clock that is %d ms behind: %s', (aheadMs, status) => {
  expect(clockResult(aheadMs).status).toBe(status);
});

it('check proves the credentials of the providers on the routes, and says what is not offered', async () => {
  const secrets = mockClient(SecretsManagerClient);
  const refused = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  secrets
    .on(GetSecretValueCommand, { SecretId: 'kyc-china/production/upstream/tencent' })
    .resolves({ SecretString: JSON.stringify(key) })
    .on(GetSecretValueCommand, { SecretId: 'kyc-china/production/upstream/alibaba' })
    .rejects(refused);
  const endpoints = { tencent: { endpoint: sts.url, tls: { ca: sts.ca } } };
  const check = (aheadMs: number) => checkProviders(production, aheadMs, endpoints);
  const [offered, ...results] = await check(0);
  expect(offered?.detail).toMatch(/^\d+ of 14 have a provider; not offered: .*risk\.fraud/);
  expect(results).toEqual([
    { status: 'ok', subject: 'credentials of tencent', detail: 'the provider knows the key' },
    { status: 'ok', subject: 'clock of tencent', detail: expect.stringMatching(/^\d\.\d s from AWS's$/) },
    { status: 'unknown', subject: 'credentials of alibaba', detail: 'these AWS credentials may not look' },
  ]);
  expect((await check(-120_000))[2]).toMatchObject({ status: 'failed', subject: 'clock of tencent' });
  secrets
    .on(GetSecretValueCommand, { SecretId: 'kyc-china/production/upstream/tencent' })
    .resolves({ SecretString: 'the random text of the deployment' });
  expect((await check(0))[1]).toMatchObject({
    status: 'failed',
    detail: expect.stringMatching(/^the secret is not an access key/),
  });
  secrets.restore();
});

it('check fails alarms without a confirmed subscriber, tables without expiry, and a backup of keys', async () => {
  const sns = mockClient(SNSClient);
  const dynamo = mockClient(DynamoDBClient);
  const subscriptions = (...arns: string[]) =>
    sns
      .on(ListSubscriptionsByTopicCommand, { TopicArn: 'AlarmTopicArn' })
      .resolves({ Subscriptions: arns.map((SubscriptionArn) => ({ SubscriptionArn })) });
  const recovery = (status: 'ENABLED' | 'DISABLED') => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED' as const,
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
    },
  });
  dynamo
    .on(DescribeTimeToLiveCommand)
    .resolves({ TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' } })
    .on(DescribeContinuousBackupsCommand)
    .resolves(recovery('ENABLED'))
    .on(DescribeContinuousBackupsCommand, { TableName: 'ApplicantKeysTableName' })
    .resolves(recovery('DISABLED'));
  subscriptions('arn:aws:sns:ap-east-1:000000000000:topic:1', 'PendingConfirmation');
  const right = await checkResources(production);
  expect(right.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
  expect(right[0]?.detail).toBe('1 confirmed, 1 not confirmed');

  subscriptions('PendingConfirmation');
  dynamo
    .on(DescribeTimeToLiveCommand)
    .resolves({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } })
    .on(DescribeContinuousBackupsCommand)
    .resolves(recovery('DISABLED'))
    .on(DescribeContinuousBackupsCommand, { TableName: 'ApplicantKeysTableName' })
    .resolves(recovery('ENABLED'));
  const wrong = await checkResources(production);
  expect(wrong.map(({ status }) => status)).toEqual(Array(6).fill('failed'));
  sns.restore();
  dynamo.restore();
});
