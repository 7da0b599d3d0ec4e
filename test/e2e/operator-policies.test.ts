import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { standardPolicy } from '@kyc-china/core/decision/standard-policy';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { decodeJwt } from 'jose';
import { operatorPolicyNameOf, stages } from '../../lib/stage-configuration.ts';
import {
  credentialsIn,
  runCheck,
  runClient,
  runErase,
  runRedrive,
  runTokenKey,
  runVerifyReport,
  runWebhooks,
} from '../../local/support/client-commands.ts';
import { connectToEmbedded } from '../../operations/stage-connection.ts';
import { announceCloud } from '../../packages/emulator/running-cloud-file.ts';
import { type EmbeddedStack, startEmbeddedStack, synthesizedStacks } from '../support/embedded-stack.ts';
import { jpegBase64 } from '../support/images.ts';

const atRest =
  'what DynamoDB asks of a key in the name of a caller that writes; the emulated one asks for kms:Decrypt alone';
const ofMachine = 'the emulated Step Functions encrypts its files itself';
const noService = 'the embedded cloud does not serve it';
const rare = 'of buckets whose versions an operator has enabled';
const byHand = 'of the AWS console alone';

/** What is granted and not used below: each with its reason. */
const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '*': {
    'cloudformation:DescribeStacks': noService,
    'kms:Encrypt': atRest,
    'kms:ReEncrypt*': atRest,
    'kms:GenerateDataKey*': atRest,
  },
  erase: {
    's3:ListBucket': 'makes S3 answer 404 instead of 403 for an object that is missing',
    's3:ListBucketVersions': rare,
    's3:DeleteObjectVersion': rare,
    'kms:GenerateDataKey': ofMachine,
  },
  redrive: { 'kms:GenerateDataKey': ofMachine },
  webhooks: { 'kms:GenerateDataKey': ofMachine },
  clients: { 'apigateway:DELETE': 'takes back the key of a client that could not be stored' },
  check: {
    'sns:ListSubscriptionsByTopic': noService,
    'dynamodb:DescribeTimeToLive': noService,
    'dynamodb:DescribeContinuousBackups': noService,
    'dynamodb:GetItem': 'of an execution that runs for hours: test/integration/check-command.test.ts has one',
    'kms:Decrypt': 'as above',
  },
  'provider-credentials': {
    'secretsmanager:GetSecretValue': 'the local run calls no real provider',
    'secretsmanager:PutSecretValue': "of AWS's command line",
    'kms:Decrypt': 'as above',
    'kms:GenerateDataKey': 'as above',
  },
  reader: Object.fromEntries(
    [
      'states:DescribeStateMachine',
      'states:DescribeStateMachineForExecution',
      'states:ListStateMachines',
      'kms:Decrypt',
      ...['StartQuery', 'FilterLogEvents', 'GetLogEvents', 'DescribeLogStreams', 'DescribeLogGroups'].map(
        (action) => `logs:${action}`,
      ),
      ...['DescribeQueryDefinitions', 'GetQueryResults', 'StopQuery'].map((action) => `logs:${action}`),
      ...['DescribeAlarms', 'GetDashboard', 'ListDashboards', 'GetMetricData', 'ListMetrics'].map(
        (action) => `cloudwatch:${action}`,
      ),
      'xray:BatchGetTraces',
      'xray:GetTraceSummaries',
    ].map((action) => [action, byHand]),
  ),
};

const person = { name: '张三', idNumber: '110101199001011234', mobile: '13800138000' };
const reportIdOf = (token: string): string => decodeJwt(token).sub ?? '';
const noWait = async () => undefined;

let stack: EmbeddedStack;
let folder: string;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '300' });
  folder = await mkdtemp(path.join(tmpdir(), 'kyc-china-operators-'));
});
afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Returns a data folder that names the same cloud, with the keys of an operator who has this policy alone. */
async function as(policy: string): Promise<string> {
  const directory = await mkdtemp(path.join(folder, `${policy}-`));
  const { stackName, url, outputs, endpoints, operatorWith } = stack.cloud;
  const credentials = operatorWith(operatorPolicyNameOf(stages.sandbox.name, policy));
  announceCloud(directory, { stackName, url, outputs, endpoints, credentials });
  return directory;
}

/** Calls Step Functions with the rights of a policy. */
async function withStates<Result>(
  policy: string,
  call: (client: SFNClient, machine: string) => Promise<Result>,
): Promise<Result> {
  const credentials = stack.cloud.operatorWith(operatorPolicyNameOf(stages.sandbox.name, policy));
  const stage = connectToEmbedded({ ...stack.cloud, credentials });
  const client = new SFNClient(stage.settingsFor('SFN'));
  try {
    return await call(client, stage.output('StateMachineArn'));
  } finally {
    client.destroy();
  }
}

const executionArn = (machine: string, name: string) =>
  `${machine.replace(':stateMachine:', ':execution:')}:${name}`;

/** Returns the actions that a policy allows and that were not used, on any one of its resources. */
function unusedOf(policy: string): string[] {
  const name = operatorPolicyNameOf(stages.sandbox.name, policy);
  const actions = stack.cloud.iam
    .unused()
    .filter(({ principal }) => principal.endsWith(`:user/${name}`))
    .map(({ action }) => action);
  return [...new Set(actions)].filter((action) => exceptions['*']?.[action] === undefined).sort();
}

async function completed(): Promise<{ token: string; reportId: string }> {
  const token = await stack.request({ ...person, callbackUrl: stack.callbackUrl });
  await stack.pollToEnd(token);
  await ended(reportIdOf(token));
  return { token, reportId: reportIdOf(token) };
}

async function ended(name: string): Promise<void> {
  while (stack.cloud.executions.find(name)?.status === 'RUNNING')
    await new Promise((resolve) => setTimeout(resolve, 50));
}

it('policy clients is enough for every subcommand of clients', async () => {
  const directory = await as('clients');
  const run = (...args: string[]) => runClient(directory, ...args);
  expect(credentialsIn(await run('create', 'acme'))['x-client-id']).toBe('acme');
  expect(await run('list')).toContain('acme');
  await run('rotate', 'acme');
  await run('rotate', 'acme', '--webhook');
  await run('limits', 'acme', '--per-day', '5');
  expect(await run('usage', 'acme', '--month', new Date().toISOString().slice(0, 7))).toContain(
    ': 0 reports',
  );
  await run('key', 'add', 'acme', '--name', 'reader', '--scopes', 'read');
  await run('disable', 'acme');
  await run('enable', 'acme');
  expect(await run('show', 'acme')).toContain('active');
  expect(unusedOf('clients')).toEqual(Object.keys(exceptions.clients ?? {}).sort());
});

it("policy of a decision's rules is enough to set one, and not to change a secret", async () => {
  await runClient(stack.dataDirectory, 'create', 'decider');
  const directory = await as('policy');
  const file = path.join(folder, 'policy.json');
  await writeFile(file, JSON.stringify({ ...standardPolicy, name: 'own' }));
  expect(await runClient(directory, 'policy', 'decider', file)).toContain('own@1');
  await runClient(directory, 'policy', 'decider', '--standard');
  await expect(runClient(directory, 'rotate', 'decider')).rejects.toThrow(/dynamodb:UpdateItem/);
  await expect(runClient(directory, 'rotate', 'decider', '--webhook')).rejects.toThrow(/dynamodb:UpdateItem/);
  await expect(runClient(directory, 'create', 'other')).rejects.toThrow(/not authorized/);
  expect(unusedOf('policy')).toEqual([]);
});

it('policy token-key is enough for a rotation', async () => {
  expect(await runTokenKey(await as('token-key'), 'rotate')).toContain('signs tokens with key');
  expect(unusedOf('token-key')).toEqual([]);
});

it('policy verify-report is enough to verify a PDF, and for nothing that writes', async () => {
  const { token, reportId } = await completed();
  const { pdfUrl } = (await stack.post('/kyc/cn/poll', { token })).body;
  const pdf = path.join(folder, 'report.pdf');
  await writeFile(pdf, new Uint8Array(await (await fetch(pdfUrl)).arrayBuffer()));
  const directory = await as('verify-report');
  expect(await runVerifyReport(directory, pdf)).toMatch(/^genuine/);
  await expect(runErase(directory, [reportId], noWait)).rejects.toThrow(/not authorized/);
  await expect(runWebhooks(directory, 'resend', reportId)).rejects.toThrow(/not authorized/);
  expect(unusedOf('verify-report')).toEqual([]);
});

it('policy webhooks is enough to list and resend', async () => {
  const { reportId } = await completed();
  const directory = await as('webhooks');
  expect(await runWebhooks(directory, 'list')).toContain(reportId);
  expect(await runWebhooks(directory, 'list', '--report', reportId)).toContain('delivered');
  expect(await runWebhooks(directory, 'resend', reportId)).toContain(`${reportId}-resend-1`);
  expect(await runWebhooks(directory, 'resend', reportId)).toContain(`${reportId}-resend-2`);
  await ended(`${reportId}-resend-2`);
  await expect(runErase(directory, [reportId], noWait)).rejects.toThrow(/not authorized/);
  // The first resend may have ended before the second one stops it.
  const unused = unusedOf('webhooks').filter((action) => action !== 'states:StopExecution');
  expect(unused).toEqual(Object.keys(exceptions.webhooks ?? {}).sort());
});

it('policy redrive is enough to stop a stuck execution and run it again', async () => {
  const token = await stack.request(person);
  const reportId = reportIdOf(token);
  await withStates('redrive', (client, machine) =>
    client.send(new StopExecutionCommand({ executionArn: executionArn(machine, reportId) })),
  );
  const directory = await as('redrive');
  expect(await runRedrive(directory, 'list')).toContain(`${reportId}  ABORTED`);
  expect(await runRedrive(directory, reportId)).toBe(`It runs again as ${reportId}-redrive-1`);
  expect((await stack.pollToEnd(token)).answer.status).toBe(200);
  await expect(runErase(directory, [reportId], noWait)).rejects.toThrow(/not authorized/);
  expect(unusedOf('redrive')).toEqual(Object.keys(exceptions.redrive ?? {}).sort());
});

it('policy reader is enough for executions and their histories, and reads no table', async () => {
  const { reportId } = await completed();
  await withStates('reader', async (client, machine) => {
    const arn = executionArn(machine, reportId);
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn: machine }));
    expect(executions.map(({ name }) => name)).toContain(reportId);
    expect((await client.send(new DescribeExecutionCommand({ executionArn: arn }))).status).toBeDefined();
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    expect(events.length).toBeGreaterThan(10);
    await expect(client.send(new StopExecutionCommand({ executionArn: arn }))).rejects.toThrow(
      /not authorized to perform: states:StopExecution/,
    );
  });
  const directory = await as('reader');
  await expect(runWebhooks(directory, 'list')).rejects.toThrow(/dynamodb:Scan/);
  expect(unusedOf('reader')).toEqual(Object.keys(exceptions.reader ?? {}).sort());
});

it('policy erase is enough to erase, and names its holder in the receipt', async () => {
  const leaver = credentialsIn(await runClient(stack.dataDirectory, 'create', 'leaver'));
  const headers = { ...leaver, 'idempotency-key': 'leaver' };
  const { token } = (await stack.post('/kyc/cn/request', person, headers)).body;
  await ended(reportIdOf(token));
  const running = reportIdOf(await stack.request({ ...person, facePhoto: jpegBase64 }));
  const directory = await as('erase');
  const receipt = await runErase(directory, [running, '--force'], () => ended(running));
  expect(receipt.erasedBy).toBe(`arn:aws:iam::000000000000:user/${operatorPolicyNameOf('sandbox', 'erase')}`);
  const receipts = await runErase(directory, ['--client', 'leaver', '--yes'], noWait);
  expect(receipts.map(({ reportId }: { reportId: string }) => reportId)).toEqual([reportIdOf(token)]);
  await expect(runErase(directory, ['unknown', '--dry-run'])).rejects.toThrow('there is no report');
  expect(unusedOf('erase')).toEqual(Object.keys(exceptions.erase ?? {}).sort());
});

it('operators have a policy for each command, and each policy is tried here', async () => {
  const assembly = new CloudAssembly(await synthesizedStacks(), stack.cloud.stackName);
  const names = assembly.resourcesOf('AWS::IAM::ManagedPolicy').map((policy) => assembly.nameOf(policy));
  const tried = ['clients', 'policy', 'token-key', 'verify-report', 'webhooks', 'redrive', 'reader', 'erase'];
  const rest = ['check', 'provider-credentials'];
  expect(names.sort()).toEqual(
    [...tried, ...rest].map((name) => operatorPolicyNameOf('sandbox', name)).sort(),
  );
  for (const name of rest) {
    const printed = await runCheck(await as(name)).catch((error: Error) => error.message);
    if (name === 'check') expect(printed).toMatch(/^ok +executions +none is stuck$/m);
    expect(unusedOf(name)).toEqual(Object.keys(exceptions[name] ?? {}).sort());
  }
});
