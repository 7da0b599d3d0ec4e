import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { serve } from '@kyc-china/emulator/http-server';

/** One call of a function to a service. */
export interface CountedCall {
  readonly service: string;
  readonly operation: string;
  /** Identifies the function: each has the key pair of its own role. */
  readonly accessKeyId: string;
  /** Milliseconds on this process's clock. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** DynamoDB's capacity units. */
  readonly units: { readonly read: number; readonly write: number };
  /** The expression of an update; empty for any other call. */
  readonly change: string;
}

/** What the functions have asked of AWS's services since the last reset. */
export interface Usage {
  readonly log: CountedCall[];
  /** How often an operation was called, such as `KMS Decrypt` and `S3 PUT`. */
  calls(name: string): number;
  /** The capacity units of all calls. */
  units(): { read: number; write: number };
  reset(): void;
}

export const nameOf = ({ service, operation }: CountedCall) => `${service} ${operation}`;

export function unitsOf(calls: readonly CountedCall[]): { read: number; write: number } {
  const sum = (kind: 'read' | 'write') => calls.reduce((total, { units }) => total + units[kind], 0);
  return { read: sum('read'), write: sum('write') };
}

export function noUsage(): Usage {
  const log: CountedCall[] = [];
  return {
    log,
    calls: (name) => log.filter((call) => nameOf(call) === name).length,
    units: () => unitsOf(log),
    reset: () => {
      log.length = 0;
    },
  };
}

const reads = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem']);

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function unitsIn(operation: string, answer: Buffer): CountedCall['units'] {
  const { ConsumedCapacity } = JSON.parse(answer.toString() || '{}');
  const isRead = reads.has(operation);
  // A refused conditional write says nothing, and is charged like a small one.
  const consumed = ConsumedCapacity?.CapacityUnits ?? (isRead ? 0 : 1);
  return isRead ? { read: consumed, write: 0 } : { read: 0, write: consumed };
}

/**
 * Sits between the functions and a service, and logs the calls. Of DynamoDB it also asks what each call consumes.
 * @param service the suffix of the service's AWS_ENDPOINT_URL_… variable.
 * @param holdMs how long each call is held, so that calls which are made side by side overlap visibly.
 * @returns where to send calls.
 */
export async function countCalls(
  service: string,
  target: string,
  usage: Usage,
  holdMs = 0,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { hostname, port } = new URL(target);
  return serve(async (incoming, outgoing) => {
    const startedAt = performance.now();
    const targetHeader = String(incoming.headers['x-amz-target'] ?? '').split('.')[1];
    const operation = targetHeader ?? incoming.method ?? '';
    const [, accessKeyId = ''] = /Credential=([^/]+)/.exec(incoming.headers.authorization ?? '') ?? [];
    let body = await bytesOf(incoming);
    let change = '';
    if (service === 'DYNAMODB') {
      const input = JSON.parse(body.toString());
      change = input.UpdateExpression ?? '';
      body = Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' }));
    }
    if (holdMs > 0) await wait(holdMs);
    const headers = { ...incoming.headers, 'content-length': String(body.length) };
    const forwarded = httpRequest(
      { hostname, port, method: incoming.method, path: incoming.url, headers },
      async (answer) => {
        const bytes = await bytesOf(answer);
        const units = service === 'DYNAMODB' ? unitsIn(operation, bytes) : { read: 0, write: 0 };
        const endedAt = performance.now();
        usage.log.push({ service, operation, accessKeyId, startedAt, endedAt, units, change });
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        outgoing.end(bytes);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  });
}
