import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

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
