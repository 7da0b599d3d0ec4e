import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { loopbackCertificate } from '@kyc-china/vendor-fakes/tls';
import type { FakeHostOptions } from '../fake-hosts.ts';

const host = 'stubborn.example';

/** A webhook as it arrived. */
export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly receivedAt: Date;
}

/** How a post is answered. */
export interface Reply {
  /** None: nothing is ever answered. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the answer's body goes on for as long as anybody reads. */
  readonly endless?: boolean;
  /** Whether the connection is cut instead. */
  readonly cut?: boolean;
  /** What to wait for before answering. */
  readonly after?: Promise<unknown>;
  /** Whether one byte of a head is sent each second until then. Needs `after`; the status is 204. */
  readonly drips?: boolean;
}

/** A receiver of webhooks that answers as each path's script says, and with 204 after that. */
export interface StubbornReceiver {
  /** What an embedded cloud needs to reach it. */
  readonly fakeHosts: FakeHostOptions;
  /** @returns the callback URL of a new path. */
  script(path: string, replies: readonly Reply[]): string;
  posts(path: string): readonly Post[];
  /** How many posts wait for their answer now, their connections open. */
  readonly open: number;
  /** How many bytes of answers' bodies were taken off its hands. */
  readonly bytesSent: number;
  stop(): Promise<void>;
}

const chunk = Buffer.alloc(64 * 1024, 0x20);

/** Sends a head byte by byte, one each second, and its rest when `after` resolves. */
async function drip(socket: Socket, after: Promise<unknown> | undefined): Promise<void> {
  const head = 'HTTP/1.1 204 No Content\r\nconnection: close\r\nx-drip: ';
  let sent = 0;
  const timer = setInterval(() => socket.write(head[sent++] ?? 'a'), 1000);
  socket.once('close', () => clearInterval(timer));
  await after;
  clearInterval(timer);
  socket.end(`${head.slice(sent)}\r\n\r\n`);
}

/** Starts it on 127.0.0.1, at any free port. */
export async function startStubbornReceiver(): Promise<StubbornReceiver> {
  const { key, cert } = await loopbackCertificate([host], host);
  const scripts = new Map<string, readonly Reply[]>();
  const posts = new Map<string, Post[]>();
  let bytesSent = 0;
  let open = 0;
  const server = createServer({ key, cert }, async (request, response) => {
    response.on('error', () => undefined);
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const part of request) chunks.push(part as Buffer);
    const path = (request.url ?? '').slice(1);
    const received = posts.get(path) ?? [];
    posts.set(path, received);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    received.push({
      headers: Object.fromEntries(headers),
      body: Buffer.concat(chunks).toString(),
      receivedAt: new Date(),
    });
    const reply = scripts.get(path)?.[received.length - 1] ?? { status: 204 };
    if (reply.drips) return void drip(request.socket, reply.after);
    await reply.after;
    if (reply.cut) return void request.socket.destroy();
    if (reply.status === undefined) return;
    response.writeHead(reply.status, { ...reply.headers });
    if (!reply.endless) return void response.end();
    const more = () => {
      while (!response.destroyed) {
        bytesSent += chunk.length;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
    };
    more();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    fakeHosts: { internet: { [host]: (server.address() as AddressInfo).port }, trustedCertificates: [cert] },
    script(path, replies) {
      scripts.set(path, replies);
      return `https://${host}/${path}`;
    },
    posts: (path) => posts.get(path) ?? [],
    get open() {
      return open;
    },
    get bytesSent() {
      return bytesSent;
    },
    stop: () =>
      new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
