import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import { AnswerLostError, send, type WireRequest } from '../../packages/providers/wire.ts';

let server: Server | undefined;
let received = '';
afterEach(() => {
  server?.close();
});

/** A source that answers every request with these bytes. */
async function sourceOf(...answer: (string | Uint8Array)[]): Promise<string> {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      received = data.toString();
      for (const part of answer) socket.write(part);
      socket.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

const post = (url: string, more: Partial<WireRequest> = {}) =>
  send({ method: 'POST', url, headers: {}, body: '{}', signal: new AbortController().signal, ...more });

const head = (type: string, length: number) =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n`;

describe('an answer', () => {
  const text = '{"city":"杭州"}';
  const inGbk = Buffer.from('7b2263697479223a22babcd6dd227d', 'hex');

  it.each<[string, string, Uint8Array]>([
    ['in UTF-8 that says so', 'application/json; charset=utf-8', Buffer.from(text)],
    ['that says nothing of its encoding', 'application/json', Buffer.from(text)],
    ['with a byte order mark', 'application/json', Buffer.from(`\ufeff${text}`)],
    ['in GBK', 'application/json;charset=GBK', inGbk],
    ['in GB 18030', 'application/json; charset="gb18030"', inGbk],
    ['in an unknown encoding', 'application/json; charset=none', Buffer.from(text)],
  ])('provider answer %s is read as it was written', async (_what, type, bytes) => {
    const { body } = await post(await sourceOf(head(type, bytes.length), bytes));
    expect(body).toBe(text);
  });
});

it.each(['', '{"city":"', `"${'x'.repeat(100_000)}"`])(
  'provider answer that ends with its connection is complete',
  async (body) => {
    const answer = await post(
      await sourceOf('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n', body),
    );
    expect(answer.body).toBe(body);
  },
);

describe('a request', () => {
  it('provider request asks for an uncompressed answer', async () => {
    await post(await sourceOf(head('application/json', 2), '{}'));
    expect(received).toMatch(/^accept-encoding: identity\r$/im);
  });

  it('provider request that cannot be formed is not processed', async () => {
    const url = await sourceOf('');
    await expect(post(url, { headers: { authorization: 'key\n' } })).rejects.toBeInstanceOf(
      UpstreamNotProcessedError,
    );
    await expect(post('no address')).rejects.toBeInstanceOf(UpstreamNotProcessedError);
  });

  it('provider request whose connection is used for something else has no answer', async () => {
    const url = await sourceOf(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    );
    await expect(post(url, { signal: AbortSignal.timeout(2000) })).rejects.toBeInstanceOf(AnswerLostError);
  });
});
