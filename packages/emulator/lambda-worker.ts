import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { joinInternet } from './lambda-internet.ts';
import type { EnvironmentMessage, EnvironmentSetup, FunctionFailure, Invocation } from './lambda-messages.ts';

// The thread that is one execution environment: it loads the bundle and runs its handler, one event at a time.

const setup = workerData as EnvironmentSetup;
const port = parentPort;
if (!port) throw new Error('lambda-worker.ts runs as a worker thread only');
const send = (message: EnvironmentMessage) => port.postMessage(message);

function describe(error: unknown): FunctionFailure {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error), trace: [] };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: error.stack?.split('\n') ?? [],
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

type Handler = (event: unknown, context: unknown) => unknown;

async function loadHandler(): Promise<Handler> {
  const [file = '', exported = ''] = setup.handler.split('.');
  const module = await import(pathToFileURL(path.join(setup.taskRoot, `${file}.mjs`)).href);
  const handler: unknown = module[exported];
  if (typeof handler !== 'function') throw new TypeError(`${file}.mjs exports no function ${exported}`);
  return handler as Handler;
}

enableCompileCache(setup.compileCacheDirectory);
joinInternet(setup.internet, setup.trustedCertificates);
try {
  const handler = await loadHandler();
  port.on('message', async (invocation: Invocation) => {
    const { requestId, event } = invocation;
    try {
      const result = await handler(JSON.parse(event), contextOf(invocation));
      send({ type: 'result', requestId, result: JSON.stringify(result) ?? 'null' });
    } catch (error) {
      send({ type: 'failure', requestId, failure: describe(error) });
    }
  });
  send({ type: 'ready' });
} catch (error) {
  send({ type: 'init-failed', failure: describe(error) });
}
