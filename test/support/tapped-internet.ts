import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { WebhookNetwork } from '@kyc-china/storage/post-webhook';
import { loopbackCertificate } from '@kyc-china/vendor-fakes/tls';
import type { Resolution } from './hostile-callbacks/names.ts';

type Connect = (request: object, address: string, port: number) => number;

/** Node's own handle of a TCP socket: what it is asked to connect to is what the kernel is asked for. */
interface TcpHandle {
  connect: Connect;
  connect6: Connect;
}

export interface TappedInternet {
  readonly network: WebhookNetwork;
  /** Every connection that this process tried to make, as `address port`. */
  readonly attempts: string[];
  /** Every name that was looked up. */
  readonly lookups: string[];
  /** How many connections really came in. */
  accepted: number;
  /** What the one server behind all addresses answers with. */
  answer: RequestListener;
  /** Clears what was seen, and starts the resolutions of every name again. */
  reset(): void;
  close(): Promise<void>;
}

/** Gives every TCP connection of this process to `onConnect`, and lets it end at a port of loopback. */
function tapSockets(handle: TcpHandle, onConnect: (attempt: string) => void, port: number): () => void {
  const prototype = Object.getPrototypeOf(handle) as TcpHandle;
  const { connect, connect6 } = prototype;
  const tapped: Connect = function (this: TcpHandle, request, address, to) {
    onConnect(`${address} ${to}`);
    return connect.call(this, request, '127.0.0.1', port);
  };
  Object.assign(prototype, { connect: tapped, connect6: tapped });
  return () => Object.assign(prototype, { connect, connect6 });
}

function resolver(
  resolutions: ReadonlyMap<string, Resolution>,
  lookups: string[],
): WebhookNetwork['resolve'] {
  return (hostname, _options, callback) => {
    const before = lookups.filter((name) => name === hostname).length;
    lookups.push(hostname);
    const resolution = resolutions.get(hostname) ?? [];
    const addresses = resolution[Math.min(before, resolution.length - 1)];
    const notFound = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    setImmediate(() => {
      if (!addresses) return callback(notFound, []);
      callback(
        null,
        addresses.map((address) => ({ address, family: net.isIPv6(address) ? 6 : 4 })),
      );
    });
  };
}

/**
 * Puts this process on its own Internet. Names resolve as given. A connection to any address is seen
 * at the socket's handle, the last of JavaScript before the kernel, and ends at one HTTPS server on loopback.
 * @param trusted the host names that the server's certificate is for.
 */
export async function tapInternet(
  resolutions: ReadonlyMap<string, Resolution>,
  trusted: readonly string[],
): Promise<TappedInternet> {
  const { key, cert } = await loopbackCertificate(trusted);
  const server = createServer({ key, cert }, (request, response) => tap.answer(request, response));
  server.on('connection', () => {
    tap.accepted += 1;
  });
  // A client that goes away in the middle of a handshake or an answer is what some tests are about.
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const attempts: string[] = [];
  const lookups: string[] = [];
  const authorities = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...authorities, cert]);
  const { _handle } = server as unknown as { _handle: TcpHandle };
  const untap = tapSockets(_handle, (attempt) => attempts.push(attempt), port);
  const tap: TappedInternet = {
    // Enough for its end not to be what ends an attempt, however busy the machine is.
    network: { resolve: resolver(resolutions, lookups), timeoutMs: 600_000 },
    attempts,
    lookups,
    accepted: 0,
    answer: (_request, response) => response.end(),
    reset() {
      attempts.length = 0;
      lookups.length = 0;
      tap.accepted = 0;
      tap.answer = (_request, response) => response.end();
    },
    async close() {
      untap();
      tls.setDefaultCACertificates(authorities);
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return tap;
}
