import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { redrive } from '../../operations/redrive.ts';

const cloudFormation = mockClient(CloudFormationClient);
const workflow = mockClient(SFNClient);
const documents = mockClient(DynamoDBDocumentClient);
afterAll(() => {
  for (const mock of [cloudFormation, workflow, documents]) mock.restore();
});

const idOf = (digit: number) => `6fa459ea-ee8a-4ca4-894e-${String(digit).repeat(12)}`;
const [first, second, third] = [1, 2, 3].map(idOf) as [string, string, string];
const arnOf = (name: string) => `arn:aws:states:ap-east-1:000000000000:execution:m:${name}`;

/** Of the table: what is not here, was erased or has expired. */
let standing: string[];
/** By their names; what is not here is forgotten, or never was. */
let remembered: string[];
/** Whose rows were turned into processing, as of now. */
let reopened: string[];
let printed: string[];
beforeEach(() => {
  printed = [];
  reopened = [];
  standing = [first, second, third];
  remembered = [first, second, third];
  for (const mock of [cloudFormation, workflow, documents]) mock.reset();
  const outputs = {
    StateMachineArn: 'arn:aws:states:ap-east-1:000000000000:stateMachine:m',
    ReportsTableName: 'reports',
  };
  const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  const stack = {
    StackName: 's',
    CreationTime: new Date(),
    StackStatus: 'CREATE_COMPLETE' as const,
    Outputs,
  };
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stack] });
  workflow.on(ListExecutionsCommand).resolves({ executions: [] });
  workflow.on(ListExecutionsCommand, { statusFilter: 'FAILED' }).resolves({
    executions: [first, `${second}-redrive-1`, third].map((name, index) => ({
      executionArn: arnOf(name),
      stateMachineArn: outputs.StateMachineArn,
      name,
      status: 'FAILED' as const,
      startDate: new Date(0),
      stopDate: new Date(9000 - index * 1000),
    })),
  });
  workflow.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
    if (remembered.map(arnOf).includes(executionArn)) return { status: 'FAILED', input: '{}' };
    throw new ExecutionDoesNotExist({ message: '', $metadata: {} });
  });
  workflow.on(StartExecutionCommand).resolves({});
  documents.on(UpdateCommand).callsFake(({ Key: { pk } }) => {
    reopened.push(pk);
    return { Attributes: {} };
  });
  documents.on(GetCommand).callsFake(({ Key: { pk } }) => ({
    Item: standing.includes(pk)
      ? { status: 'failed', requestedAt: new Date().toISOString(), expiresAt: 1e11 }
      : { status: 'erased' },
  }));
});

const run = (...args: string[]) =>
  redrive([...args, '--stage', 'sandbox'], { print: (line) => printed.push(line), dataDirectory: '' });
const started = () => workflow.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.name);

describe('redrive', () => {
  it('redrive skips verifications whose report was erased or has expired', async () => {
    standing = [first];
    await run('list');
    expect(printed).toEqual([`${first}  FAILED  1970-01-01T00:00:09.000Z`]);
    await run('--all');
    expect(started()).toEqual([`${first}-redrive-1`]);
    expect(reopened).toEqual([first]);
    await expect(run(third)).rejects.toThrow(`there is no report ${third}: it has expired or was erased`);
    expect(started()).toHaveLength(1);
  });

  it('redrive does not start a verification whose report was erased after the search', async () => {
    const refused = Object.assign(new Error('erased'), { name: 'ConditionalCheckFailedException' });
    documents.on(UpdateCommand).rejects(refused);
    await expect(run(first)).rejects.toThrow('completed or erased just now');
    expect(started()).toEqual([]);
  });

  it('redrive of all continues after one that cannot run again, and reports it', async () => {
    // Of the second, the first run is older than the 90 days, and its input forgotten.
    remembered = [first, `${second}-redrive-1`, third];
    await expect(run('--all')).rejects.toThrow('1 could not be run again');
    expect(started()).toEqual([first, third].map((id) => `${id}-redrive-1`));
    expect(printed.join('\n')).toContain(`  not run again: there was no verification ${second}`);
  });
});
