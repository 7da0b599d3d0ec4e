import { type LookupAddress, type LookupAllOptions, lookup as resolve } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { DeliveryResult, PostedWebhook, PostWebhook } from '@kyc-china/core/ports';
import { callbackUrlProblem } from '@kyc-china/core/webhook/callback-url';
import { isPublicAddress } from '@kyc-china/core/webhook/public-address';

/** The network functions that a delivery uses. Tests supply their own. */
export interface WebhookNetwork {
  /** Looks up all addresses of a name, as `dns.lookup` does. */
  readonly resolve: (
    hostname: string,
    options: LookupAllOptions,
    callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ) => void;
  /** The time limit for the receiver, in milliseconds: from the first lookup to the end of its response. */
  readonly timeoutMs: number;
}

/** The most interim responses (1xx) that are read: a receiver needs one or two, and a flood of them keeps a processor busy. */
const mostInterimAnswers = 10;

/** The largest part of a response's body that is read, in bytes. */
const mostDrained = 65_536;

/** The name resolves to an address that is not public. DNS may be wrong for an hour, so the schedule retries it. */
class ForbiddenAddressError extends Error {
  override name = 'ForbiddenAddressError';
}

class TooManyInterimAnswersError extends Error {
  override name = 'TooManyInterimAnswersError';
}

/**
 * Returns a lookup that yields public addresses or an error. It is the socket's own lookup, so the checked address is the
 * one that is connected to, even if a name changes its address in between. One address that is not public causes the
 * error: the socket may try any of them.
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
 * Reads a response to its end, up to 64 KB, and discards it. If the connection is closed after the status line, many servers
 * cancel the rest of their work for the request.
 */
function drain(response: IncomingMessage, ended: () => void): void {
  let drained = 0;
  response.on('data', (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > mostDrained) response.destroy();
  });
  // The status has already decided: the end of the body changes nothing.
  response.on('error', () => undefined);
  response.once('end', ended);
  response.once('close', ended);
}

/**
 * Posts a webhook: HTTPS on port 443 of a public address, without redirects and without a proxy. The status line decides.
 * Only Retry-After is kept from the rest of the response. At most 16 KB of headers (Node's own limit) and 64 KB of body
 * are read.
 * @returns the result of the attempt; never throws, and never names the URL.
 */
export const postWebhook = (
  url: string,
  headers: Record<string, string>,
  body: string,
  network: WebhookNetwork,
): Promise<PostedWebhook> => {
  // This also checks a literal address: the socket does no lookup for one.
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
      // A separate connection, without the proxy that the environment may set for Node's global agent.
      agent: false,
      // Ignores NODE_TLS_REJECT_UNAUTHORIZED.
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

/** Posts a webhook over the Internet, with the system's name resolution. */
export const postOverInternet: PostWebhook = (url, headers, body, timeoutMs) =>
  postWebhook(url, headers, body, { resolve, timeoutMs });
