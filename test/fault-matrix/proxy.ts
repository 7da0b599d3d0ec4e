import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ApiAnswer, ApiCall } from './api.ts';
import { type Exchange, type Step, send } from './exchange.ts';
import { personOf } from './people.ts';
import type { Plan } from './plan.ts';
import type { Holder } from './virtual-time.ts';

export interface Upstream {
  answer(call: ApiCall): Promise<ApiAnswer>;
}

/** What arrived where no call of the API belongs: the target of a redirect. */
export interface Elsewhere {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The report's id in a token. */
function reportIdIn(token: unknown): string {
  return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()).sub;
}

/** A proxy between client and API on loopback. Its plan says which calls fail. */
export class FaultyProxy implements Holder {
  readonly elsewhere: Elsewhere[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #upstream: Upstream;
  readonly #firstStep: Step;
  /** By the report's id. */
  readonly #people = new Map<string, number>();
  readonly #pollsOf = new Map<number, number>();
  readonly #held = new Set<IncomingMessage>();
  #plan: Plan | undefined;
  #port = 0;
  #opening = false;

  private constructor(upstream: Upstream, firstStep: Step) {
    this.#upstream = upstream;
    this.#firstStep = firstStep;
  }

  static async start(upstream: Upstream, firstStep: Step): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(upstream, firstStep);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    proxy.#port = (proxy.#server.address() as AddressInfo).port;
    subscribe('undici:client:connectError', proxy.#refused);
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get held(): number {
    return this.#held.size;
  }

  get isBusy(): boolean {
    return this.#opening;
  }

  releaseAll(): void {
    for (const { socket } of this.#held) socket.destroy();
  }

  /** From now on, calls go wrong as the plan says. */
  begin(plan: Plan): void {
    this.#plan = plan;
    this.#listenAsPlanned(this.#firstStep, 0);
  }

  /** From now on all is well. */
  end(): void {
    this.#plan?.end();
    if (!this.#server.listening) this.#open();
  }

  async stop(): Promise<void> {
    unsubscribe('undici:client:connectError', this.#refused);
    this.#server.closeAllConnections();
    if (this.#opening) await once(this.#server, 'listening');
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Nothing listens while the next call is one to be refused. */
  #listenAsPlanned(next: Step, person: number): void {
    const plan = this.#plan;
    const isRefused = plan !== undefined && plan.fault.act === undefined && plan.strikes(next, person);
    if (!isRefused || !this.#server.listening) return;
    this.#next = { step: next, person };
    this.#server.close();
    this.#server.closeIdleConnections();
  }

  #next: { step: Step; person: number } | undefined;

  #refused = (): void => {
    const [plan, next] = [this.#plan, this.#next];
    if (!plan || !next || this.#server.listening) return;
    plan.strike(next.person);
    if (!plan.strikes(next.step, next.person)) this.#open();
  };

  #open(): void {
    this.#opening = true;
    this.#server.listen(this.#port, '127.0.0.1', () => {
      this.#opening = false;
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const body = await text(request).catch(() => '');
    if (path.startsWith('/elsewhere')) {
      this.elsewhere.push({ headers: request.headers, body });
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
      return;
    }
    const { step, person } = this.#placeOf(path, body);
    const forward = () => this.#forward({ path, headers: request.headers, body }, person);
    const exchange: Exchange = {
      step,
      request,
      response,
      forward,
      proxyUrl: this.url,
      hold: async () => {
        this.#held.add(request);
        if (!request.socket.destroyed) await once(request.socket, 'close');
        this.#held.delete(request);
      },
    };
    const plan = this.#plan;
    if (plan?.fault.act && plan.strikes(step, person)) {
      plan.strike(person);
      await plan.fault.act(exchange);
      return;
    }
    const answer = await forward();
    if (plan && !plan.fault.act) response.setHeader('connection', 'close');
    const next = nextStep(step, person, answer.status, this.#firstStep);
    // Before the answer: the next call may come at once.
    this.#listenAsPlanned(next.step, next.person);
    send(exchange, answer);
  }

  async #forward(call: ApiCall, person: number): Promise<ApiAnswer> {
    const answer = await this.#upstream.answer(call);
    if (call.path === '/kyc/cn/request' && answer.status === 200)
      this.#people.set(reportIdIn(JSON.parse(String(answer.body)).token), person);
    return answer;
  }

  #placeOf(path: string, body: string): { step: Step; person: number } {
    if (path === '/kyc/cn/request') {
      const person = personOf(JSON.parse(body));
      return { step: person < 0 ? 'check' : 'request', person };
    }
    if (path !== '/kyc/cn/poll') {
      const [, reportId = ''] = /kyc-cn-([0-9a-f-]+)\.pdf/.exec(path) ?? [];
      return { step: 'pdf', person: this.#people.get(reportId) ?? -1 };
    }
    const person = this.#people.get(reportIdOr(JSON.parse(body).token)) ?? -1;
    const polls = this.#pollsOf.get(person) ?? 0;
    this.#pollsOf.set(person, polls + 1);
    return { step: polls === 0 ? 'poll' : 'later poll', person };
  }
}

function reportIdOr(token: unknown): string {
  try {
    return reportIdIn(token);
  } catch {
    return '';
  }
}

/** What comes after an answer, one call at a time. */
function nextStep(
  step: Step,
  person: number,
  status: number,
  firstStep: Step,
): { step: Step; person: number } {
  if (step === 'check') return { step: 'request', person: 0 };
  if (step === 'request') return { step: 'poll', person };
  if (status === 202) return { step: 'later poll', person };
  return firstStep === 'check' ? { step: 'request', person: person + 1 } : { step: 'pdf', person };
}
