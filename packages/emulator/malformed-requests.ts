import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiModel } from './api-model.ts';
import { GatewayError, gatewayAnswer } from './gateway-responses.ts';

/** The status for what Node's parser refuses; any other is a 400. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Content Too Large',
  417: 'Expectation Failed',
  431: 'Request Header Fields Too Large',
};

/** Answers on a connection that carries no readable request, and closes it. */
function refuse(api: ApiModel, socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const { headers, body } = gatewayAnswer(
    new GatewayError('DEFAULT_4XX', status),
    requestId,
    api.gatewayResponses,
  );
  const lines = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': requestId,
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\n${lines.join('')}\r\n${body}`);
}

/** Whether a request names its host once, as HTTP/1.1 demands (RFC 9112, 3.2). */
function namesItsHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length;
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0');
}

/**
 * Makes the server of an API. It answers requests that cannot be read in the API's form: Node's own answers have no body.
 * @param listener gets the others.
 */
export function createApiServer(listener: RequestListener, api: ApiModel): Server {
  const responses = new WeakMap<Duplex, ServerResponse>();
  const server = createServer({ requireHostHeader: false }, (incoming, response) => {
    responses.set(incoming.socket, response);
    if (namesItsHost(incoming)) listener(incoming, response);
    else refuse(api, incoming.socket, 400);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = responses.get(socket);
    // A request that was refused before its end has its answer.
    if (response?.headersSent && !response.req.complete) socket.destroy();
    else refuse(api, socket, statuses[error.code ?? ''] ?? 400);
  });
  server.on('checkExpectation', ({ socket }) => refuse(api, socket, 417));
  return server;
}
