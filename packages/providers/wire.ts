import { type ClientRequest, type IncomingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { OwnFaultError } from '@kyc-china/core/own-fault';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';

/** Larger than any answer of a source; what is longer is not one. */
const longestAnswerBytes = 1024 * 1024;

export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
  /** Mutual TLS and private authorities: PEM. */
  readonly tls?: { readonly cert?: string; readonly key?: string; readonly ca?: string };
}

export interface WireResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The call went out, and no whole answer came back: whether it was processed, and billed, is unknown. */
export class AnswerLostError extends Error {
  override name = 'AnswerLostError';
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

/**
 * An answer's text, by the encoding that its content type names: vendors in China use GBK still. Without a byte order
 * mark, which no JSON parser takes.
 */
function textOf(bytes: Uint8Array, contentType = ''): string {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType) ?? [];
  return decoderFor(charset).decode(bytes);
}

/**
 * Sends one request on a connection of its own and reads the whole answer.
 *
 * A connection that is never reused makes one thing certain: a failure before it is established means that no byte of the
 * request was sent. On a kept-alive connection, a reset would leave that open.
 * @throws OwnFaultError when the request could not be formed; UpstreamNotProcessedError when the connection could not be
 * made; AnswerLostError when anything fails after it stood; the signal's reason when it aborts after that.
 */
export function send({ method, url, headers, body, signal, tls }: WireRequest): Promise<WireResponse> {
  const secure = url.startsWith('https:');
  return new Promise((resolve, reject) => {
    let connected = false;
    const fail = (error: Error) => {
      if (!connected) reject(new UpstreamNotProcessedError('the source could not be connected to'));
      else if (signal.aborted) reject(signal.reason);
      else
        reject(
          new AnswerLostError(`the answer was lost (${(error as NodeJS.ErrnoException).code ?? error.name})`),
        );
    };
    const start = (): ClientRequest =>
      (secure ? tlsRequest : plainRequest)(url, {
        method,
        agent: false,
        signal,
        headers: {
          // Without it, a source may compress its answer as it likes (RFC 9110, 12.5.3): nothing here reads that.
          'accept-encoding': 'identity',
          ...headers,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
        ...(secure && tls),
      });
    let outgoing: ClientRequest;
    try {
      outgoing = start();
    } catch {
      return reject(new OwnFaultError('provider-setup', 'the request to the source could not be formed'));
    }
    outgoing.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    outgoing.once('error', fail);
    // A connection that the source upgrades ends with no other event. Once an answer has begun, its own events tell.
    const failUnanswered = () => fail(new Error('closed'));
    outgoing.once('close', failUnanswered);
    outgoing.once('response', (response) => {
      outgoing.off('close', failUnanswered);
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > longestAnswerBytes) response.destroy(new AnswerLostError('the answer is too long'));
        else chunks.push(chunk);
      });
      response.once('error', fail);
      response.once('aborted', () => fail(new Error('aborted')));
      response.once('end', () => {
        if (!response.complete) return fail(new Error('incomplete'));
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: textOf(Buffer.concat(chunks), response.headers['content-type']),
        });
      });
    });
    outgoing.end(body);
  });
}
