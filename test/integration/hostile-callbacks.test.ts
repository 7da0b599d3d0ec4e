import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { postWebhook } from '@kyc-china/storage/post-webhook';
import {
  hostileCallbacks,
  publicAddress,
  publicIpv6Address,
  rebindingNames,
  redirects,
  resolutions,
} from '../support/hostile-callbacks/index.ts';
import { type TappedInternet, tapInternet } from '../support/tapped-internet.ts';

const receivers = new Map([
  ['receiver.example', [[publicAddress]]],
  ['receiver6.example', [[publicIpv6Address]]],
  ['receivers.example', [[publicIpv6Address, publicAddress]]],
  ['xn--fsqu00a.example', [[publicAddress]]],
]);

let internet: TappedInternet;
beforeAll(async () => {
  internet = await tapInternet(new Map([...resolutions, ...receivers]), [
    ...receivers.keys(),
    '*.hostile.example',
  ]);
});
beforeEach(() => internet.reset());
afterAll(() => internet.close());

const post = (url: string) => postWebhook(url, { 'webhook-id': 'msg_1' }, '{"report":1}', internet.network);

const delivered = { outcome: 'delivered', status: 200, timedOut: false };

/** DNS may be wrong for an hour: what a name resolves to is tried again, what a URL says is not. */
const triedAgain = { outcome: 'failed', error: 'ForbiddenAddressError' };

/** What a request with this callback is refused for; undefined when it is accepted. */
function refusal(callbackUrl: string): InvalidRequestError | undefined {
  try {
    const accepted = parseVerificationRequest({ mobile: '13800138000', callbackUrl });
    expect(accepted.callbackUrl).toBe(callbackUrl);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidRequestError) return error;
    throw error;
  }
}

const everyUrl = [...hostileCallbacks, rebindingNames, { urls: redirects.map(({ url }) => url) }].flatMap(
  ({ urls }) => urls,
);

describe('the corpus', () => {
  it('hostile callbacks are at least 200 URLs, each once', () => {
    expect(new Set(everyUrl).size).toBe(everyUrl.length);
    expect(everyUrl.length).toBeGreaterThanOrEqual(200);
  });
});

describe('the counter', () => {
  it.each([
    ['a name', 'https://receiver.example/hook', [`${publicAddress} 443`]],
    ['a name with IPv6', 'https://receiver6.example/hook', [`${publicIpv6Address} 443`]],
    ['a name with both', 'https://receivers.example/hook', [`${publicIpv6Address} 443`]],
    ['a Chinese name', 'https://例子.example/hook', [`${publicAddress} 443`]],
    ['a name in capitals, with its port', 'https://RECEIVER.example:443/hook', [`${publicAddress} 443`]],
  ])('connection counter sees an allowed callback: %s', async (_what, url, attempts) => {
    expect(refusal(url)).toBeUndefined();
    expect(await post(url)).toEqual(delivered);
    expect(internet.attempts).toEqual(attempts);
    expect(internet.accepted).toBe(1);
  });

  it.each([`https://${publicAddress}/hook`, `https://[${publicIpv6Address}]/hook`])(
    'connection counter sees a literal public address: %s',
    async (url) => {
      expect(refusal(url)).toBeUndefined();
      await post(url);
      expect(internet.attempts).toEqual([`${new URL(url).hostname.replace(/[[\]]/g, '')} 443`]);
      expect(internet.lookups).toEqual([]);
    },
  );
});

describe.each(hostileCallbacks)('$category', ({ urls, says }) => {
  const shown = urls.map((url) => [JSON.stringify(url).slice(0, 100), url] as const);

  it.each(shown)('hostile callback is not connected to, even without validation: %s', async (_shown, url) => {
    const result = await post(url);
    expect(internet.attempts).toEqual([]);
    expect(internet.accepted).toBe(0);
    expect(internet.lookups).toEqual(says ? [] : [new URL(url).hostname]);
    expect(result).toMatchObject(says ? { outcome: 'refused' } : triedAgain);
  });

  it.each(shown)(`hostile callback is ${says ? 'refused' : 'accepted'} in a request: %s`, (_shown, url) => {
    const error = refusal(url);
    expect(error?.problems).toEqual(says && [{ field: 'callbackUrl', message: expect.stringMatching(says) }]);
    expect(error?.status).toBe(says && 400);
  });
});

describe(rebindingNames.category, () => {
  it.each(rebindingNames.urls)(
    'rebinding name %s is looked up once, and connected to as checked',
    async (url) => {
      expect(refusal(url)).toBeUndefined();
      expect(await post(url)).toEqual(delivered);
      expect(internet.attempts).toEqual([`${publicAddress} 443`]);
      expect(internet.lookups).toHaveLength(1);

      expect(await post(url)).toMatchObject(triedAgain);
      expect(internet.attempts).toHaveLength(1);
      expect(internet.lookups).toHaveLength(2);
    },
  );
});

describe('a redirect', () => {
  it.each(redirects)(
    'redirect of $status to $location is not followed',
    async ({ url, status, location }) => {
      internet.answer = (_request, response) => response.writeHead(status, { location }).end();
      expect(refusal(url)).toBeUndefined();
      expect(await post(url)).toMatchObject({ outcome: 'failed' });
      expect(internet.attempts).toEqual([`${publicAddress} 443`]);
      expect(internet.lookups).toEqual([new URL(url).hostname]);
    },
  );
});
