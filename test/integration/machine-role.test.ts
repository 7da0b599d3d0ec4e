import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { startEmbeddedCloud } from '@kyc-china/emulator/embedded-cloud';
import { localClient, seedLocalClient } from '../../local/seed.ts';
import { policiesOfRole } from '../../packages/emulator/iam/role-policies.ts';
import { writeChangedAssembly } from '../support/changed-assembly.ts';
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

it('machine role may invoke the functions of its states alone', () => {
  expect(rights(assembly)).toEqual({
    VerificationWorkflowSubCheck: 'allow',
    VerificationWorkflowAggregator: 'allow',
    VerificationWorkflowWebhook: 'allow',
    ApiAuthorizerFunction: 'implicit-deny',
    ApiInitiate: 'implicit-deny',
    ApiPoll: 'implicit-deny',
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
  const dataDirectory = path.join(directory, 'data');
  await mkdir(dataDirectory);
  const cloud = await startEmbeddedCloud({ assemblyDirectory: directory, stackName, dataDirectory, port: 0 });
  try {
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
    const started = await post('/kyc/cn/request', { name: '张三', mobile: '13800138000' });
    const token = await started.json();
    let answer = await post('/kyc/cn/poll', token as object);
    while (answer.status === 202) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answer = await post('/kyc/cn/poll', token as object);
    }
    const { summary } = (await answer.json()) as { summary: { ran: string[]; errored: { check: string }[] } };
    expect(summary.errored.map(({ check }) => check).sort()).toEqual([...summary.ran].sort());
    expect(summary.ran.length).toBeGreaterThan(0);
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
