import type { CloudAssembly, Resource } from './cloud-assembly.ts';
import { rootResourceId } from './physical-names.ts';

/** How long API Gateway waits for an integration unless the method says otherwise, in milliseconds. */
const defaultIntegrationTimeoutMs = 29_000;

/** A REQUEST authorizer. */
export interface AuthorizerModel {
  readonly functionArn: string;
  /** The headers, in lower case, that must be there, and by whose values its result is cached. */
  readonly identityHeaders: readonly string[];
  readonly resultTtlSeconds: number;
}

/** One method of the API and the function behind it. */
export interface Route {
  readonly httpMethod: string;
  /** As the template has it, parameters in braces: `/reports/{id}`. */
  readonly resourcePath: string;
  readonly resourceId: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: AuthorizerModel;
}

/** A gateway response that the template overrides. */
export interface GatewayResponseModel {
  readonly statusCode?: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly template?: string;
}

/** One REST API of the stack. */
export interface ApiModel {
  readonly apiId: string;
  readonly stage: string;
  readonly routes: readonly Route[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseModel>;
}

/** The function's ARN inside an integration's URI. */
function functionArnOf(uri: string): string {
  const arn = /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1];
  if (arn === undefined) throw new Error(`the embedded cloud integrates Lambda functions only, not ${uri}`);
  return arn;
}

function pathsOf(assembly: CloudAssembly): Map<string, string> {
  const parents = new Map(
    assembly.resourcesOf('AWS::ApiGateway::Resource').map((resource) => [
      assembly.refOf(resource),
      {
        parent: assembly.text(resource.properties.ParentId),
        part: assembly.text(resource.properties.PathPart),
      },
    ]),
  );
  const pathOf = (id: string): string => {
    const known = parents.get(id);
    return known ? `${pathOf(known.parent)}/${known.part}` : '';
  };
  return new Map([[rootResourceId, '/'], ...[...parents.keys()].map((id) => [id, pathOf(id)] as const)]);
}

function authorizerOf(assembly: CloudAssembly, { properties }: Resource): AuthorizerModel {
  if (properties.Type !== 'REQUEST')
    throw new Error(`the embedded cloud has no authorizers of type ${properties.Type}`);
  const sources = assembly.text(properties.IdentitySource ?? '').split(',');
  const header = /^method\.request\.header\.(.+)$/;
  return {
    functionArn: functionArnOf(assembly.text(properties.AuthorizerUri)),
    identityHeaders: sources.flatMap((source) => header.exec(source.trim())?.[1]?.toLowerCase() ?? []),
    resultTtlSeconds: Number(properties.AuthorizerResultTtlInSeconds ?? 300),
  };
}

function routesOf(assembly: CloudAssembly, ownedBy: (resource: Resource) => boolean): Route[] {
  const paths = pathsOf(assembly);
  const authorizers = new Map(
    assembly
      .resourcesOf('AWS::ApiGateway::Authorizer')
      .map((resource) => [assembly.refOf(resource), authorizerOf(assembly, resource)]),
  );
  return assembly
    .resourcesOf('AWS::ApiGateway::Method')
    .filter(ownedBy)
    .map(({ properties }) => {
      const integration = properties.Integration as Record<string, unknown>;
      const resourceId = assembly.text(properties.ResourceId);
      const authorizer =
        properties.AuthorizerId === undefined
          ? undefined
          : authorizers.get(assembly.text(properties.AuthorizerId));
      return {
        httpMethod: assembly.text(properties.HttpMethod),
        resourcePath: paths.get(resourceId) ?? '/',
        resourceId,
        functionArn: functionArnOf(assembly.text(integration.Uri)),
        timeoutMs: Number(integration.TimeoutInMillis ?? defaultIntegrationTimeoutMs),
        ...(authorizer && { authorizer }),
      };
    });
}

function gatewayResponsesOf(assembly: CloudAssembly, ownedBy: (resource: Resource) => boolean) {
  return new Map(
    assembly
      .resourcesOf('AWS::ApiGateway::GatewayResponse')
      .filter(ownedBy)
      .map(({ properties }): [string, GatewayResponseModel] => {
        const templates = (assembly.resolve(properties.ResponseTemplates) ?? {}) as Record<string, string>;
        const template = templates['application/json'];
        return [
          assembly.text(properties.ResponseType),
          {
            parameters: (assembly.resolve(properties.ResponseParameters) ?? {}) as Record<string, string>,
            ...(properties.StatusCode !== undefined && { statusCode: Number(properties.StatusCode) }),
            ...(template !== undefined && { template }),
          },
        ];
      }),
  );
}

/**
 * Reads the stack's REST API out of its template.
 * @throws Error when there is none, or when it uses what the embedded cloud lacks.
 */
export function readApi(assembly: CloudAssembly): ApiModel {
  const [api] = assembly.resourcesOf('AWS::ApiGateway::RestApi');
  if (!api) throw new Error(`the stack ${assembly.stackName} has no REST API`);
  const apiId = assembly.refOf(api);
  const ownedBy = ({ properties }: Resource) => assembly.text(properties.RestApiId) === apiId;
  const [stage] = assembly.resourcesOf('AWS::ApiGateway::Stage').filter(ownedBy);
  return {
    apiId,
    stage: stage ? assembly.refOf(stage) : 'default',
    routes: routesOf(assembly, ownedBy),
    gatewayResponses: gatewayResponsesOf(assembly, ownedBy),
  };
}
