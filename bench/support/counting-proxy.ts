import { request as httpRequest, type IncomingMessage } from 'node:http';
import { serve } from '@kyc-china/emulator/http-server';

/** What the functions have asked of AWS's services since the last reset. */
export interface Usage {
  /** Calls by service and operation, such as `KMS Decrypt` and `S3 PUT`. */
  readonly calls: Map<string, number>;
  /** DynamoDB's capacity units, as its answers say them. */
  readonly units: { read: number; write: number };
  reset(): void;
}

export function noUsage(): Usage {
  const calls = new Map<string, number>();
  const units = { read: 0, write: 0 };
  const reset = () => {
    calls.clear();
    units.read = 0;
    units.write = 0;
  };
  return { calls, units, reset };
}

const reads = new Set(['GetItem', 'Query', 'Scan', 'BatchGetItem']);

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function countUnits(usage: Usage, operation: string, answer: Buffer): void {
  const { ConsumedCapacity } = JSON.parse(answer.toString() || '{}');
  // A refused conditional write says nothing, and is charged like a small one.
  const consumed = ConsumedCapacity?.CapacityUnits ?? (reads.has(operation) ? 0 : 1);
  usage.units[reads.has(operation) ? 'read' : 'write'] += consumed;
}

/**
 * Is between the functions and a service, and counts. Of DynamoDB it also asks what each call consumes.
 * @param service the suffix of the service's AWS_ENDPOINT_URL_… variable.
 * @returns where to send calls.
 */
export async function countCalls(
  service: string,
  target: string,
  usage: Usage,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { hostname, port } = new URL(target);
  return serve(async (incoming, outgoing) => {
    const targetHeader = String(incoming.headers['x-amz-target'] ?? '').split('.')[1];
    const operation = targetHeader ?? incoming.method ?? '';
    const name = `${service} ${operation}`;
    usage.calls.set(name, (usage.calls.get(name) ?? 0) + 1);
    let body = await bytesOf(incoming);
    if (service === 'DYNAMODB')
      body = Buffer.from(JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'TOTAL' }));
    const headers = { ...incoming.headers, 'content-length': String(body.length) };
    const forwarded = httpRequest(
      { hostname, port, method: incoming.method, path: incoming.url, headers },
      async (answer) => {
        const bytes = await bytesOf(answer);
        if (service === 'DYNAMODB') countUnits(usage, operation, bytes);
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        outgoing.end(bytes);
      },
    );
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  });
}
