import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { loopbackCertificate } from '../tls.ts';
import { createGatekeeper, type RawRequest } from './gatekeeper.ts';
import {
  type AuthCodes,
  type InjectedAnswer,
  type Parameters,
  parameterProblem,
  vendorAnswer,
  vendorHosts,
  vendorOperations,
  vendorVersions,
} from './products.ts';

type Product = keyof typeof vendorVersions;

/**
 * What can go wrong at one point of a call, in the order of the points. Those before `answer` leave the call
 * unprocessed; those after it come when the call is processed, and billed as its answer says.
 */
export type Fault =
  /** Drops the connection before the TLS handshake ends: no byte of the request can have been sent. */
  | 'refuse'
  /** Drops it after the TLS handshake, before the request is read. */
  | 'reset-before-reading'
  /** Reads the request and never answers. */
  | 'hang-unprocessed'
  | 'bare-429'
  | 'bare-503'
  | 'wrong-signature'
  | 'rate-limit'
  /** Refuses for the rate, and asks to be left alone for so many milliseconds. */
  | { readonly throttledForMs: number | string }
  | { readonly answer: InjectedAnswer }
  /** Answers after so many milliseconds. */
  | { readonly delayMs: number; readonly answer?: InjectedAnswer }
  | 'reset-after-reading'
  | 'hang'
  | 'half-a-body'
  | 'wrong-content-type'
  | 'garbage';

/** A call as the vendor's books have it. */
export interface FakeCall {
  readonly product: Product;
  readonly operation: string;
  readonly parameters: Parameters;
  readonly nonce: string;
  readonly processed: boolean;
  readonly billed: boolean;
}

export interface FakeAlibabaOptions {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Those that were approved, by what they were approved for. */
  readonly authCodes?: AuthCodes;
  /** Calls a second that a product takes. */
  readonly callsPerSecond?: Readonly<Partial<Record<Product, number>>>;
  readonly now?: () => number;
  /** Called when a call is in the books that gets no answer. */
  readonly onHang?: () => void;
}

interface Injection {
  readonly fault: Fault;
  readonly operation?: string;
  remaining: number;
}

/** Decides on each request by itself. */
export type FaultFunction = (operation: string, parameters: Parameters) => Fault | undefined;

const connectionFaults: readonly Fault[] = ['refuse', 'reset-before-reading'];

/** Starts the vendor's hosts on the loopback interface, over TLS. */
export async function startFakeAlibaba({
  accessKeyId,
  accessKeySecret,
  authCodes = {},
  callsPerSecond = {},
  now = Date.now,
  onHang = () => undefined,
}: FakeAlibabaOptions) {
  const { key, cert } = await loopbackCertificate(Object.values(vendorHosts), vendorHosts.cloudauth);
  const gatekeeper = createGatekeeper({ accessKeyId, accessKeySecret, now });
  const calls: FakeCall[] = [];
  const injections: Injection[] = [];
  let decide: FaultFunction = () => undefined;
  const sockets = new Set<Socket>();
  const seconds = new Map<string, number>();

  /** The next injected fault for a connection, of which no operation is known yet, or for a request. */
  const take = (operation: string | undefined): Fault | undefined => {
    const index = injections.findIndex(
      (injection) =>
        connectionFaults.includes(injection.fault) === (operation === undefined) &&
        (injection.operation ?? operation) === operation,
    );
    const injection = injections[index];
    if (!injection) return undefined;
    injection.remaining -= 1;
    if (injection.remaining === 0) injections.splice(index, 1);
    return injection.fault;
  };

  const reply = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' });
    response.end(JSON.stringify(body));
  };

  const serve = (product: Product, request: RawRequest, response: ServerResponse) => {
    const operation = String(request.headers['x-acs-action'] ?? '');
    const { query, form } = parametersOf(request);
    const book = (processed: boolean, billed: boolean) =>
      calls.push({
        product,
        operation,
        parameters: { ...query, ...form },
        nonce: String(request.headers['x-acs-signature-nonce'] ?? ''),
        processed,
        billed,
      });
    const refuse = (status: number, code: string, headers: Record<string, string> = {}) => {
      book(false, false);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      const requestId = randomUUID();
      reply(response, status, {
        Code: code,
        Message: 'refused by the fake',
        RequestId: requestId,
        HostId: '',
      });
    };

    const fault = decide(operation, { ...query, ...form }) ?? take(operation);
    const refusal = gatekeeper(request);
    if (refusal) return refuse(refusal.status, refusal.code);
    if (fault === 'wrong-signature') return refuse(400, 'SignatureDoesNotMatch');
    if (fault === 'rate-limit' || isOverRate(product)) return refuse(400, 'Throttling.User');
    if (typeof fault === 'object' && 'throttledForMs' in fault)
      return refuse(400, 'Throttling.User', { 'x-acs-retry-after': String(fault.throttledForMs) });
    if (request.headers['x-acs-version'] !== vendorVersions[product]) return refuse(400, 'NoSuchVersion');
    if (vendorOperations[operation]?.product !== product) return refuse(404, 'InvalidApi.NotFound');
    // Each operation takes its parameters in one place only.
    const misplaced = vendorOperations[operation].in === 'form' ? query : form;
    if (Object.keys(misplaced).length > 0) return refuse(400, 'MissingParameter');
    const problem = parameterProblem(operation, { ...query, ...form }, authCodes);
    if (problem) return refuse(problem.status, problem.code);

    if (fault === 'hang-unprocessed') {
      book(false, false);
      return onHang();
    }
    if (fault === 'bare-429' || fault === 'bare-503') {
      book(false, false);
      response.writeHead(fault === 'bare-429' ? 429 : 503, { 'content-type': 'text/html' });
      return void response.end('<html><body>later</body></html>');
    }
    const injected = typeof fault === 'object' ? fault.answer : undefined;
    const { status, body, processed, billed } = vendorAnswer(operation, randomUUID(), injected);
    book(processed, billed);
    const text = JSON.stringify(body);
    switch (fault) {
      case 'reset-after-reading':
        return void response.socket?.destroy();
      case 'hang':
        return onHang();
      case 'half-a-body':
        response.writeHead(status, {
          'content-type': 'application/json;charset=utf-8',
          'content-length': Buffer.byteLength(text),
        });
        return void response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
      case 'wrong-content-type':
        response.writeHead(status, { 'content-type': 'text/html' });
        return void response.end(text);
      case 'garbage':
        response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' });
        return void response.end(`${text}<`);
    }
    if (typeof fault === 'object' && 'delayMs' in fault)
      setTimeout(() => reply(response, status, body), fault.delayMs).unref();
    else reply(response, status, body);
  };

  const isOverRate = (product: Product): boolean => {
    const second = `${product} ${Math.floor(now() / 1000)}`;
    const count = (seconds.get(second) ?? 0) + 1;
    seconds.set(second, count);
    return count > (callsPerSecond[product] ?? Number.POSITIVE_INFINITY);
  };

  const listen = async (product: Product): Promise<Server> => {
    // A photo in the query string makes a head of some 60 KB.
    const server = createServer({ key, cert, maxHeaderSize: 128 * 1024 }, async (incoming, response) => {
      const request = await wholeRequest(incoming);
      if (request) serve(product, request, response);
    });
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      const fault = take(undefined);
      if (fault === 'refuse') socket.destroy();
      // Before the HTTP server sees the connection, and with it what the client may have sent already.
      else if (fault) server.prependOnceListener('secureConnection', (secure) => secure.destroy());
    });
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  const servers = {
    cloudauth: await listen('cloudauth'),
    dytnsapi: await listen('dytnsapi'),
    saf: await listen('saf'),
  };
  const portOf = (server: Server) => (server.address() as AddressInfo).port;
  const urlOf = (server: Server) => `https://127.0.0.1:${portOf(server)}`;

  return {
    /** Where to reach the hosts. */
    endpoints: {
      cloudauth: urlOf(servers.cloudauth),
      dytnsapi: urlOf(servers.dytnsapi),
      saf: urlOf(servers.saf),
    },
    /** The local port of each of the vendor's hosts. */
    ports: {
      [vendorHosts.cloudauth]: portOf(servers.cloudauth),
      [vendorHosts.dytnsapi]: portOf(servers.dytnsapi),
      [vendorHosts.saf]: portOf(servers.saf),
    },
    /** The authority to trust, in PEM. */
    ca: cert,
    /** Every call whose request was read whole. */
    calls: calls as readonly FakeCall[],
    /** How many calls were billed: of one operation, or of all. */
    billed: (operation?: string) =>
      calls.filter((call) => call.billed && (operation ?? call.operation) === call.operation).length,
    /** How many calls were processed: of one operation, or of all. */
    processed: (operation?: string) =>
      calls.filter((call) => call.processed && (operation ?? call.operation) === call.operation).length,
    /** Lets the next calls go wrong, in the order of injection; those of one operation only, if it is named. */
    inject: (fault: Fault, { operation, times = 1 }: { operation?: string; times?: number } = {}) => {
      injections.push({ fault, remaining: times, ...(operation !== undefined && { operation }) });
    },
    /** Asks a function about each request, before what was injected. */
    injectBy: (decideOn: FaultFunction) => {
      decide = decideOn;
    },
    /** Forgets calls and what is still to go wrong, and drops what is still open: it must not count later. */
    reset: () => {
      for (const socket of sockets) socket.destroy();
      calls.length = 0;
      injections.length = 0;
      decide = () => undefined;
    },
    /** Ends what is open, hung calls included. */
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      const ends = Object.values(servers).map(
        (server) => new Promise<void>((resolve) => server.close(() => resolve())),
      );
      await Promise.all(ends);
    },
  };
}

export type FakeAlibaba = Awaited<ReturnType<typeof startFakeAlibaba>>;

/** @returns undefined when the client went away. */
async function wholeRequest(incoming: IncomingMessage): Promise<RawRequest | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
}

function parametersOf({ target, body, headers }: RawRequest): Record<'query' | 'form', Parameters> {
  const query = Object.fromEntries(new URLSearchParams(target.split('?')[1] ?? ''));
  const isForm = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return { query, form: isForm ? Object.fromEntries(new URLSearchParams(body.toString('utf8'))) : {} };
}
