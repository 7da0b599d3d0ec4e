import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { reportSha256 } from '@kyc-china/core/report-digest';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { startFakeTencent, vendorHost } from '@kyc-china/vendor-fakes/tencent/fake';
import { decodeJwt } from 'jose';
import { stages } from '../../lib/stage-configuration.ts';
import { fakeHostOptions, putCredentials } from '../../local/fake-hosts.ts';
import { localClient } from '../../local/seed.ts';
import { type StubbornReceiver, startStubbornReceiver } from '../../local/support/stubborn-receiver.ts';
import { credentials as alibabaCredentials } from '../../packages/vendor-fakes/alibaba/calls.ts';
import { type EmbeddedStack, startEmbeddedStack, synthesizedStacks } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';

const traces = 'sent by the tracing of the platform, not through an endpoint that is emulated';
const atRest =
  'what DynamoDB asks of a key in the name of a caller that writes; the emulated one asks for kms:Decrypt alone';
const ofMachine =
  'encrypts the executions and their log; the emulated Step Functions encrypts its files itself';
const ownLog = 'written by the platform of the functions, not through an endpoint that is emulated';
const cleanUp =
  'deletes what a request stored that failed to start, or whose report was erased meanwhile: no fault happens below';
const versions =
  'finds versions of an object in a bucket whose versioning an operator has enabled: the buckets of the stack keep none';
const lateApplicant =
  'deletes an applicant that a request stored late: here every report has deleted its own before it is erased';
const logDelivery = 'sets up the log of the executions, which the emulated Step Functions does not send';

/** What is granted and, in the run below, not used: each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'VerificationWorkflowSubCheck',
      'VerificationWorkflowAggregator',
      'VerificationWorkflowWebhook',
      'VerificationWorkflowStateMachine',
      'ApiAuthorizerFunction',
      'ApiInitiate',
      'ApiPoll',
      'ApiReports',
      'ApiReportActionsEraser',
      'ApiReportActionsResend',
      'ApiVerify',
      'ApiUsage',
    ].flatMap((role) =>
      ['PutTelemetryRecords', 'PutTraceSegments'].map((action) => [`${role} xray:${action} *`, traces]),
    ),
  ),
  ...Object.fromEntries(
    [
      'VerificationWorkflowSubCheck',
      'VerificationWorkflowAggregator',
      'VerificationWorkflowWebhook',
      'ApiAuthorizerFunction',
      'ApiInitiate',
      'ApiPoll',
      'ApiReports',
      'ApiReportActionsEraser',
      'ApiReportActionsResend',
      'ApiVerify',
      'ApiUsage',
    ].flatMap((role) =>
      ['CreateLogStream', 'PutLogEvents'].map((action) => [`${role} logs:${action} ${role}Log`, ownLog]),
    ),
  ),
  'VerificationWorkflowStateMachine xray:GetSamplingRules *': traces,
  'VerificationWorkflowStateMachine xray:GetSamplingTargets *': traces,
  ...Object.fromEntries(
    [
      'CreateLogDelivery',
      'DeleteLogDelivery',
      'DescribeLogGroups',
      'DescribeResourcePolicies',
      'GetLogDelivery',
      'ListLogDeliveries',
      'PutResourcePolicy',
      'UpdateLogDelivery',
    ].map((action) => [`VerificationWorkflowStateMachine logs:${action} *`, logDelivery]),
  ),
  'ApiInitiate dynamodb:DeleteItem arn:aws:dynamodb:ap-east-1:000000000000:table/KycChina-sandbox-ReportStorageApplicantKeysTableCB69E9B5':
    cleanUp,
  'ApiInitiate dynamodb:Query arn:aws:dynamodb:ap-east-1:000000000000:table/KycChina-sandbox-ReportStorageApplicantKeysTableCB69E9B5':
    cleanUp,
  'ApiInitiate s3:DeleteObject arn:aws:s3:::kycchina-sandbox-reportstorageintakebucket41169a2d/photos/*':
    cleanUp,
  ...Object.fromEntries(
    ['ApiPoll', 'ApiReports', 'ApiReportActionsEraser', 'ApiReportActionsResend'].flatMap((role) =>
      ['kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'].map((action) => [
        `${role} ${action} DataKey`,
        atRest,
      ]),
    ),
  ),
  'ApiReportActionsEraser kms:GenerateDataKey DataKey': ofMachine,
  'ApiReportActionsResend kms:GenerateDataKey DataKey': ofMachine,
  'ApiReportActionsEraser dynamodb:DeleteItem arn:aws:dynamodb:ap-east-1:000000000000:table/KycChina-sandbox-ReportStorageApplicantKeysTableCB69E9B5':
    lateApplicant,
  'ApiReportActionsEraser s3:DeleteObject arn:aws:s3:::kycchina-sandbox-reportstorageintakebucket41169a2d/photos/*':
    lateApplicant,
  ...Object.fromEntries(
    [
      ['kycchina-sandbox-reportstorageintakebucket41169a2d', 'photos/*'],
      ['kycchina-sandbox-reportstoragereportsbucket640018b4', 'reports/*'],
    ].flatMap(([bucket, keys]) => [
      [`ApiReportActionsEraser s3:ListBucketVersions arn:aws:s3:::${bucket}`, versions],
      [`ApiReportActionsEraser s3:DeleteObjectVersion arn:aws:s3:::${bucket}/${keys}`, versions],
    ]),
  ),
  'VerificationWorkflowStateMachine kms:Decrypt DataKey': ofMachine,
  'VerificationWorkflowStateMachine kms:GenerateDataKey DataKey': ofMachine,
  'VerificationWorkflowSubCheck kms:GenerateDataKey* DataKey': atRest,
  'VerificationWorkflowWebhook kms:GenerateDataKey* DataKey': atRest,
  ...Object.fromEntries(
    [
      'VerificationWorkflowSubCheck',
      'VerificationWorkflowAggregator',
      'VerificationWorkflowWebhook',
      'ApiInitiate',
    ].flatMap((role) =>
      ['kms:Encrypt', 'kms:ReEncrypt*'].map((action) => [`${role} ${action} DataKey`, atRest]),
    ),
  ),
};

const tencentCredentials = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
const headers = { 'x-client-id': localClient.clientId, 'x-client-secret': localClient.clientSecret };
const person = {
  name: '张三',
  idNumber: '110101199001011234',
  facePhoto: jpegBase64,
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
  addressesToVerify: [{ type: 'residential', city: '北京', address: '朝阳区建国路88号' }],
};

let stack: EmbeddedStack;
let receiver: StubbornReceiver;
const stops: (() => Promise<void>)[] = [];

/** The sandbox, but that each vendor is asked for one sub-check: so their credentials are read. */
beforeAll(async () => {
  const tencent = await startFakeTencent({ ...tencentCredentials, callsPerSecond: 1000 });
  const alibaba = await startFakeAlibaba(alibabaCredentials);
  receiver = await startStubbornReceiver();
  stops.push(
    () => receiver.stop(),
    () => tencent.stop(),
    () => alibaba.stop(),
  );
  const { providers, routes } = stages.sandbox.upstream;
  const routing = {
    providers,
    routes: { ...routes, 'identity.three-factor': ['tencent'], 'mobile.attribution': ['alibaba'] },
  } as const;
  const ofTencent = { ports: { [vendorHost]: tencent.port }, certificate: tencent.ca, credentials: {} };
  const ofAlibaba = { ports: alibaba.ports, certificate: alibaba.ca, credentials: {} };
  const [one, other] = [fakeHostOptions(ofTencent, routing), fakeHostOptions(ofAlibaba, routing)];
  stack = await startEmbeddedStack(
    { SIMULATOR_LATENCY_MS: '1500' },
    {
      fakeHosts: {
        environmentOverrides: one.environmentOverrides,
        internet: { ...one.internet, ...other.internet, ...receiver.fakeHosts.internet },
        trustedCertificates: [
          ...one.trustedCertificates,
          ...other.trustedCertificates,
          ...(receiver.fakeHosts.trustedCertificates ?? []),
        ],
      },
    },
  );
  stops.push(() => stack.stop());
  await putCredentials(stack.cloud, 'tencent', tencentCredentials);
  await putCredentials(stack.cloud, 'alibaba', alibabaCredentials);
});
afterAll(async () => {
  for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
});

const reportIdOf = (token: string): string => decodeJwt(token).sub ?? '';

/** Makes a call without a body. */
async function call(method: string, route: string): Promise<Response> {
  return fetch(stack.cloud.url + route, { method, headers });
}

/** Does to a report's row what erasing it does, at the moment that the test needs. */
async function markErased(table: string, reportId: string): Promise<void> {
  const { endpoints, credentials } = stack.cloud;
  const dynamo = new DynamoDBClient({ region: 'ap-east-1', endpoint: endpoints.DYNAMODB, credentials });
  await dynamo.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { pk: { S: reportId }, sk: { S: 'REPORT' } },
      UpdateExpression: 'SET #status = :erased REMOVE expiresAt',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':erased': { S: 'erased' } },
    }),
  );
  dynamo.destroy();
}

/**
 * The grants that were not used, as lines: principal, action, resource. Without those of and on MarkFailed: no
 * aggregation fails in this run, and test/integration/machine-role.test.ts shows that these grants are used.
 */
function lines(assembly: CloudAssembly): string[] {
  const names = new Map(
    assembly
      .resourcesOf('AWS::KMS::Key', 'AWS::IAM::Role', 'AWS::Logs::LogGroup')
      .map((resource) => [
        assembly.attributeOf(resource, 'Arn'),
        resource.logicalId.replace(/(Service)?(Role)?[0-9A-F]{8}$/, ''),
      ]),
  );
  const nameOf = (arn: string) => names.get(arn) ?? arn;
  const unused = stack.cloud.iam
    .unused()
    .map(({ principal, action, resource }) => `${nameOf(principal)} ${action} ${nameOf(resource)}`)
    .filter((line) => !line.includes('MarkFailed'));
  return [...new Set(unused)].sort();
}

it('roles have no permission that is never used, except the listed ones', async () => {
  const assembly = new CloudAssembly(await synthesizedStacks(), stack.cloud.stackName);
  const table = assembly
    .resourcesOf('AWS::DynamoDB::Table')
    .filter(({ logicalId }) => logicalId.startsWith('ReportStorageTable'))
    .map((resource) => assembly.nameOf(resource))[0] as string;

  // Everything, with a webhook and the PDF. Polls come before and after the report is complete.
  const full = await stack.request({ ...person, callbackUrl: stack.callbackUrl });
  const { answer, waiting } = await stack.pollToEnd(full);
  expect(waiting.length).toBeGreaterThan(0);
  expect(answer.body.summary.errored).toEqual([]);
  await stack.receiver.deliveryOf(reportIdOf(full));
  expect((await fetch(answer.body.pdfUrl)).status).toBe(200);

  // The same person again, without a change.
  const rerun = await stack.pollToEnd(await stack.request({ ...person, rerunOf: reportIdOf(full) }));
  expect(rerun.answer.body.reportMetadata).toMatchObject({ upstreamCalls: 0, rerunOf: reportIdOf(full) });

  // The same report by its id, before and after it is complete, and in the client's lists.
  expect((await stack.get(`/kyc/cn/usage?month=${new Date().toISOString().slice(0, 7)}`)).status).toBe(200);
  const shown = await stack.get(`/kyc/cn/reports/${reportIdOf(full)}`);
  expect(shown.body).toMatchObject({ status: 'completed', report: { summary: answer.body.summary } });
  const waitingId = reportIdOf(await stack.request({ ...person, clientReference: 'case-1' }));
  expect((await stack.get(`/kyc/cn/reports/${waitingId}`)).body.reportId).toBe(waitingId);
  for (const query of ['', '?clientReference=case-1'])
    expect((await stack.get(`/kyc/cn/reports${query}`)).body.reports[0].reportId).toBe(waitingId);

  // Anyone verifies the report by its hash.
  expect((await stack.get(`/verify/${reportSha256(answer.body)}`, {})).body.issued).toBe(true);

  // Sources that are out of service.
  const errored = await stack.pollToEnd(await stack.request({ mobile: '13800138503', name: '张三' }));
  expect(errored.answer.body.summary.errored.length).toBeGreaterThan(0);

  // A repetition; and one so late that the report was erased meanwhile.
  const keyed = { ...headers, 'idempotency-key': 'twice' };
  const first = await stack.post('/kyc/cn/request', person, keyed);
  expect((await stack.post('/kyc/cn/request', person, keyed)).body).toEqual(first.body);
  await stack.pollToEnd(first.body.token);
  await markErased(table, reportIdOf(first.body.token));
  expect((await stack.post('/kyc/cn/request', person, keyed)).status).toBe(409);
  expect((await stack.post('/kyc/cn/request', person, keyed)).status).toBe(200);

  // A report that is erased while it is made.
  const reportId = reportIdOf(await stack.request(person));
  await markErased(table, reportId);
  while (stack.cloud.executions.find(reportId)?.status === 'RUNNING') await setTimeout(50);
  expect(stack.cloud.executions.find(reportId)?.status).toBe('SUCCEEDED');

  // A report that is erased while its webhook is posted.
  const erased = Promise.withResolvers<void>();
  const callbackUrl = receiver.script('erased', [{ status: 204, after: erased.promise }]);
  const posted = reportIdOf(await stack.request({ mobile: '13800138000', callbackUrl }));
  while (receiver.posts('erased').length === 0) await setTimeout(50);
  await markErased(table, posted);
  erased.resolve();
  while (stack.cloud.executions.find(posted)?.status === 'RUNNING') await setTimeout(50);

  // What a client does with a report of its own: the webhook is resent twice, and the erasure stops one that waits.
  const fullId = reportIdOf(full);
  expect((await call('POST', `/kyc/cn/reports/${fullId}/webhook`)).status).toBe(202);
  expect((await call('GET', `/kyc/cn/reports/${fullId}/events`)).status).toBe(200);
  const month = new Date().toISOString().slice(0, 7);
  expect((await call('GET', `/kyc/cn/usage?month=${month}`)).status).toBe(200);
  const late = Promise.withResolvers<void>();
  const waitingUrl = receiver.script('waiting', Array(3).fill({ status: 503, after: late.promise }));
  const failing = await stack.request({ mobile: '13800138000', callbackUrl: waitingUrl });
  await stack.pollToEnd(failing);
  for (const _ of ['started', 'stopped by the next'])
    expect((await call('POST', `/kyc/cn/reports/${reportIdOf(failing)}/webhook`)).status).toBe(202);
  expect((await call('DELETE', `/kyc/cn/reports/${reportIdOf(failing)}`)).status).toBe(200);
  late.resolve();

  expect(lines(assembly)).toEqual(Object.keys(exceptions).sort());
});
