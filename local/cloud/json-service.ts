import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type RunningServer, serve } from './http-server.ts';

/** An error of an AWS JSON service: the SDK throws it as the class of this name. */
export class ServiceError extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

/** An operation: its input as parsed JSON to its output. Throws ServiceError for a 400 of the service. */
// biome-ignore lint/suspicious/noExplicitAny: each operation declares the part of its input that it reads.
export type Operation = (input: any) => object | Promise<object>;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/**
 * Serves an AWS JSON protocol (1.0 or 1.1): the operation is named by the X-Amz-Target header.
 * @param operations by name, without the service's prefix.
 */
export function serveJsonService(operations: Readonly<Record<string, Operation>>): Promise<RunningServer> {
  return serve(async (request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, {
        'content-type': request.headers['content-type'] ?? 'application/x-amz-json-1.0',
        'x-amzn-requestid': randomUUID(),
      });
      response.end(JSON.stringify(body));
    };
    try {
      const name = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      const body = await bodyOf(request);
      if (!operation)
        throw new ServiceError('UnknownOperationException', `the embedded cloud has no operation ${name}`);
      answer(200, await operation(body === '' ? {} : JSON.parse(body)));
    } catch (error) {
      if (response.destroyed) return;
      const { name, message } = error as Error;
      const known = error instanceof ServiceError;
      answer(known ? 400 : 500, { __type: known ? name : 'InternalFailure', message });
    }
  });
}
