import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ApiModel, AuthorizerModel, Route } from './api-model.ts';
import { type Authorization, Authorizer } from './authorizer.ts';
import { decodeBody } from './content-codings.ts';
import { type GatewayAnswer, GatewayError, gatewayAnswer } from './gateway-responses.ts';
import { isListening, listen, type RunningServer } from './http-server.ts';
import type { Invoke } from './lambda.ts';
import { createApiServer } from './malformed-requests.ts';
import { authorizerEvent, findRoute, headersByName, proxyEvent, toApiRequest } from './proxy-event.ts';
import { TokenBucket } from './token-bucket.ts';
import type { UsagePlans } from './usage-plans.ts';

/** The largest request body, as sent and as decoded: 10 MB, the limit of API Gateway. */
const bodyLimitBytes = 10 * 1024 * 1024;

async function readBody(incoming: IncomingMessage): Promise<string> {
  if (Number(incoming.headers['content-length'] ?? 0) > bodyLimitBytes)
    throw new GatewayError('REQUEST_TOO_LARGE');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > bodyLimitBytes) throw new GatewayError('REQUEST_TOO_LARGE');
    chunks.push(chunk as Buffer);
  }
  const coding = incoming.headers['content-encoding'];
  return (await decodeBody(Buffer.concat(chunks), coding, bodyLimitBytes)).toString();
}

function toAnswer(result: unknown): GatewayAnswer {
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = (result ?? {}) as {
    statusCode?: unknown;
    headers?: Record<string, unknown>;
    multiValueHeaders?: Record<string, unknown[]>;
    body?: unknown;
    isBase64Encoded?: boolean;
  };
  const status = Number(statusCode);
  const text = body === undefined || body === null ? '' : body;
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof text !== 'string')
    throw new GatewayError('DEFAULT_5XX', 502);
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...lowerCaseNames(headers, String),
      ...lowerCaseNames(multiValueHeaders, (values) => (values as unknown[]).map(String)),
    },
    body: isBase64Encoded ? Buffer.from(text, 'base64') : text,
  };
}

function lowerCaseNames<T>(headers: Record<string, unknown> | undefined, convert: (value: unknown) => T) {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), convert(value)]),
  );
}

/** Rejects if the function takes longer than the integration timeout. The function continues to run, as on AWS. */
async function withinTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new GatewayError('INTEGRATION_TIMEOUT')), timeoutMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The settings of an API with API keys, and those that tests set. */
export interface ApiOptions {
  /** Throttles and counts by API key. */
  readonly usagePlans?: UsagePlans;
  /** The clock of the authorizers' caches and of throttling, in milliseconds since 1970. */
  readonly now?: () => number;
  /** Wraps the API: it listens on the API's port and handles requests first. */
  readonly front?: (api: RequestListener) => RequestListener;
}

class ApiGateway {
  readonly #api: ApiModel;
  readonly #invokeFunction: Invoke;
  readonly #usagePlans: UsagePlans | undefined;
  readonly #authorizers = new Map<AuthorizerModel, Authorizer>();
  readonly #buckets = new Map<Route, TokenBucket>();

  constructor(api: ApiModel, invoke: Invoke, { usagePlans, now = Date.now }: ApiOptions) {
    this.#api = api;
    this.#invokeFunction = invoke;
    this.#usagePlans = usagePlans;
    for (const route of api.routes) {
      const { authorizer, throttle } = route;
      if (authorizer) this.#authorizers.set(authorizer, new Authorizer(authorizer, invoke, now));
      if (throttle) this.#buckets.set(route, new TokenBucket(throttle, now));
    }
  }

  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const answer = await this.#answer(incoming, requestId).catch((error) => {
      const known = error instanceof GatewayError ? error : new GatewayError('DEFAULT_5XX');
      return gatewayAnswer(known, requestId, this.#api.gatewayResponses);
    });
    if (response.destroyed) return;
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-length': Buffer.byteLength(answer.body),
      'x-amzn-requestid': requestId,
      // A client that still sends an unread body must not mix it up with its next request.
      ...(!incoming.complete && { connection: 'close' }),
    });
    response.end(answer.body);
    incoming.resume();
  }

  async #answer(incoming: IncomingMessage, requestId: string): Promise<GatewayAnswer> {
    const request = toApiRequest(incoming, requestId, await readBody(incoming));
    const { route, pathParameters } = findRoute(this.#api, request);
    const headers = headersByName(request);
    const authorizer = route.authorizer && this.#authorizers.get(route.authorizer);
    const authorization = await authorizer?.authorize(
      headers,
      authorizerEvent(this.#api, request, route, pathParameters),
    );
    this.#admit(route, authorization, headers);
    const event = proxyEvent(this.#api, request, route, pathParameters, authorization?.context);
    return toAnswer(await this.#invoke(route, event));
  }

  /** Checks limits in API Gateway's order: the caller's own plan first, then the limits of all callers together. */
  #admit(route: Route, authorization: Authorization | undefined, headers: ReadonlyMap<string, string>): void {
    if (route.apiKeyRequired) {
      const fromAuthorizer = this.#api.apiKeySource === 'AUTHORIZER';
      const key = fromAuthorizer ? authorization?.usageIdentifierKey : headers.get('x-api-key');
      if (!this.#usagePlans) throw new GatewayError('INVALID_API_KEY');
      this.#usagePlans.admit(key);
    }
    if (this.#buckets.get(route)?.take() === false) throw new GatewayError('THROTTLED');
  }

  async #invoke(route: Route, event: object): Promise<unknown> {
    try {
      return await withinTimeout(this.#invokeFunction(route.functionArn, event), route.timeoutMs);
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      if ((error as Error).name === 'RequestTooLarge') throw new GatewayError('REQUEST_TOO_LARGE');
      throw new GatewayError('INTEGRATION_FAILURE', 502);
    }
  }
}

const portTaken = (port: number) =>
  new Error(
    `port ${port} is in use: stop the process that uses it, or set the variable PORT to another port`,
  );

/** @throws Error with a plain message if the port is already in use. */
export async function refuseTakenPort(port: number): Promise<void> {
  if (port !== 0 && (await isListening(port))) throw portTaken(port);
}

/**
 * Serves the REST API on 127.0.0.1 with its routes at the root: the path does not contain the stage.
 * @param port 0 selects any free port.
 * @throws Error with a plain message if the port is in use.
 */
export async function serveApi(
  api: ApiModel,
  invoke: Invoke,
  port: number,
  options: ApiOptions = {},
): Promise<RunningServer> {
  const gateway = new ApiGateway(api, invoke, options);
  try {
    const listener: RequestListener = (incoming, response) => void gateway.handle(incoming, response);
    return await listen(createApiServer(options.front?.(listener) ?? listener, api), port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw portTaken(port);
  }
}
