import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type RunningServer, serve } from './http-server.ts';
import { accessKeyIdOf } from './iam/access-key-id.ts';
import { AccessDenied, type Gate, type Permission } from './iam/gate.ts';

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

/** IAM before a service: what an operation needs, by its name and its input. */
export interface Guard {
  readonly gate: Gate;
  readonly permissionsOf: Readonly<
    // biome-ignore lint/suspicious/noExplicitAny: as of an operation.
    Record<string, (input: any) => readonly Permission[]>
  >;
}

/** @throws ServiceError as every JSON service words that a call is not allowed. */
function guard({ gate, permissionsOf }: Guard, request: IncomingMessage, name: string, input: unknown): void {
  const permissions = permissionsOf[name];
  if (!permissions) throw new Error(`it is not known what ${name} needs`);
  try {
    gate.admit(accessKeyIdOf(request), permissions(input));
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    const code = error.unknownKey ? 'UnrecognizedClientException' : 'AccessDeniedException';
    throw new ServiceError(code, error.message);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/**
 * Serves an AWS JSON protocol (1.0 or 1.1): the operation is named by the X-Amz-Target header.
 * @param operations by name, without the service's prefix.
 * @param iam what decides who may call them; without it, anybody.
 */
export function serveJsonService(
  operations: Readonly<Record<string, Operation>>,
  iam?: Guard,
): Promise<RunningServer> {
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
      const input = body === '' ? {} : JSON.parse(body);
      if (iam) guard(iam, request, name, input);
      answer(200, await operation(input));
    } catch (error) {
      if (response.destroyed) return;
      const { name, message } = error as Error;
      const known = error instanceof ServiceError;
      answer(known ? 400 : 500, { __type: known ? name : 'InternalFailure', message });
    }
  });
}
