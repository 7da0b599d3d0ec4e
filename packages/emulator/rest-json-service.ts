import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type RunningServer, serve } from './http-server.ts';
import { accessKeyIdOf } from './iam/access-key-id.ts';
import { AccessDenied, type Gate, type Permission } from './iam/gate.ts';

/** An error of an AWS REST service: the SDK throws it as the class of this name. */
export class RestServiceError extends Error {
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = code;
    this.status = status;
  }
}

/** One call: the parameters in its path, in order, its query and its body. */
export interface RestCall {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: each operation declares the part of its input that it reads.
  readonly body: any;
}

/** An operation: its status, and the body it answers with. */
export interface RestOperation {
  readonly method: string;
  /** Matches the whole path; its groups are the parameters. */
  readonly path: RegExp;
  readonly status: number;
  readonly run: (call: RestCall) => object | undefined;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : JSON.parse(text);
}

/** @throws RestServiceError when the caller may not. */
function guard(gate: Gate, request: IncomingMessage, permission: Permission): void {
  try {
    gate.admit(accessKeyIdOf(request), [permission]);
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    const code = error.unknownKey ? 'UnrecognizedClientException' : 'AccessDeniedException';
    throw new RestServiceError(403, code, error.message);
  }
}

/**
 * Serves an AWS REST JSON protocol: the operation is named by method and path.
 * @param permissionOf what a call of this method on this path needs.
 */
export function serveRestJsonService(
  operations: readonly RestOperation[],
  gate: Gate,
  permissionOf: (method: string, path: string) => Permission,
): Promise<RunningServer> {
  return serve(async (request, response) => {
    const answer = (status: number, body: object | undefined, headers: Record<string, string> = {}) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-amzn-requestid': randomUUID(),
        ...headers,
      });
      response.end(body && JSON.stringify(body));
    };
    try {
      const url = new URL(`http://localhost${request.url}`);
      const body = await bodyOf(request);
      guard(gate, request, permissionOf(request.method ?? '', url.pathname));
      for (const { method, path, status, run } of operations) {
        const match = request.method === method ? path.exec(url.pathname) : null;
        if (!match) continue;
        const parameters = match.slice(1).map(decodeURIComponent);
        return answer(status, run({ path: parameters, query: url.searchParams, body }));
      }
      throw new RestServiceError(
        400,
        'BadRequestException',
        `the embedded cloud has no operation ${request.method} ${url.pathname}`,
      );
    } catch (error) {
      if (response.destroyed) return;
      const known = error instanceof RestServiceError ? error : undefined;
      const { name, message } = error as Error;
      answer(known?.status ?? 500, { message }, { 'x-amzn-errortype': known ? name : 'InternalFailure' });
    }
  });
}
