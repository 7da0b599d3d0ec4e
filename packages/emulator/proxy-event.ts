import type { IncomingMessage } from 'node:http';
import type { ApiModel, Route } from './api-model.ts';
import type { AuthorizerContext } from './authorizer.ts';
import { GatewayError } from './gateway-responses.ts';
import { account, region } from './physical-names.ts';

/** An HTTP request as API Gateway hands it on, read from the wire. */
export interface ApiRequest {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Name and value, as they were sent. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly sourceIp: string;
  readonly receivedAt: Date;
}

/**
 * Reads a request's target, in origin-form or absolute-form (RFC 9112, 3.2).
 * @throws GatewayError a 400, when it is neither.
 */
function urlOf({ url: target = '/' }: IncomingMessage): URL {
  const url = target.startsWith('/') ? `http://localhost${target}` : target;
  if (!URL.canParse(url)) throw new GatewayError('DEFAULT_4XX', 400);
  return new URL(url);
}

/** Reads a request's line and headers; the body is segments apart. @throws GatewayError */
export function toApiRequest(incoming: IncomingMessage, requestId: string, body: string): ApiRequest {
  const url = urlOf(incoming);
  const raw = incoming.rawHeaders;
  return {
    requestId,
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Array.from(
      { length: raw.length / 2 },
      (_, index) => [raw[2 * index] ?? '', raw[2 * index + 1] ?? ''] as const,
    ),
    body,
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    receivedAt: new Date(),
  };
}

/** The headers by lower-case name; of several of one name, the last. */
export function headersByName({ headers }: ApiRequest): Map<string, string> {
  return new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
}

type PathParameters = Readonly<Record<string, string>>;

/** @throws GatewayError a 400, when the segment is not percent-encoded UTF-8. */
function decodedSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new GatewayError('DEFAULT_4XX', 400);
  }
}

/** The path's parameters when the route's path matches it. */
function matchPath(resourcePath: string, path: string): PathParameters | undefined {
  const wanted = resourcePath.split('/');
  const segments = (path.length > 1 ? path.replace(/\/$/, '') : path).split('/');
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
    if (name === undefined) {
      if (segment !== segments[index]) return undefined;
    } else {
      const value = greedy ? segments.slice(index).join('/') : (segments[index] ?? '');
      if (value === '') return undefined;
      parameters[name] = decodedSegment(value);
      if (greedy) return parameters;
    }
  }
  return wanted.length === segments.length ? parameters : undefined;
}

/**
 * The route of a request; one without path parameters goes first.
 * @throws GatewayError MISSING_AUTHENTICATION_TOKEN, which is API Gateway's answer to an unknown route.
 */
export function findRoute(
  { routes }: ApiModel,
  { method, path }: ApiRequest,
): { route: Route; pathParameters: PathParameters } {
  const found = routes
    .filter(({ httpMethod }) => httpMethod === method || httpMethod === 'ANY')
    .flatMap((route) => {
      const pathParameters = matchPath(route.resourcePath, path);
      return pathParameters ? [{ route, pathParameters }] : [];
    })
    .sort((one, other) => Object.keys(one.pathParameters).length - Object.keys(other.pathParameters).length);
  if (!found[0]) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN');
  return found[0];
}

const nullIfEmpty = <T extends object>(value: T) => (Object.keys(value).length > 0 ? value : null);

function grouped(pairs: Iterable<readonly [string, string]>): Record<string, string[]> {
  // A map, because a name may be `__proto__` or that of another property which every object has.
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(([, value]) => value)]));
}

function baseEvent(api: ApiModel, request: ApiRequest, route: Route, pathParameters: PathParameters) {
  const { requestId, method, path, query, headers, sourceIp, receivedAt } = request;
  return {
    resource: route.resourcePath,
    path,
    httpMethod: method,
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    queryStringParameters: nullIfEmpty(Object.fromEntries(query)),
    multiValueQueryStringParameters: nullIfEmpty(grouped(query)),
    pathParameters: nullIfEmpty(pathParameters),
    stageVariables: null,
    requestContext: {
      accountId: account,
      apiId: api.apiId,
      domainName: `${api.apiId}.execute-api.${region}.amazonaws.com`,
      extendedRequestId: requestId,
      httpMethod: method,
      identity: { sourceIp, userAgent: headersByName(request).get('user-agent') ?? null },
      path: `/${api.stage}${path}`,
      protocol: 'HTTP/1.1',
      requestId,
      requestTime: receivedAt.toISOString(),
      requestTimeEpoch: receivedAt.getTime(),
      resourceId: route.resourceId,
      resourcePath: route.resourcePath,
      stage: api.stage,
    },
  };
}

/** What a REQUEST authorizer is asked with. */
export function authorizerEvent(
  api: ApiModel,
  request: ApiRequest,
  route: Route,
  pathParameters: PathParameters,
) {
  const { apiId, stage } = api;
  const path = request.path.replace(/^\//, '');
  return {
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/${request.method}/${path}`,
    ...baseEvent(api, request, route, pathParameters),
  };
}

/** What the function behind a Lambda proxy integration is invoked with. */
export function proxyEvent(
  api: ApiModel,
  request: ApiRequest,
  route: Route,
  pathParameters: PathParameters,
  authorizer: AuthorizerContext | undefined,
) {
  const { requestContext, ...event } = baseEvent(api, request, route, pathParameters);
  return {
    ...event,
    requestContext: { ...requestContext, ...(authorizer && { authorizer }) },
    body: request.body === '' ? null : request.body,
    isBase64Encoded: false,
  };
}
