import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CloudAssembly } from '../../local/cloud/cloud-assembly.ts';
import { policiesOfRole } from '../../local/cloud/iam/role-policies.ts';
import { synthesizedStacks } from '../support/embedded-stack.ts';

const stackName = 'KycChina-sandbox';
let directory: string;
let assembly: CloudAssembly;

beforeAll(async () => {
  assembly = new CloudAssembly(await synthesizedStacks(), stackName);
  directory = await mkdtemp(path.join(tmpdir(), 'kyc-china-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Whether the machine's role may invoke each function, by the function's logical id. */
function rights(stack: CloudAssembly): Record<string, string> {
  const [machine] = stack.resourcesOf('AWS::StepFunctions::StateMachine');
  const role = policiesOfRole(stack, stack.text(machine?.properties.RoleArn));
  const functions = stack.resourcesOf('AWS::Lambda::Function').map((resource) => {
    const request = {
      action: 'lambda:InvokeFunction',
      resource: stack.attributeOf(resource, 'Arn'),
      context: {},
    };
    return [resource.logicalId.replace(/[0-9A-F]{8}$/, ''), role.decide(request)];
  });
  return Object.fromEntries(functions);
}

it('lets the machine invoke the functions of its states alone', () => {
  expect(rights(assembly)).toEqual({
    VerificationWorkflowSubCheck: 'allow',
    VerificationWorkflowAggregator: 'allow',
    ApiAuthorizerFunction: 'implicit-deny',
    ApiInitiate: 'implicit-deny',
    ApiPoll: 'implicit-deny',
  });
});

it('denies what a template without the grant no longer allows', async () => {
  const template = await readFile(path.join(assembly.directory, `${stackName}.template.json`), 'utf8');
  const without = template.replaceAll('"lambda:InvokeFunction"', '"lambda:GetFunction"');
  await writeFile(path.join(directory, `${stackName}.template.json`), without);
  expect(new Set(Object.values(rights(new CloudAssembly(directory, stackName))))).toEqual(
    new Set(['implicit-deny']),
  );
});
