import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { addMissingIndexes } from './dynamodb-indexes.ts';
import type { Denial, DynamoDbData, FromDynamoDb, ToDynamoDb } from './dynamodb-messages.ts';
import { listen } from './http-server.ts';
import { accessKeyIdOf } from './iam/access-key-id.ts';
import { dynamoDbPermissions } from './iam/dynamodb-permissions.ts';
import type { Permission } from './iam/gate.ts';

// The DynamoDB thread. It reports its port, asks the main thread to authorize each call, and reports that it has
// stopped.

const say = (message: FromDynamoDb) => parentPort?.postMessage(message);

/** Calls that wait for their decision, by message id. */
const undecided = new Map<number, (denial: Denial | undefined) => void>();
let asked = 0;

function decision(request: IncomingMessage, permissions: readonly Permission[]): Promise<Denial | undefined> {
  asked += 1;
  const id = asked;
  const { promise, resolve } = Promise.withResolvers<Denial | undefined>();
  undecided.set(id, resolve);
  say({ type: 'may', id, accessKeyId: accessKeyIdOf(request), permissions });
  return promise;
}

/** Returns the permissions that the call needs. None for an invalid body: DynamoDB rejects it itself. */
function permissionsOf(request: IncomingMessage, body: Buffer): Permission[] {
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  try {
    return dynamoDbPermissions(operation, JSON.parse(body.toString()));
  } catch {
    return [];
  }
}

function refuse(response: ServerResponse, { code, message }: Denial): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: `com.amazon.coral.service#${code}`, Message: message }));
}

/** Forwards the calls that IAM allows. Reads the call, waits for the decision, and passes the request to dynalite. */
function guarded(listener: RequestListener): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    // Dynalite throws when a caller hangs up; a Lambda that is cut off while it writes must not end the cloud.
    const hangUp = () => response.destroy();
    request.on('error', hangUp);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', async () => {
      const body = Buffer.concat(chunks);
      const denial = await decision(request, permissionsOf(request, body));
      if (response.destroyed) return;
      if (denial) return refuse(response, denial);
      request.removeAllListeners();
      listener(request, response);
      request.removeAllListeners('error').on('error', hangUp);
      if (body.length > 0) request.emit('data', body);
      request.emit('end');
    });
  };
}

const { directory, tables } = workerData as DynamoDbData;
await addMissingIndexes(directory, tables);
const server = dynalite({ path: directory, createTableMs: 0 });
const [listener] = server.listeners('request') as RequestListener[];
if (!listener) throw new Error('dynalite does not listen as expected');
server.removeAllListeners('request').on('request', guarded(listener));
const running = await listen(server);
parentPort?.on('message', async (message: ToDynamoDb) => {
  if (message.type === 'decision') {
    undecided.get(message.id)?.(message.denial);
    undecided.delete(message.id);
    return;
  }
  await running.stop();
  say({ type: 'stopped' });
});
say({ type: 'listening', url: running.url });
