import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * How a service fails.
 * refuses: every connection is reset; stalls: what is sent is held back; fails: every request is answered 503, and
 * does not arrive; loses: every request arrives and is done, and the connection is reset instead of an answer.
 */
export type Outage = 'refuses' | 'stalls' | 'fails' | 'loses';

/** A proxy between a caller and a service that makes the service fail. */
export interface FaultyProxy {
  readonly port: number;
  /** From now on, connections that stand included. */
  begin(outage: Outage): void;
  /** From now on all is well; what was held back arrives. */
  end(): void;
  /** Resolves when the outage that is on has met this many requests, or connections where it refuses them. */
  met(count: number): Promise<void>;
  stop(): Promise<void>;
}

const unavailable = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** @param port of the service, on this machine. */
export async function startFaultyProxy(port: number): Promise<FaultyProxy> {
  let outage: Outage | undefined;
  let met = 0;
  const waiting = new Set<() => void>();
  const pairs = new Set<{ client: Socket; service: Socket }>();
  let held: (() => void)[] = [];

  function meet(): void {
    met += 1;
    for (const check of waiting) check();
  }

  const server = createServer((client) => {
    if (outage === 'refuses') {
      meet();
      client.resetAndDestroy();
      return;
    }
    const service = connect(port, '127.0.0.1');
    const pair = { client, service };
    pairs.add(pair);
    const close = () => {
      pairs.delete(pair);
      client.destroy();
      service.destroy();
    };
    for (const socket of [client, service]) socket.on('error', close).on('close', close);
    client.on('data', (sent) => {
      if (outage === undefined) service.write(sent);
      else if (outage === 'loses') service.write(sent);
      else if (outage === 'fails') {
        meet();
        client.end(unavailable);
      } else {
        meet();
        client.pause();
        held.push(() => {
          service.write(sent);
          client.resume();
        });
      }
    });
    service.on('data', (answered) => {
      if (outage !== 'loses') client.write(answered);
      else {
        meet();
        client.resetAndDestroy();
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

  return {
    port: (server.address() as AddressInfo).port,
    begin(next) {
      outage = next;
      met = 0;
      if (next === 'refuses') for (const { client } of pairs) client.resetAndDestroy();
    },
    end() {
      outage = undefined;
      for (const release of held) release();
      held = [];
    },
    met(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const check = () => {
        if (met >= count) resolve();
      };
      waiting.add(check);
      check();
      return promise.finally(() => waiting.delete(check));
    },
    stop: async () => {
      for (const { client } of pairs) client.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
