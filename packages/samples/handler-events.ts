import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

/** The event that API Gateway gives a route's function for an authenticated client. */
export function proxyEvent(
  body: string | object,
  headers: Record<string, string> = {},
): APIGatewayProxyEvent {
  return {
    httpMethod: 'POST',
    path: '/kyc/cn/request',
    resource: '/kyc/cn/request',
    headers: { 'Content-Type': 'application/json', ...headers },
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    isBase64Encoded: false,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    requestContext: { requestId: 'request-1', authorizer: { clientId: 'local-client' } },
  } as unknown as APIGatewayProxyEvent;
}

/** The event of a GET, which has no body. */
export function getEvent(
  pathParameters: Record<string, string> | null,
  query: Record<string, string[]> | null = null,
): APIGatewayProxyEvent {
  return {
    ...proxyEvent(''),
    httpMethod: 'GET',
    headers: {},
    body: null,
    pathParameters,
    multiValueQueryStringParameters: query,
  };
}

/** Calls a handler as Lambda does. */
export async function invoke(
  handler: (event: APIGatewayProxyEvent, context: Context) => Promise<unknown>,
  event: APIGatewayProxyEvent,
): Promise<{ status: number; body: Record<string, unknown>; headers: Record<string, unknown> }> {
  const result = (await handler(event, {} as Context)) as APIGatewayProxyResult;
  return { status: result.statusCode, body: JSON.parse(result.body), headers: result.headers ?? {} };
}
