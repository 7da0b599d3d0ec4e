import { type LookupAddress, type LookupAllOptions, lookup as resolve } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { DeliveryResult, PostedWebhook, PostWebhook } from '../domain/ports.ts';
import { callbackUrlProblem } from './callback-url.ts';
import { isPublicAddress } from './public-address.ts';

/** What a delivery needs of the network; a test gives its own. */
export interface WebhookNetwork {
  /** Asks for all addresses of a name, as `dns.lookup` does. */
  readonly resolve: (
    hostname: string,
    options: LookupAllOptions,
    callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ) => void;
  /** How long the receiver has, in milliseconds: from the first look-up to the end of its answer. */
  readonly timeoutMs: number;
}

/** The most interim answers (1xx) that are read: a receiver needs one or two, a flood of them keeps a processor busy. */
const mostInterimAnswers = 10;

/** The most of an answer's body that is read, in bytes. */
const mostDrained = 65_536;

/** DNS may be wrong for an hour: the name is not called, and is tried again on the schedule. */
class ForbiddenAddressError extends Error {
  override name = 'ForbiddenAddressError';
}

class TooManyInterimAnswersError extends Error {
  override name = 'TooManyInterimAnswersError';
}

/**
 * A look-up that yields public addresses or an error. It is the socket's own look-up, so what is checked is
 * what is connected to: a name that changes its address between check and connection gains nothing. One address
 * that is not public condemns the name: the socket may try any of them.
 */
function publicLookup({ resolve }: WebhookNetwork): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(
          new ForbiddenAddressError('the name resolves to an address that is not public'),
          '',
          0,
        );
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

function judge(status: number, retryAfter: string | undefined): DeliveryResult {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  if (status === 410) return { outcome: 'refused', reason: 'the receiver answered 410 Gone', status };
  return {
    outcome: 'failed',
    reason: `the receiver answered ${status}`,
    status,
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

/**
 * Reads an answer to its end, up to 64 KB, and forgets it. Closed at the status line, many servers cancel what they
 * still do for the request.
 */
function drain(response: IncomingMessage, ended: () => void): void {
  let drained = 0;
  response.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > mostDrained) response.destroy();
  });
  // The status has decided already: how the body ends changes nothing.
  response.on('error', () => undefined);
  response.once('end', ended);
  response.once('close', ended);
}

/**
 * Posts a webhook: HTTPS on port 443 of a public address, no redirect followed, no proxy. The status line decides; of
 * the answer nothing else is kept but Retry-After, and at most 16 KB of headers (Node's own limit) and 64 KB of body are
 * read.
 * @returns the result of the attempt; never throws, and never names the URL.
 */
export const postWebhook = (
  url: string,
  headers: Record<string, string>,
  body: string,
  network: WebhookNetwork,
): Promise<PostedWebhook> => {
  // Also the check of an address given literally: for one, the socket looks nothing up.
  if (callbackUrlProblem(url) !== undefined)
    return Promise.resolve({
      outcome: 'refused',
      reason: 'the callback is not a public https address',
      timedOut: false,
    });
  const signal = AbortSignal.timeout(network.timeoutMs);
  return new Promise((settle) => {
    let answer: DeliveryResult | undefined;
    let interimAnswers = 0;
    const end = (unanswered: DeliveryResult) =>
      settle({ ...(answer ?? unanswered), timedOut: signal.aborted });
    const closed = () =>
      end({ outcome: 'failed', reason: 'the connection closed unanswered', error: 'ClosedUnanswered' });
    const outgoing = request(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'kyc-china-webhook/1',
      },
      lookup: publicLookup(network),
      // A connection of its own, and not by the proxy that the environment may give Node's global agent.
      agent: false,
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      rejectUnauthorized: true,
      signal,
    });
    outgoing.on('information', () => {
      interimAnswers += 1;
      if (interimAnswers > mostInterimAnswers) outgoing.destroy(new TooManyInterimAnswersError());
    });
    outgoing.once('response', (response) => {
      answer = judge(response.statusCode ?? 0, response.headers['retry-after']);
      drain(response, closed);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted)
        end({ outcome: 'failed', reason: 'the receiver did not answer in time', error: 'TimeoutError' });
      else {
        const code = String(error.code ?? error.name);
        end({ outcome: 'failed', reason: `the connection failed (${code})`, error: code });
      }
    });
    outgoing.once('close', closed);
    outgoing.end(body);
  });
};

/** Posts a webhook over the Internet, by the names that the system resolves. */
export const postOverInternet: PostWebhook = (url, headers, body, timeoutMs) =>
  postWebhook(url, headers, body, { resolve, timeoutMs });
