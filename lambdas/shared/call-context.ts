import type { APIGatewayProxyEvent } from 'aws-lambda';

/** What a log line names of the call that it is about. */
export interface CallContext {
  /** In the client's error answers and in the access log. */
  readonly requestId: string;
  readonly clientId: string;
  /** The id of the client's key that was used. */
  readonly keyId?: string;
}

/** Returns what log lines name of a call, once its client is known. */
export function callContextOf({ requestContext }: APIGatewayProxyEvent): CallContext {
  const { clientId, keyId } = requestContext.authorizer ?? {};
  return {
    requestId: requestContext.requestId,
    clientId: String(clientId),
    ...(typeof keyId === 'string' && { keyId }),
  };
}
