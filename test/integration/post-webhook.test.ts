import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import https from 'node:https';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { postWebhook } from '@kyc-china/storage/post-webhook';
import { publicAddress } from '../support/hostile-callbacks/index.ts';
import { type TappedInternet, tapInternet } from '../support/tapped-internet.ts';

const url = 'https://receiver.example/hook?a=1';
const body = '{"name":"张*"}';
const impatient = 50;

let internet: TappedInternet;
beforeAll(async () => {
  const names = ['receiver.example', 'impostor.example'];
  internet = await tapInternet(new Map(names.map((name) => [name, [[publicAddress]]])), ['receiver.example']);
});
beforeEach(() => internet.reset());
afterAll(() => internet.close());

const post = (to: string, network = internet.network) =>
  postWebhook(to, { 'webhook-id': 'msg_1' }, body, network);

/** Posts with more and more time, until the status line arrives in it: how long that takes is up to the machine. */
async function postInTimeForStatus(timeoutMs = impatient): ReturnType<typeof post> {
  const result = await post(url, { ...internet.network, timeoutMs });
  return result.status === undefined ? postInTimeForStatus(2 * timeoutMs) : result;
}

/** Resolves once the client has gone away from an answer. */
const abandoned = (response: ServerResponse) => once(response, 'close');

describe('what is posted', () => {
  it('webhook post sends the body with its headers to the path', async () => {
    const seen: unknown[] = [];
    internet.answer = async (request, response) => {
      const { method, url: path, headers } = request;
      seen.push({ method, path, headers, body: Buffer.concat(await request.toArray()).toString() });
      response.writeHead(204).end();
    };
    expect(await post(url)).toEqual({ outcome: 'delivered', status: 204, timedOut: false });
    expect(seen).toEqual([
      {
        method: 'POST',
        path: '/hook?a=1',
        headers: {
          host: 'receiver.example',
          connection: 'close',
          'user-agent': 'kyc-china-webhook/1',
          'webhook-id': 'msg_1',
          'content-type': 'application/json; charset=utf-8',
          'content-length': String(Buffer.byteLength(body)),
        },
        body,
      },
    ]);
  });

  it.each([
    [200, 'delivered'],
    [299, 'delivered'],
    [300, 'failed'],
    [404, 'failed'],
    [410, 'refused'],
    [500, 'failed'],
  ])('webhook post is judged by the status: %s is %s', async (status, outcome) => {
    internet.answer = (_request, response) => response.writeHead(status).end();
    expect(await post(url)).toMatchObject({ outcome });
  });
});

describe('the time that a receiver has', () => {
  const late = {
    outcome: 'failed',
    reason: 'the receiver did not answer in time',
    error: 'TimeoutError',
    timedOut: true,
  };

  it("receiver's time includes the look-up, and a late address is not connected to", async () => {
    let answerLate: (() => void) | undefined;
    const network = {
      timeoutMs: impatient,
      resolve: (...[, , callback]: Parameters<typeof internet.network.resolve>) => {
        answerLate = () => callback(null, [{ address: publicAddress, family: 4 }]);
      },
    };
    expect(await post(url, network)).toEqual(late);
    answerLate?.();
    await post(url);
    expect(internet.attempts).toHaveLength(1);
  });

  it("receiver's time includes the wait for an answer", async () => {
    internet.answer = () => {};
    expect(await post(url, { ...internet.network, timeoutMs: impatient })).toEqual(late);
  });

  it.each([
    ['half a status line', 'HTTP/1.1 2'],
    ['a status without the end of its headers', 'HTTP/1.1 200 OK\r\nx: y\r\n'],
  ])("receiver's time is not extended by %s", async (_what, text) => {
    internet.answer = (_request, response) => void response.socket?.write(text);
    expect(await post(url, { ...internet.network, timeoutMs: impatient })).toEqual(late);
  });

  it("receiver's time is not extended by interim answers", async () => {
    internet.answer = (_request, response) => response.writeProcessing();
    expect(await post(url, { ...internet.network, timeoutMs: impatient })).toEqual(late);
  });

  it("receiver's time is not used up by a flood of interim answers: the eleventh ends the attempt", async () => {
    const left = Promise.withResolvers<void>();
    internet.answer = (_request, response) => {
      response.once('close', left.resolve);
      for (let count = 0; count < 11; count += 1) response.writeProcessing();
    };
    expect(await post(url)).toMatchObject({
      outcome: 'failed',
      error: 'TooManyInterimAnswersError',
      timedOut: false,
    });
    await left.promise;
  });

  it("receiver's time covers ten interim answers of every kind before the answer itself", async () => {
    internet.answer = (_request, response) => {
      for (let count = 0; count < 5; count += 1) {
        response.writeProcessing();
        response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      }
      response.writeHead(204).end();
    };
    expect(await post(url)).toEqual({ outcome: 'delivered', status: 204, timedOut: false });
  });
});

describe('an answer', () => {
  it("receiver's early answer is read to its end, while the receiver still writes", async () => {
    let isOver = false;
    let wasOpen: boolean | undefined;
    const seen = Promise.withResolvers<void>();
    const onStatus = () => seen.resolve();
    subscribe('http.client.response.finish', onStatus);
    internet.answer = async (request, response) => {
      request.resume();
      response.write('early');
      // The client has read the status line by then.
      await seen.promise;
      await setImmediate();
      wasOpen = !isOver && !response.destroyed;
      response.end('late');
    };
    const result = await post(url).finally(() => {
      isOver = true;
    });
    unsubscribe('http.client.response.finish', onStatus);
    expect(result).toEqual({ outcome: 'delivered', status: 200, timedOut: false });
    expect(wasOpen).toBe(true);
  });

  it.each([
    [200, 'delivered'],
    [503, 'failed'],
  ])(
    "receiver's answer of %s is %s though its body never ends, and counts as a timeout",
    async (status, outcome) => {
      internet.answer = (_request, response) => {
        response.writeHead(status);
        response.write('and then nothing');
      };
      expect(await postInTimeForStatus()).toMatchObject({ outcome, status, timedOut: true });
    },
  );

  it("receiver's answer of more than 64 KB is not read further", async () => {
    let left: Promise<unknown> | undefined;
    internet.answer = (_request, response) => {
      left = abandoned(response);
      const fill = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', fill);
      fill();
    };
    expect(await post(url)).toEqual({ outcome: 'delivered', status: 200, timedOut: false });
    await left;
  });

  it("receiver's answer with too many headers is not an answer", async () => {
    internet.answer = (_request, response) => {
      response.setHeader('x-much', 'x'.repeat(32_768));
      response.end();
    };
    expect(await post(url)).toMatchObject({ outcome: 'failed' });
  });

  it.each([
    [
      'switches to another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    ],
    ['is not HTTP', '+PONG\r\n'],
    ['is nothing', ''],
    ['has two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
  ])("receiver's answer that %s is not an answer", async (_what, text) => {
    internet.answer = (_request, response) => void response.socket?.end(text);
    expect(await post(url)).toMatchObject({ outcome: 'failed' });
  });
});

describe('the connection', () => {
  it('webhook connection is only made to the host of the certificate', async () => {
    let asked = 0;
    internet.answer = (_request, response) => {
      asked += 1;
      response.end();
    };
    expect(await post('https://impostor.example/hook')).toMatchObject({ outcome: 'failed' });
    expect(internet.accepted).toBe(1);
    expect(asked).toBe(0);
  });

  it("webhook connection does not use the environment's proxy", async () => {
    const restore = http.setGlobalProxyFromEnv({ https_proxy: 'http://192.0.2.7:3128' });
    try {
      const others = https.get('https://receiver.example/');
      await once(others, 'error');
      expect(internet.attempts).toEqual(['192.0.2.7 3128']);
      expect(await post(url)).toMatchObject({ outcome: 'delivered' });
      expect(internet.attempts.slice(1)).toEqual([`${publicAddress} 443`]);
    } finally {
      restore();
    }
  });

  it('webhook connection is closed after each delivery, and not used again', async () => {
    await post(url);
    await post(url);
    expect(internet.attempts).toHaveLength(2);
  });

  it('webhook connection to a name that does not exist fails and can be retried', async () => {
    expect(await post('https://missing.example/hook')).toMatchObject({ outcome: 'failed' });
    expect(internet.attempts).toEqual([]);
  });
});
