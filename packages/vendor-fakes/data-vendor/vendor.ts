import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Certificates } from './certificates.ts';
import { type Fault, faults } from './faults.ts';
import { anybody, type Gate } from './gate.ts';
import { type Fields, type Incoming, readIncoming } from './incoming.ts';
import { type Product, type ProductAnswer, readFields } from './products.ts';

export interface DataVendorOptions {
  readonly certificates: Certificates;
  readonly gate?: Gate;
  /** Whether the front asks for a client certificate in the handshake. */
  readonly asksForCertificate?: boolean;
  readonly products: Readonly<Record<string, Product>>;
  /** 0: any that is free. */
  readonly port?: number;
}

/** A call that reached the vendor. */
export interface ReceivedCall {
  readonly path: string;
  readonly fields: Fields | undefined;
  readonly headers: Incoming['headers'];
  readonly processed: boolean;
  readonly billed: boolean;
}

/** A vendor on loopback that bills as a real one: each processed call, whether or not its answer arrived. */
export interface DataVendor {
  readonly url: string;
  /** Whatever reached it, refused calls included. */
  readonly calls: readonly ReceivedCall[];
  billed(): number;
  processed(): number;
  /** Makes something go wrong with the next call; several faults wait in line. */
  inject(fault: Fault): void;
  /** Forgets calls and faults. */
  reset(): void;
  close(): Promise<void>;
}

const json = 'application/json;charset=UTF-8';

function write(response: ServerResponse, status: number, type: string, body: string) {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

/** Answers as a fault has it. */
function misanswer(fault: Fault, response: ServerResponse, body: string) {
  switch (fault) {
    case 'reset-before':
    case 'reset-after':
      return response.socket?.destroy();
    case 'half-body':
      response.writeHead(200, { 'content-type': json, 'content-length': Buffer.byteLength(body) });
      return response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
    case 'wrong-content-type':
      return write(response, 200, 'text/html', body);
    case 'garbage':
      return write(response, 200, json, '<html>502 Bad Gateway</html>');
    case 'http-429':
    case 'http-503':
    case 'http-504':
      return write(response, Number(fault.slice(-3)), json, '{"message":"later"}');
    default: // hang: the caller gives up first.
      return undefined;
  }
}

/** Starts a vendor. */
export async function startDataVendor({
  certificates,
  gate = anybody,
  asksForCertificate = false,
  products,
  port = 0,
}: DataVendorOptions): Promise<DataVendor> {
  const calls: ReceivedCall[] = [];
  const line: Fault[] = [];
  const open = new Set<Socket>();

  const handle = async (incoming: Incoming, response: ServerResponse) => {
    const fault = line.shift();
    const product = products[incoming.path];
    const { path, headers } = incoming;
    const note = (fields: Fields | undefined, answer?: ProductAnswer) =>
      calls.push({ path, fields, headers, processed: answer !== undefined, billed: answer?.billed ?? false });
    let fields: Fields;
    try {
      fields = readFields(product, incoming);
    } catch {
      note(undefined);
      return write(response, 400, json, '{"message":"unreadable"}');
    }
    const refusal = gate(incoming, fields);
    if (refusal !== undefined || !product) {
      note(fields);
      return write(
        response,
        product ? 401 : 404,
        json,
        JSON.stringify({ message: refusal ?? 'no such product' }),
      );
    }
    const answer = !fault || faults[fault].processed ? product.answer(fields) : undefined;
    note(fields, answer);
    const { type, body } = product.write?.(answer?.document) ?? {
      type: json,
      body: JSON.stringify(answer?.document ?? {}),
    };
    return fault ? misanswer(fault, response, body) : write(response, 200, type, body);
  };

  const { server: own, customer, stranger } = certificates;
  const server = createServer(
    {
      ...own,
      requestCert: asksForCertificate,
      // The gate checks whose certificate it is. Here it only has to be a valid certificate.
      rejectUnauthorized: asksForCertificate,
      ca: [customer.cert, stranger.cert],
    },
    (request, response) => {
      readIncoming(request)
        .then((incoming) => handle(incoming, response))
        .catch(() => response.socket?.destroy());
    },
  );
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    if (line[0] !== 'reset-handshake' && line[0] !== 'refuse') return;
    // A client of a closed port sees the same: no connection. A listener cannot do better.
    line.shift();
    socket.resetAndDestroy();
  });
  // Ignores clients that disconnect.
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    billed: () => calls.filter(({ billed }) => billed).length,
    processed: () => calls.filter(({ processed }) => processed).length,
    inject: (fault) => line.push(fault),
    reset: () => {
      calls.length = 0;
      line.length = 0;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
