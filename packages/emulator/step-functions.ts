import { randomUUID } from 'node:crypto';
import type { HistoryEvent } from './execution-history.ts';
import type { ExecutionRecord } from './execution-store.ts';
import type { Executions } from './executions.ts';
import type { RunningServer } from './http-server.ts';
import type { Gate } from './iam/gate.ts';
import { type Guard, type Operation, ServiceError, serveJsonService } from './json-service.ts';

/** What a name of an execution may be: as AWS has it, which also makes it a file's name. */
const validName = /^[A-Za-z0-9_-]{1,80}$/;

const defaultPageSize = 100;

function page<T>(all: readonly T[], input: { maxResults?: number; nextToken?: string }) {
  const from = Number(input.nextToken ?? 0);
  const to = from + (input.maxResults || defaultPageSize);
  return { items: all.slice(from, to), ...(to < all.length && { nextToken: String(to) }) };
}

/** The event without inputs and outputs. */
function withoutData(event: HistoryEvent): HistoryEvent {
  const entries = Object.entries(event).map(([key, details]) => {
    if (!key.endsWith('Details')) return [key, details];
    const { input: _input, inputDetails: _in, output: _output, outputDetails: _out, ...rest } = details;
    return [key, rest];
  });
  return Object.fromEntries(entries) as HistoryEvent;
}

function parseInput(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw new ServiceError('InvalidExecutionInput', 'The input is not valid JSON.');
  }
}

function operationsOf(machines: readonly Executions[]): Record<string, Operation> {
  const machineOf = (arn: string): Executions => {
    const found = machines.find(({ stateMachineArn }) => stateMachineArn === arn);
    if (!found) throw new ServiceError('StateMachineDoesNotExist', `State machine does not exist: '${arn}'`);
    return found;
  };
  const executionOf = (arn: string): { machine: Executions; record: ExecutionRecord } => {
    for (const machine of machines) {
      const record = machine.all().find(({ executionArn }) => executionArn === arn);
      if (record) return { machine, record };
    }
    throw new ServiceError('ExecutionDoesNotExist', `Execution does not exist: '${arn}'`);
  };

  return {
    StartExecution: async (input: { stateMachineArn: string; name?: string; input?: string }) => {
      const name = input.name ?? randomUUID();
      if (!validName.test(name)) throw new ServiceError('InvalidName', `Invalid name: '${name}'`);
      const text = input.input ?? '{}';
      parseInput(text);
      const record = await machineOf(input.stateMachineArn).start(name, text);
      if (!record)
        throw new ServiceError('ExecutionAlreadyExists', `Execution already exists under the name '${name}'`);
      return { executionArn: record.executionArn, startDate: record.startDate };
    },
    DescribeExecution: ({ executionArn }: { executionArn: string }) => executionOf(executionArn).record,
    GetExecutionHistory: async (input: {
      executionArn: string;
      maxResults?: number;
      nextToken?: string;
      reverseOrder?: boolean;
      includeExecutionData?: boolean;
    }) => {
      const { machine, record } = executionOf(input.executionArn);
      const events = await machine.history(record.name);
      const { items, ...next } = page(input.reverseOrder ? events.toReversed() : events, input);
      return { events: input.includeExecutionData === false ? items.map(withoutData) : items, ...next };
    },
    ListExecutions: (input: {
      stateMachineArn: string;
      statusFilter?: string;
      maxResults?: number;
      nextToken?: string;
    }) => {
      const records = machineOf(input.stateMachineArn)
        .all()
        .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter)
        .sort((one, other) => other.startDate - one.startDate);
      const { items, ...next } = page(records, input);
      return { executions: items.map(({ input: _input, output: _output, ...listed }) => listed), ...next };
    },
    StopExecution: async ({ executionArn }: { executionArn: string }) => {
      const { machine, record } = executionOf(executionArn);
      await machine.abort(record.name);
      return { stopDate: machine.find(record.name)?.stopDate };
    },
  };
}

const onMachine = (action: string) => (input: { stateMachineArn: string }) => [
  { action, resource: input.stateMachineArn },
];
const onExecution = (action: string) => (input: { executionArn: string }) => [
  { action, resource: input.executionArn },
];

const permissionsOf: Guard['permissionsOf'] = {
  StartExecution: onMachine('states:StartExecution'),
  ListExecutions: onMachine('states:ListExecutions'),
  DescribeExecution: onExecution('states:DescribeExecution'),
  GetExecutionHistory: onExecution('states:GetExecutionHistory'),
  StopExecution: onExecution('states:StopExecution'),
};

/**
 * Serves Step Functions' API for these state machines.
 * @param gate who may call it; without it, anybody.
 */
export function serveStepFunctions(machines: readonly Executions[], gate?: Gate): Promise<RunningServer> {
  return serveJsonService(operationsOf(machines), gate && { gate, permissionsOf });
}
