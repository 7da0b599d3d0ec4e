import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as forwardedRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { loopbackCertificate } from '@kyc-china/vendor-fakes/tls';

/** A request as it came over the wire. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server to answer a recorded request. */
export interface Destination {
  readonly port: number;
  /** The certificate to trust: PEM. */
  readonly ca: string;
}

async function wholeRequest(incoming: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const { method = '', url: target = '' } = incoming;
  return { method, target, headers, body: Buffer.concat(chunks).toString('utf8') };
}

/** Sends a recorded request again, byte for byte but for how its body is framed. */
export function sendRecorded(
  { method, target, headers, body }: RecordedRequest,
  { port, ca }: Destination,
): Promise<{ status: number; type: string; body: string }> {
  const framed = Object.entries(headers).filter(
    ([name]) => !['transfer-encoding', 'content-length', 'connection', 'accept-encoding'].includes(name),
  );
  return new Promise((resolve, reject) => {
    const outgoing = forwardedRequest({
      host: '127.0.0.1',
      port,
      // The request may name any host that the server fakes.
      servername: '',
      ca,
      agent: false,
      method,
      path: target,
      headers: { ...Object.fromEntries(framed), 'content-length': String(Buffer.byteLength(body)) },
    });
    outgoing.once('error', reject);
    outgoing.once('response', async (response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of response) chunks.push(chunk as Buffer);
      } catch (error) {
        return reject(error);
      }
      const type = String(response.headers['content-type'] ?? '');
      resolve({ status: response.statusCode ?? 0, type, body: Buffer.concat(chunks).toString('utf8') });
    });
    outgoing.end(body);
  });
}

/**
 * Starts a TLS server on loopback that keeps every request, and has it answered by another server.
 * @param hosts the names that its certificate is for.
 */
export async function startRecorder(hosts: readonly string[], destination: () => Destination) {
  const { key, cert } = await loopbackCertificate(hosts, hosts[0]);
  const requests: RecordedRequest[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await wholeRequest(incoming);
    requests.push(request);
    const { status, type, body } = await sendRecorded(request, destination());
    response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body);
  };
  const server = createServer({ key, cert, maxHeaderSize: 128 * 1024 }, (incoming, response) => {
    answer(incoming, response).catch(() => response.socket?.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `https://127.0.0.1:${port}`,
    ca: cert,
    requests: requests as readonly RecordedRequest[],
    stop: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
