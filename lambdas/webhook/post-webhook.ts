import { type LookupAddress, lookup as resolve } from 'node:dns';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { DeliveryResult, PostWebhook } from '../domain/ports.ts';
import { callbackUrlProblem } from './callback-url.ts';
import { isPublicAddress } from './public-address.ts';

/** How long the receiver has to answer, in milliseconds, from the first look-up to the status line. */
const deliveryTimeoutMs = 10_000;

class ForbiddenAddressError extends Error {
  override name = 'ForbiddenAddressError';
}

/**
 * A look-up that yields public addresses or an error. It is the socket's own look-up, so what is checked is
 * what is connected to: a name that changes its address between check and connection gains nothing.
 */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(new ForbiddenAddressError('the name resolves to an address that is not public'), '', 0);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

function judge(status: number): DeliveryResult {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  if (status === 410) return { outcome: 'refused', reason: 'the receiver answered 410 Gone' };
  return { outcome: 'failed', reason: `the receiver answered ${status}` };
}

/**
 * Posts a webhook: HTTPS on port 443 of a public address, no redirect followed, 10 s in all, and nothing of the
 * answer read but its status.
 * @returns what came of it; never throws, and never names the URL.
 */
export const postWebhook: PostWebhook = (url, headers, body) => {
  if (callbackUrlProblem(url) !== undefined)
    return Promise.resolve({ outcome: 'refused', reason: 'the callback is not a public https address' });
  return new Promise((settle) => {
    const outgoing = request(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'kyc-china-webhook/1',
      },
      lookup: publicLookup,
      agent: false,
      signal: AbortSignal.timeout(deliveryTimeoutMs),
    });
    outgoing.once('response', (response) => {
      settle(judge(response.statusCode ?? 0));
      response.destroy();
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof ForbiddenAddressError) settle({ outcome: 'refused', reason: error.message });
      else settle({ outcome: 'failed', reason: `the connection failed (${error.code ?? error.name})` });
    });
    outgoing.end(body);
  });
};
