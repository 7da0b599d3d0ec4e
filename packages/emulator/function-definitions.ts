import path from 'node:path';
import type { CloudAssembly, Resource } from './cloud-assembly.ts';
import { generateCredentials } from './credentials.ts';
import type { Gate } from './iam/gate.ts';
import type { FunctionDefinition } from './lambda-function.ts';
import { region } from './physical-names.ts';
import { registerKeyPair } from './s3.ts';

/** Where the emulated services listen, by the suffix of the SDK's AWS_ENDPOINT_URL_… variable. */
export type Endpoints = Readonly<
  Record<'S3' | 'DYNAMODB' | 'SFN' | 'SECRETS_MANAGER' | 'KMS' | 'API_GATEWAY' | 'STS', string>
>;

function functionDefinition(
  assembly: CloudAssembly,
  resource: Resource,
  endpoints: Endpoints,
  overrides: Readonly<Record<string, string>>,
  gate: Gate,
): FunctionDefinition {
  const { properties, metadata } = resource;
  const name = assembly.nameOf(resource);
  const assetPath = metadata['aws:asset:path'];
  if (typeof assetPath !== 'string') throw new Error(`the function ${resource.logicalId} has no code asset`);
  const taskRoot = path.resolve(assembly.directory, assetPath);
  const memorySizeMb = Number(properties.MemorySize ?? 128);
  const { Variables = {} } = (assembly.resolve(properties.Environment) ?? {}) as {
    Variables?: Record<string, string>;
  };
  const overridden = Object.entries(overrides).filter(([variable]) => variable in Variables);
  const credentials = generateCredentials();
  registerKeyPair(credentials);
  gate.register(credentials.accessKeyId, gate.role(assembly.text(properties.Role), name));
  return {
    name,
    arn: assembly.attributeOf(resource, 'Arn'),
    taskRoot,
    handler: assembly.text(properties.Handler),
    memorySizeMb,
    timeoutMs: Number(properties.Timeout ?? 3) * 1000,
    variables: {
      ...Variables,
      ...Object.fromEntries(overridden),
      AWS_REGION: region,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySizeMb),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      LAMBDA_TASK_ROOT: taskRoot,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...Object.fromEntries(
        Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]),
      ),
    },
  };
}

/** The ARNs of the functions that CloudFormation calls while it deploys. No request of the stack reaches them. */
function deploymentHelpers(assembly: CloudAssembly): ReadonlySet<string> {
  return new Set(assembly.customResources().map(({ properties }) => assembly.text(properties.ServiceToken)));
}

/**
 * The stack's functions, their references resolved and a key pair given to each, with the rights of its role. Those
 * behind custom resources are left out: nothing is deployed here.
 * @param overrides values for variables, where a function's template declares the variable.
 */
export function functionDefinitions(
  assembly: CloudAssembly,
  endpoints: Endpoints,
  overrides: Readonly<Record<string, string>>,
  gate: Gate,
): FunctionDefinition[] {
  const helpers = deploymentHelpers(assembly);
  return assembly
    .resourcesOf('AWS::Lambda::Function')
    .filter((resource) => !helpers.has(assembly.attributeOf(resource, 'Arn')))
    .map((resource) => functionDefinition(assembly, resource, endpoints, overrides, gate));
}
