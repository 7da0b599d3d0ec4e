import { type LookupAddress, type LookupAllOptions, lookup as resolve } from 'node:dns';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { DeliveryResult } from '../domain/ports.ts';
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
  /** How long the receiver has to answer, in milliseconds, from the first look-up to the status line. */
  readonly timeoutMs: number;
}

const theInternet: WebhookNetwork = { resolve, timeoutMs: 10_000 };

class ForbiddenAddressError extends Error {
  override name = 'ForbiddenAddressError';
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
 * Posts a webhook: HTTPS on port 443 of a public address, no redirect followed, no proxy, 10 s in all, and nothing
 * of the answer read but its status and headers (16 KB of them at most, Node's own limit).
 * @returns what came of it; never throws, and never names the URL.
 */
export const postWebhook = (
  url: string,
  headers: Record<string, string>,
  body: string,
  network = theInternet,
): Promise<DeliveryResult> => {
  // Also the check of an address given literally: for one, the socket looks nothing up.
  if (callbackUrlProblem(url) !== undefined)
    return Promise.resolve({ outcome: 'refused', reason: 'the callback is not a public https address' });
  const signal = AbortSignal.timeout(network.timeoutMs);
  return new Promise((settle) => {
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
    outgoing.once('response', (response) => {
      settle(judge(response.statusCode ?? 0, response.headers['retry-after']));
      response.destroy();
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof ForbiddenAddressError) settle({ outcome: 'refused', reason: error.message });
      else if (signal.aborted)
        settle({ outcome: 'failed', reason: 'the receiver did not answer in time', error: 'TimeoutError' });
      else {
        const code = String(error.code ?? error.name);
        settle({ outcome: 'failed', reason: `the connection failed (${code})`, error: code });
      }
    });
    outgoing.once('close', () =>
      settle({ outcome: 'failed', reason: 'the connection closed unanswered', error: 'ClosedUnanswered' }),
    );
    outgoing.end(body);
  });
};
