import type { CloudAssembly, Resource } from './cloud-assembly.ts';
import { rootResourceId } from './physical-names.ts';
import type { Throttle } from './token-bucket.ts';

/** How long API Gateway waits for an integration unless the method says otherwise, in milliseconds. */
const defaultIntegrationTimeoutMs = 29_000;

/** A REQUEST authorizer. */
export interface AuthorizerModel {
  readonly functionArn: string;
  /** The headers, in lower case, that must be there, and by whose values its result is cached. */
  readonly identityHeaders: readonly string[];
  /** Whether its result is cached for each source address too. */
  readonly identifiesSource?: boolean;
  readonly resultTtlSeconds: number;
}

/** One method of the API and the function behind it. */
export interface Route {
  readonly httpMethod: string;
  /** The path as the template has it, with parameters in braces: `/reports/{id}`. */
  readonly resourcePath: string;
  readonly resourceId: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer?: AuthorizerModel;
  /** Whether a call needs an API key that a usage plan of the stage has. */
  readonly apiKeyRequired?: boolean;
  /** The limits of all callers of the method together. */
  readonly throttle?: Throttle;
}

/** A usage plan of the API's stage: the limits of each of its API keys. */
export interface UsagePlanModel {
  readonly id: string;
  readonly name: string;
  readonly throttle?: Throttle;
  readonly callsPerMonth?: number;
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
  /** The source of a caller's API key: the authorizer's result, or the header x-api-key (the default). */
  readonly apiKeySource?: 'AUTHORIZER' | 'HEADER';
  readonly usagePlans?: readonly UsagePlanModel[];
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponseModel>;
}

/** Returns the function's ARN from an integration's URI. */
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
  const sources = assembly
    .text(properties.IdentitySource ?? '')
    .split(',')
    .map((source) => source.trim());
  const header = /^method\.request\.header\.(.+)$/;
  const sourceAddress = 'context.identity.sourceIp';
  const other = sources.find((source) => source !== '' && source !== sourceAddress && !header.test(source));
  if (other !== undefined) throw new Error(`the embedded cloud has no identity source ${other}`);
  return {
    functionArn: functionArnOf(assembly.text(properties.AuthorizerUri)),
    identityHeaders: sources.flatMap((source) => header.exec(source)?.[1]?.toLowerCase() ?? []),
    identifiesSource: sources.includes(sourceAddress),
    resultTtlSeconds: Number(properties.AuthorizerResultTtlInSeconds ?? 300),
  };
}

interface MethodSetting {
  readonly HttpMethod?: string;
  readonly ResourcePath?: string;
  readonly ThrottlingRateLimit?: number;
  readonly ThrottlingBurstLimit?: number;
}

function throttleOf(rate: unknown, burst: unknown): Throttle | undefined {
  if (rate === undefined || burst === undefined) return undefined;
  return { ratePerSecond: Number(rate), burst: Number(burst) };
}

/** Returns the stage's throttling of a method: its own setting, or the setting for all methods. */
function methodThrottle(settings: readonly MethodSetting[], method: string, path: string) {
  // CloudFormation's form: the path's own first slash is escaped too, and the root is a slash alone.
  const escaped = path === '/' ? '/' : `/${path.replaceAll('/', '~1')}`;
  const of = (httpMethod: string, resourcePath: string) =>
    settings.find(
      ({ HttpMethod, ResourcePath }) => HttpMethod === httpMethod && ResourcePath === resourcePath,
    );
  const setting = of(method, escaped) ?? of('*', escaped) ?? of('*', '/*');
  return throttleOf(setting?.ThrottlingRateLimit, setting?.ThrottlingBurstLimit);
}

function usagePlansOf(assembly: CloudAssembly, apiId: string): UsagePlanModel[] {
  return assembly
    .resourcesOf('AWS::ApiGateway::UsagePlan')
    .map((resource) => ({ resource, ...(assembly.resolve(resource.properties) as UsagePlanProperties) }))
    .filter(({ ApiStages = [] }) => ApiStages.some(({ ApiId }) => ApiId === apiId))
    .map(({ resource, UsagePlanName = resource.logicalId, Throttle, Quota }) => {
      if (Quota && Quota.Period !== 'MONTH')
        throw new Error(`the embedded cloud has no quotas for a ${Quota.Period}`);
      const throttle = throttleOf(Throttle?.RateLimit, Throttle?.BurstLimit);
      return {
        id: assembly.refOf(resource),
        name: UsagePlanName,
        ...(throttle && { throttle }),
        ...(Quota?.Limit !== undefined && { callsPerMonth: Number(Quota.Limit) }),
      };
    });
}

interface UsagePlanProperties {
  readonly UsagePlanName?: string;
  readonly ApiStages?: readonly { readonly ApiId?: string }[];
  readonly Throttle?: { readonly RateLimit?: number; readonly BurstLimit?: number };
  readonly Quota?: { readonly Limit?: number; readonly Period?: string };
}

function routesOf(
  assembly: CloudAssembly,
  ownedBy: (resource: Resource) => boolean,
  settings: readonly MethodSetting[],
): Route[] {
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
      const httpMethod = assembly.text(properties.HttpMethod);
      const resourcePath = paths.get(resourceId) ?? '/';
      const throttle = methodThrottle(settings, httpMethod, resourcePath);
      return {
        httpMethod,
        resourcePath,
        resourceId,
        functionArn: functionArnOf(assembly.text(integration.Uri)),
        timeoutMs: Number(integration.TimeoutInMillis ?? defaultIntegrationTimeoutMs),
        apiKeyRequired: properties.ApiKeyRequired === true,
        ...(authorizer && { authorizer }),
        ...(throttle && { throttle }),
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
 * Reads the stack's REST API from its template.
 * @throws Error if the template has no API, or if it uses a feature that the embedded cloud lacks.
 */
export function readApi(assembly: CloudAssembly): ApiModel {
  const [api] = assembly.resourcesOf('AWS::ApiGateway::RestApi');
  if (!api) throw new Error(`the stack ${assembly.stackName} has no REST API`);
  const apiId = assembly.refOf(api);
  const ownedBy = ({ properties }: Resource) => assembly.text(properties.RestApiId) === apiId;
  const [stage] = assembly.resourcesOf('AWS::ApiGateway::Stage').filter(ownedBy);
  const settings = (assembly.resolve(stage?.properties.MethodSettings) ?? []) as MethodSetting[];
  return {
    apiId,
    stage: stage ? assembly.refOf(stage) : 'default',
    routes: routesOf(assembly, ownedBy, settings),
    apiKeySource: api.properties.ApiKeySourceType === 'AUTHORIZER' ? 'AUTHORIZER' : 'HEADER',
    usagePlans: usagePlansOf(assembly, apiId),
    gatewayResponses: gatewayResponsesOf(assembly, ownedBy),
  };
}
