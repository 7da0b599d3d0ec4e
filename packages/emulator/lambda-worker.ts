import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { EnvironmentScope, separateEnvironments } from './environment-scope.ts';
import { joinInternet } from './lambda-internet.ts';
import type {
  EnvironmentSetup,
  FunctionFailure,
  Invocation,
  ThreadCommand,
  ThreadEvent,
} from './lambda-messages.ts';

// A thread with execution environments of one function. Each has its own instance of the bundle and runs one event at a
// time.

const setup = workerData as EnvironmentSetup;
const port = parentPort;
if (!port) throw new Error('lambda-worker.ts runs as a worker thread only');
const send = (event: ThreadEvent) => port.postMessage(event);

interface Environment {
  readonly scope: EnvironmentScope;
  readonly handler: Handler;
}

type Handler = (event: unknown, context: unknown) => unknown;

const environments = new Map<number, Environment>();

/** A line of a stack trace with the place that the code has on AWS, whatever the environment. */
function asOnAws(line: string): string {
  return line
    .replaceAll(pathToFileURL(setup.taskRoot).href, 'file:///var/task')
    .replace(/(\.mjs)\?\w+=\d+/, '$1');
}

function describe(error: unknown): FunctionFailure {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error), trace: [] };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: error.stack?.split('\n').map(asOnAws) ?? [],
  };
}

function contextOf({ requestId, deadline }: Invocation) {
  return {
    awsRequestId: requestId,
    functionName: setup.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: setup.functionArn,
    memoryLimitInMB: String(setup.memorySizeMb),
    logGroupName: `/aws/lambda/${setup.functionName}`,
    logStreamName: 'embedded',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function loadHandler(scope: EnvironmentScope): Promise<Handler> {
  const [file = '', exported = ''] = setup.handler.split('.');
  const module = await import(scope.urlOf(path.join(setup.taskRoot, `${file}.mjs`)));
  const handler: unknown = module[exported];
  if (typeof handler !== 'function') throw new TypeError(`${file}.mjs exports no function ${exported}`);
  return handler as Handler;
}

async function load(environment: number): Promise<void> {
  const scope = new EnvironmentScope(environment);
  try {
    environments.set(environment, { scope, handler: await scope.run(() => loadHandler(scope)) });
    send({ type: 'ready', environment });
  } catch (error) {
    send({ type: 'init-failed', environment, failure: describe(error) });
  }
}

async function invoke(environment: number, invocation: Invocation): Promise<void> {
  const found = environments.get(environment);
  if (!found) return;
  const { scope, handler } = found;
  const { requestId, event } = invocation;
  try {
    const result = await scope.run(() => handler(JSON.parse(event), contextOf(invocation)));
    send({ type: 'result', environment, requestId, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    send({ type: 'failure', environment, requestId, failure: describe(error) });
  }
}

function end(environment: number): void {
  environments.get(environment)?.scope.end();
  environments.delete(environment);
  send({ type: 'ended', environment });
}

/** Ends the environment that failed. The others of the thread continue. */
function crash(error: unknown): void {
  console.error(error);
  const scope = EnvironmentScope.current();
  if (!scope) process.exit(1);
  scope.end();
  send({ type: 'crashed', environment: scope.environment, message: describe(error).errorMessage });
}

const exit = process.exit;
process.exit = (code) => {
  const scope = EnvironmentScope.current();
  if (scope) send({ type: 'exiting', environment: scope.environment });
  return exit(code);
};
process.on('uncaughtException', crash).on('unhandledRejection', crash);
enableCompileCache(setup.compileCacheDirectory);
joinInternet(setup.internet, setup.trustedCertificates);
separateEnvironments(setup.taskRoot);
port.on('message', (command: ThreadCommand) => {
  if (command.type === 'load') void load(command.environment);
  else if (command.type === 'invoke') void invoke(command.environment, command.invocation);
  else end(command.environment);
});
