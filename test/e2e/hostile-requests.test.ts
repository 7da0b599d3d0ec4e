import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostileBodies, unreadableBodies } from '@kyc-china/samples/hostile-bodies';
import { localClient } from '../../local/seed.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { hostileRequests } from '../support/hostile-requests.ts';

/** Bodies and headers of attackers against the whole stack: each is refused in words, and the next client is served. */

let stack: EmbeddedStack;
let finished: string;

const person = { name: '张三', idNumber: '110101199001011237', mobile: '13800138000' };

beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' });
  finished = await stack.request(person);
  await stack.pollToEnd(finished);
});
afterAll(() => stack?.stop());

/** The answer to an ordinary request, on a connection of its own. */
const ordinaryStatus = async () => (await stack.post('/kyc/cn/poll', { token: finished })).status;

interface RawAnswer {
  readonly status: number;
  readonly body: { readonly message?: string; readonly requestId?: string };
}

/** Sends bytes and reads one answer, whatever the server does to the connection meanwhile. */
function sendRaw(bytes: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(stack.cloud.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let received = '';
    const settle = () => {
      const [head = '', body = ''] = received.split('\r\n\r\n', 2);
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      if (Buffer.byteLength(body) < length || head === '') return false;
      socket.destroy();
      resolve({ status: Number(head.split(' ')[1]), body: body === '' ? {} : JSON.parse(body) });
      return true;
    };
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      if (received.includes('\r\n\r\n')) settle();
    });
    // A server that refuses early resets what is still being sent: the answer may have come before.
    socket.once('error', () => undefined);
    socket.once('close', () => {
      if (!settle()) reject(new Error(`closed without an answer: ${JSON.stringify(received)}`));
    });
    socket.write(bytes);
  });
}

describe('the running API refuses in words, and answers an ordinary request next', () => {
  it.each(Object.entries(hostileRequests))(
    'running API refuses a request with %s, and answers an ordinary request next',
    async (_name, { bytes, status }) => {
      const answer = await sendRaw(
        bytes({
          host: new URL(stack.cloud.url).host,
          credentials: [
            `x-client-id: ${localClient.clientId}`,
            `x-client-secret: ${localClient.clientSecret}`,
          ],
          body: JSON.stringify(person),
        }),
      );
      expect(answer).toEqual({
        status,
        body: expect.objectContaining({
          message: expect.stringMatching(/\w/),
          requestId: expect.any(String),
        }),
      });
      expect(await ordinaryStatus()).toBe(200);
    },
  );

  it.each(Object.entries({ ...hostileBodies, ...unreadableBodies }))(
    'running API refuses a body of %s, and answers an ordinary request next',
    async (_name, hostile) => {
      const body = typeof hostile === 'function' ? hostile() : hostile.body();
      for (const route of ['/kyc/cn/request', '/kyc/cn/poll']) {
        const answer = await stack.post(route, body);
        expect([400, 413]).toContain(answer.status);
        expect(answer.body).toMatchObject({
          message: expect.stringMatching(/\w/),
          requestId: expect.any(String),
        });
      }
      expect(await ordinaryStatus()).toBe(200);
    },
  );

  it('running API refuses all hostile requests at once, and answers an ordinary request next', async () => {
    const bodies = Object.values(unreadableBodies).map((body) => body());
    const answers = await Promise.all(bodies.map((body) => stack.post('/kyc/cn/request', body)));
    for (const { status } of answers) expect([400, 413]).toContain(status);
    expect(await ordinaryStatus()).toBe(200);
  });
});

it('running API completes a verification after all hostile requests', async () => {
  const { answer } = await stack.pollToEnd(await stack.request(person));
  expect(answer).toMatchObject({ status: 200, body: { summary: { errored: [] } } });
});
