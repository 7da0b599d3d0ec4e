import { authenticate } from '@kyc-china/core/authenticate';
import { DynamoCallingClients } from '@kyc-china/storage/client-registry';
import { documentClient } from '@kyc-china/storage/reports-table';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { readEnvironment } from '../shared/environment.ts';
import { describeError, log } from '../shared/logger.ts';
import { environment } from './environment.ts';

const { CLIENTS_TABLE } = readEnvironment(environment);
const clients = new DynamoCallingClients(documentClient(), CLIENTS_TABLE);

/** API Gateway answers 401 to exactly this message, and 500 to any other. */
const unauthorized = 'Unauthorized';

/** Every method of the stage: the result is cached for a client, whichever route it calls first. */
function everyMethodOf(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}

/** Lambda authorizer: `x-client-id` and `x-client-secret` of an active client. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const headers = new Map(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const client = await authenticate(
    clients,
    headers.get('x-client-id'),
    headers.get('x-client-secret'),
    new Date(),
  ).catch((error) => {
    log.error('authorizer failed', describeError(error));
    throw new Error('the client registry did not answer');
  });
  if (!client) throw new Error(unauthorized);
  return {
    principalId: client.clientId,
    context: {
      clientId: client.clientId,
      // A context holds texts alone.
      ...(client.limits && { limits: JSON.stringify(client.limits) }),
    },
    // The key by which API Gateway throttles and counts the client's calls, as its plan says.
    ...(client.usageIdentifierKey && { usageIdentifierKey: client.usageIdentifierKey }),
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: everyMethodOf(event.methodArn) },
      ],
    },
  };
}
