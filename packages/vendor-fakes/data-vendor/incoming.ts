import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** A request as the vendor's front sees it. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The client certificate's fingerprint; undefined: none was shown. */
  readonly fingerprint: string | undefined;
}

export async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://vendor');
  const peer = (request.socket as TLSSocket).getPeerCertificate();
  return {
    method: request.method ?? '',
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    fingerprint: peer?.fingerprint256,
  };
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a request, by how it says that it carries them. @throws when it carries none. */
export function fieldsOf({ method, query, headers, body }: Incoming): Fields {
  if (method === 'GET' || body === '') return Object.fromEntries(query);
  const type = headers['content-type'];
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  if (type !== 'application/json') throw new Error('not a content type of this vendor');
  const value: unknown = JSON.parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return value as Fields;
}
