import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { type EmbeddedCloud, startEmbeddedCloud } from '@kyc-china/emulator/embedded-cloud';
import { decodeJwt } from 'jose';
import { localClient, seedLocalClient } from '../../local/seed.ts';
import { policiesOfRole } from '../../packages/emulator/iam/role-policies.ts';
import { takeAway, writeChangedAssembly } from '../support/changed-assembly.ts';
import { synthesizedStacks } from '../support/embedded-stack.ts';

const stackName = 'KycChina-sandbox';
let directory: string;
let assembly: CloudAssembly;

beforeAll(async () => {
  assembly = new CloudAssembly(await synthesizedStacks(), stackName);
  directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Whether the machine's role may invoke a version of each function, by the function's logical id. */
function rights(stack: CloudAssembly): Record<string, string> {
  const [machine] = stack.resourcesOf('AWS::StepFunctions::StateMachine');
  const role = policiesOfRole(stack, stack.text(machine?.properties.RoleArn));
  const functions = stack.resourcesOf('AWS::Lambda::Function').map((resource) => {
    const request = {
      action: 'lambda:InvokeFunction',
      resource: `${stack.attributeOf(resource, 'Arn')}:1`,
      context: {},
    };
    return [resource.logicalId.replace(/[0-9A-F]{8}$/, ''), role.decide(request)];
  });
  return Object.fromEntries(functions);
}

async function startCloud(dataFolder: string): Promise<EmbeddedCloud> {
  const dataDirectory = path.join(directory, dataFolder);
  await mkdir(dataDirectory);
  return startEmbeddedCloud({ assemblyDirectory: directory, stackName, dataDirectory, port: 0 });
}

/** Requests a report, and polls until it is complete or failed. */
async function verified(
  cloud: EmbeddedCloud,
  more: object = {},
): Promise<{ answer: Response; reportId: string }> {
  await seedLocalClient(cloud);
  const post = (route: string, body: object) =>
    fetch(cloud.url + route, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-client-id': localClient.clientId,
        'x-client-secret': localClient.clientSecret,
      },
      body: JSON.stringify(body),
    });
  const started = await post('/kyc/cn/request', { name: '张三', mobile: '13800138000', ...more });
  const { token } = (await started.json()) as { token: string };
  let answer = await post('/kyc/cn/poll', { token });
  while (answer.status === 202) {
    await setTimeout(100);
    answer = await post('/kyc/cn/poll', { token });
  }
  return { answer, reportId: decodeJwt(token).sub ?? '' };
}

it('machine role may invoke the functions of its states alone', () => {
  expect(rights(assembly)).toEqual({
    VerificationWorkflowSubCheck: 'allow',
    VerificationWorkflowAggregator: 'allow',
    VerificationWorkflowWebhook: 'allow',
    VerificationWorkflowMarkFailed: 'allow',
    ApiAuthorizerFunction: 'implicit-deny',
    ApiInitiate: 'implicit-deny',
    ApiPoll: 'implicit-deny',
    ApiReports: 'implicit-deny',
    ApiUsage: 'implicit-deny',
    ApiVerify: 'implicit-deny',
    ApiReportActionsEraser: 'implicit-deny',
    ApiReportActionsResend: 'implicit-deny',
    CustomS3AutoDeleteObjectsCustomResourceProviderHandler: 'implicit-deny',
  });
});

it('machine role without the sub-check function ends a report with each sub-check errored', async () => {
  await writeChangedAssembly(directory, (resources) => {
    for (const [id, { Type, Properties }] of Object.entries(resources))
      if (Type === 'AWS::IAM::Policy' && id.includes('StateMachineRole'))
        for (const statement of Properties?.PolicyDocument?.Statement ?? [])
          if (statement.Action === 'lambda:InvokeFunction')
            statement.Resource = [statement.Resource]
              .flat()
              .filter((arn) => !JSON.stringify(arn).includes('SubCheck'));
  });
  const cloud = await startCloud('data');
  try {
    const { answer } = await verified(cloud);
    const { summary } = (await answer.json()) as { summary: { ran: string[]; errored: { check: string }[] } };
    expect(summary.errored.map(({ check }) => check).sort()).toEqual([...summary.ran].sort());
    expect(summary.ran.length).toBeGreaterThan(0);
  } finally {
    await cloud.stop();
  }
});

it('report whose aggregation fails is marked failed, and announced, by a function that uses every grant it has', async () => {
  await writeChangedAssembly(directory, (resources) => {
    takeAway(resources, 'VerificationWorkflowAggregator', 's3:PutObject');
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type !== 'AWS::StepFunctions::StateMachine' || !Properties?.DefinitionString) continue;
      const definition = JSON.parse(Properties.DefinitionString);
      definition.States.Aggregate.Retry = [];
      Properties.DefinitionString = JSON.stringify(definition);
    }
  });
  const cloud = await startCloud('data-of-a-failed-report');
  try {
    const { answer, reportId } = await verified(cloud, { callbackUrl: 'https://receiver.example/hook' });
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ code: 'report-failed' });
    while (cloud.executions.find(reportId)?.status === 'RUNNING') await setTimeout(50);
    expect(cloud.executions.find(reportId)?.status).toBe('FAILED');
    expect(JSON.parse(cloud.executions.find(`${reportId}-failed`)?.input ?? '')).toEqual({
      reportId,
      tasks: [],
      webhook: { resend: 0, attempt: 1, ofFailure: true },
    });
    const unused = cloud.iam.unused().filter(({ principal }) => principal.includes('MarkFailed'));
    // The emulated platform writes no logs or traces, and the emulated DynamoDB and Step Functions need kms:Decrypt at most.
    expect([...new Set(unused.map(({ action }) => action))].sort()).toEqual([
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKey*',
      'kms:ReEncrypt*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  } finally {
    await cloud.stop();
  }
});

it('machine role of a template without the grant is denied', async () => {
  const template = await readFile(path.join(assembly.directory, `${stackName}.template.json`), 'utf8');
  const without = template.replaceAll('"lambda:InvokeFunction"', '"lambda:GetFunction"');
  await writeFile(path.join(directory, `${stackName}.template.json`), without);
  expect(new Set(Object.values(rights(new CloudAssembly(directory, stackName))))).toEqual(
    new Set(['implicit-deny']),
  );
});
