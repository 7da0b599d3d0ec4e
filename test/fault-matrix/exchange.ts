import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiAnswer } from './api.ts';

/** Where a command is on its way: the batch's first call without a person, the request, the polls, the PDF's download. */
export type Step = 'check' | 'request' | 'poll' | 'later poll' | 'pdf';

/** One call that arrived at the proxy, and what a fault can do with it. */
export interface Exchange {
  readonly step: Step;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Hands the call to the API, which accepts it. */
  forward(): Promise<ApiAnswer>;
  /** Answers nothing until the client gives up. */
  hold(): Promise<void>;
  /** The proxy's own address. */
  readonly proxyUrl: string;
}

/** Writes an answer as it is. */
export function send({ response }: Exchange, { status, headers, body }: ApiAnswer): void {
  const length = body.length === 0 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...length, ...headers }).end(body);
}

/** Writes bytes that are not an HTTP answer, or only its beginning; then the connection is reset. */
export function sendRaw({ request }: Exchange, text: string): void {
  request.socket.write(text, () => request.socket.resetAndDestroy());
}
