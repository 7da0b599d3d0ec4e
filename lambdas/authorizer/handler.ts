import { type Authentication, authenticate } from '@kyc-china/core/authenticate';
import { type CallPermission, permissionOf } from '@kyc-china/core/call-permission';
import { routesOf } from '@kyc-china/core/route-scopes';
import { DynamoCallingClients } from '@kyc-china/storage/client-registry';
import { documentClient } from '@kyc-china/storage/reports-table';
import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  StatementEffect,
} from 'aws-lambda';
import { readEnvironment } from '../shared/environment.ts';
import { describeError, log } from '../shared/logger.ts';
import { environment } from './environment.ts';

const { CLIENTS_TABLE } = readEnvironment(environment);
const clients = new DynamoCallingClients(documentClient(), CLIENTS_TABLE);

/** API Gateway answers 401 to exactly this message, and 500 to any other. */
const unauthorized = 'Unauthorized';

/**
 * Returns the policy for every method of the stage: API Gateway caches it for a client, secret and source address,
 * whichever route they call first.
 */
function policyOf({ scopes, refusal }: CallPermission, methodArn: string) {
  const stage = methodArn.split('/').slice(0, 2).join('/');
  const statement = (Effect: StatementEffect, methods: readonly string[]) => ({
    Action: 'execute-api:Invoke',
    Effect,
    Resource: methods.map((method) => `${stage}/${method}`),
  });
  const routes = routesOf(scopes).map((route) => route.replace(' ', '').replaceAll(/\{\w+\}/g, '*'));
  if (!refusal) return statement('Allow', ['*']);
  return routes.length > 0 ? statement('Allow', routes) : statement('Deny', ['*']);
}

function resultOf({ client, key, endsAt }: Authentication, event: APIGatewayRequestAuthorizerEvent) {
  const permission = permissionOf(key, event.requestContext.identity.sourceIp);
  const { refusal } = permission;
  return {
    principalId: client.clientId,
    context: {
      clientId: client.clientId,
      keyId: key.id,
      // A context holds texts alone.
      ...(client.limits && { limits: JSON.stringify(client.limits) }),
      // The functions refuse the key from then on, however long this result is cached.
      ...(endsAt && { keyEndsAt: endsAt.toISOString() }),
      // The gateway's answer to a call that the policy does not allow says these.
      ...(refusal && { refusal: refusal.message, refusalCode: refusal.code }),
    },
    // The key by which API Gateway throttles and counts the client's calls, as its plan says.
    ...(client.usageIdentifierKey && { usageIdentifierKey: client.usageIdentifierKey }),
    policyDocument: { Version: '2012-10-17', Statement: [policyOf(permission, event.methodArn)] },
  };
}

/** Lambda authorizer: `x-client-id` of an active client and, in `x-client-secret`, the secret of one of its keys. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const headers = new Map(
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const authentication = await authenticate(
    clients,
    headers.get('x-client-id'),
    headers.get('x-client-secret'),
    new Date(),
  ).catch((error) => {
    log.error('authorizer failed', describeError(error));
    throw new Error('the client registry did not answer');
  });
  if (!authentication) throw new Error(unauthorized);
  return resultOf(authentication, event);
}
