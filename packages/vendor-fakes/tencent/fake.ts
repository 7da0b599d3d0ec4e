import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { loopbackCertificate } from '../tls.ts';
import {
  createFaults,
  type Fault,
  type FaultFunction,
  type FaultRule,
  type InjectedAnswer,
} from './faults.ts';
import { type AccessKey, gatekeep } from './gatekeeper.ts';
import { isBilled, parameterProblem, services } from './services.ts';

/** The host that it fakes. */
export const vendorHost = 'faceid.tencentcloudapi.com';

export interface FakeTencentOptions extends AccessKey {
  /** What the signature's age and the rate are measured with. */
  readonly clock?: () => Date;
  /** For every action, instead of the documented rates. */
  readonly callsPerSecond?: number;
  readonly port?: number;
}

/** One request that arrived whole. */
export interface FakeCall {
  readonly action: string;
  /** When it arrived, in milliseconds since 1970. */
  readonly at: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Whether the service worked on it, and whether the account is charged for that. */
  processed: boolean;
  billed: boolean;
}

export interface FakeTencent {
  readonly url: string;
  readonly port: number;
  /** The certificate to trust: PEM. */
  readonly ca: string;
  readonly calls: readonly FakeCall[];
  /** Connections that were made, those that never became a call included. */
  connections(): number;
  billed(action?: string): number;
  processed(action?: string): number;
  inject(rule: FaultRule | FaultFunction): void;
  /** Forgets the rules, the calls and the rate. */
  reset(): void;
  stop(): Promise<void>;
}

type Answer = Readonly<Record<string, unknown>>;

/** The vendor's envelope, whatever it holds. */
function envelope(response: Answer): string {
  return JSON.stringify({ Response: { ...response, RequestId: randomUUID() } });
}

function answerFor(action: string, injected: InjectedAnswer | undefined): { code: string; response: Answer } {
  if (injected && 'error' in injected)
    return { code: injected.error, response: { Error: { Code: injected.error, Message: 'injected' } } };
  const { success = '0', fields } = services[action] ?? {};
  const code = injected?.result ?? success;
  return { code, response: { Result: code, Description: 'fake', ...fields, ...injected?.fields } };
}

function respond(
  response: ServerResponse,
  body: string,
  { status = 200, type = 'application/json' } = {},
): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

/** At most so many calls of an action in any second. */
function createRateLimit(clock: () => Date, callsPerSecond: number | undefined) {
  const admitted = new Map<string, number[]>();
  return {
    admit(action: string): boolean {
      const now = clock().getTime();
      const recent = (admitted.get(action) ?? []).filter((at) => at > now - 1000);
      const allowed = recent.length < (callsPerSecond ?? services[action]?.rate ?? 20);
      admitted.set(action, allowed ? [...recent, now] : recent);
      return allowed;
    },
    clear: () => admitted.clear(),
  };
}

/**
 * Tencent Cloud FaceID on loopback, at the level of the wire: TLS, the real signature, the documented parameters, the
 * envelopes, and a count of what is billed. By default everything agrees. It shares nothing with the adapter, and runs
 * outside tests as well.
 */
export async function startFakeTencent(options: FakeTencentOptions): Promise<FakeTencent> {
  const { clock = () => new Date(), callsPerSecond, port = 0 } = options;
  const { key, cert } = await loopbackCertificate([vendorHost], vendorHost);
  const faults = createFaults();
  const rate = createRateLimit(clock, callsPerSecond);
  const stopped = new AbortController();
  let calls: FakeCall[] = [];
  let connections = 0;

  /** Works on a call, and gives it to the wire: whole, or as the fault has it. */
  async function process(call: FakeCall, fault: Fault | undefined, response: ServerResponse): Promise<void> {
    const { code, response: answer } = answerFor(
      call.action,
      fault && 'answer' in fault ? fault.answer : undefined,
    );
    call.processed = true;
    call.billed = isBilled(call.action, code);
    const body = envelope(answer);
    switch (fault?.at) {
      case 'reset':
        response.socket?.destroy();
        return;
      case 'hang':
        return;
      case 'half-a-body':
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        });
        response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
        return;
      case 'wrong-content-type':
        return respond(response, body, { type: 'text/html' });
      case 'garbage':
        return respond(response, fault.body ?? '<html>502 Bad Gateway</html>');
      case 'status':
        return respond(response, body, { status: fault.status });
      case 'answer':
        if (fault.delayMs !== undefined)
          await wait(fault.delayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
        return respond(response, body);
      default:
        return respond(response, body);
    }
  }

  /** @returns whether the fault comes before the call is processed, and is done with. */
  function actBeforeProcessing(fault: Fault | undefined, response: ServerResponse): boolean {
    const refuse = (Code: string) => respond(response, envelope({ Error: { Code, Message: 'injected' } }));
    switch (fault?.at) {
      case 'reset-unprocessed':
        response.socket?.destroy();
        return true;
      case 'hang-unprocessed':
        return true;
      case 'status-unprocessed':
        respond(response, 'busy', { status: fault.status, type: 'text/plain' });
        return true;
      case 'wrong-signature':
        refuse('AuthFailure.SignatureFailure');
        return true;
      case 'rate-limit':
        refuse('RequestLimitExceeded');
        return true;
      default:
        return false;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = '', url = '', headers } = request;
    const action = String(headers['x-tc-action'] ?? '');
    const refused =
      gatekeep({ method, url, headers, body }, options, clock()) ?? parameterProblem(action, body);
    let parameters: Record<string, unknown> = {};
    try {
      parameters = JSON.parse(body.toString('utf8'));
    } catch {
      // Whatever it was: it is refused already.
    }
    const at = clock().getTime();
    const call: FakeCall = { action, at, parameters, headers, processed: false, billed: false };
    calls.push(call);
    if (refused) return respond(response, envelope({ Error: refused }));
    if (!rate.admit(action))
      return respond(
        response,
        envelope({ Error: { Code: 'RequestLimitExceeded', Message: 'Too many requests.' } }),
      );
    const fault = faults.ofRequest(action, parameters);
    if (!actBeforeProcessing(fault, response)) await process(call, fault, response);
  }

  const server = createServer({ key, cert }, (request, response) => {
    handle(request, response).catch(() => response.socket?.destroy());
  });
  // Those of clients that went away, and of handshakes that the fake itself broke off.
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('tlsClientError', () => undefined);
  const toDrop = new Set<number | undefined>();
  server.prependListener('connection', (socket: Socket) => {
    connections += 1;
    const fault = faults.ofConnection();
    if (fault === 'refuse') socket.destroy();
    else if (fault) toDrop.add(socket.remotePort);
  });
  server.prependListener('secureConnection', (socket) => {
    if (toDrop.delete(socket.remotePort)) socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));

  const count = (what: 'billed' | 'processed', action?: string) =>
    calls.filter((call) => call[what] && (action === undefined || call.action === action)).length;
  const { port: takenPort } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${takenPort}`,
    port: takenPort,
    ca: cert,
    get calls() {
      return calls;
    },
    connections: () => connections,
    billed: (action) => count('billed', action),
    processed: (action) => count('processed', action),
    inject: faults.inject,
    reset() {
      faults.clear();
      rate.clear();
      calls = [];
      connections = 0;
    },
    stop: () =>
      new Promise<void>((closed) => {
        stopped.abort();
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
