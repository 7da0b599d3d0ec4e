import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A server of the embedded cloud, listening on this machine only. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 * @param wantedPort 0: any free one.
 * @throws the listening error, as Node words it.
 */
export async function listen(server: Server, wantedPort = 0): Promise<RunningServer> {
  // An idle connection is for the client to close: one that the server closes may be in use again just then, and that
  // request ends in a reset.
  server.keepAliveTimeout = 0;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(wantedPort, '127.0.0.1', () => {
      server.off('error', failed);
      listening();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () =>
      new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

/** Like listen, for a request listener. */
export function serve(listener: RequestListener, port = 0): Promise<RunningServer> {
  return listen(createServer(listener), port);
}

/**
 * Returns whether a server of this machine takes connections on the port. It connects: an attempt to listen would, for
 * a moment, accept the connections of others.
 */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
