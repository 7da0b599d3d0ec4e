import type { RequestListener } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { listen } from './http-server.ts';

// The thread that is DynamoDB: says its URL once it listens, and 'stopped' once it was told to stop and has.

/** Dynalite throws when a caller hangs up; a Lambda that is cut off while it writes must not end the cloud. */
function surviveHangUps(listener: RequestListener): RequestListener {
  return (request, response) => {
    listener(request, response);
    request.removeAllListeners('error');
    request.on('error', () => response.destroy());
  };
}

const server = dynalite({ path: workerData as string, createTableMs: 0 });
const [listener] = server.listeners('request') as RequestListener[];
if (listener) server.removeAllListeners('request').on('request', surviveHangUps(listener));
const running = await listen(server);
parentPort?.once('message', async () => {
  await running.stop();
  parentPort?.postMessage('stopped');
});
parentPort?.postMessage(running.url);
