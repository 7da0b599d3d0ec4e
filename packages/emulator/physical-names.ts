import { createHash } from 'node:crypto';
import type { Resource } from './cloud-assembly.ts';

/** The account and region that the embedded cloud pretends to be. */
export const account = '000000000000';
export const region = 'ap-east-1';

/** The property that names a resource explicitly, and how long a name its service takes. */
const naming: Record<string, { property: string; longest: number; lowerCase?: true }> = {
  'AWS::Lambda::Function': { property: 'FunctionName', longest: 64 },
  'AWS::Lambda::Version': { property: 'FunctionName', longest: 64 },
  'AWS::DynamoDB::Table': { property: 'TableName', longest: 255 },
  'AWS::DynamoDB::GlobalTable': { property: 'TableName', longest: 255 },
  'AWS::S3::Bucket': { property: 'BucketName', longest: 63, lowerCase: true },
  'AWS::SecretsManager::Secret': { property: 'Name', longest: 255 },
  'AWS::StepFunctions::StateMachine': { property: 'StateMachineName', longest: 80 },
  'AWS::IAM::Role': { property: 'RoleName', longest: 64 },
  'AWS::IAM::User': { property: 'UserName', longest: 64 },
  'AWS::IAM::ManagedPolicy': { property: 'ManagedPolicyName', longest: 128 },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', longest: 512 },
  'AWS::ApiGateway::Stage': { property: 'StageName', longest: 128 },
};

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;

const arns: Record<string, (name: string) => string> = {
  'AWS::Lambda::Function': (name) => arn('lambda', `function:${name}`),
  // Each run publishes the code that it has as the first version.
  'AWS::Lambda::Version': (name) => arn('lambda', `function:${name}:1`),
  'AWS::DynamoDB::Table': (name) => arn('dynamodb', `table/${name}`),
  'AWS::DynamoDB::GlobalTable': (name) => arn('dynamodb', `table/${name}`),
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::SecretsManager::Secret': (name) =>
    arn('secretsmanager', `secret:${name}-${fingerprint(name).slice(0, 6)}`),
  'AWS::StepFunctions::StateMachine': (name) => arn('states', `stateMachine:${name}`),
  'AWS::IAM::Role': (name) => `arn:aws:iam::${account}:role/${name}`,
  'AWS::IAM::User': (name) => `arn:aws:iam::${account}:user/${name}`,
  'AWS::Logs::LogGroup': (name) => arn('logs', `log-group:${name}:*`),
  'AWS::KMS::Key': (name) => arn('kms', `key/${fingerprint(name)}`),
};

/** Types whose `Ref` is their ARN, not their name. */
const refIsArn = new Set([
  'AWS::Lambda::Version',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
]);

/** Types whose `Ref` is an id that the service makes up. */
const refIsId = /^AWS::(ApiGateway::(?!Stage)|KMS::Key$)/;

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** The same name at every start, so that stored data stays reachable: explicit, or stack and logical id. */
export function physicalNameOf(
  { type, logicalId, properties }: Resource,
  stackName: string,
  text: (value: unknown) => string,
): string {
  const rule = naming[type];
  const explicit = rule && properties[rule.property];
  if (explicit !== undefined) return text(explicit);
  const generated = `${stackName}-${logicalId}`;
  const name = rule?.lowerCase ? generated.toLowerCase() : generated;
  const longest = rule?.longest ?? 255;
  return name.length <= longest ? name : `${name.slice(0, longest - 11)}-${fingerprint(name)}`;
}

/** What `Ref` yields for a resource of this name. */
export function refOf({ type }: Resource, name: string): string {
  if (refIsArn.has(type)) return arns[type]?.(name) ?? name;
  return refIsId.test(type) ? fingerprint(name) : name;
}

/** What `Fn::GetAtt` yields; undefined for an attribute that is not known. */
export function wellKnownAttribute({ type }: Resource, name: string, attribute: string): string | undefined {
  if (attribute === 'Arn') return arns[type]?.(name);
  if (attribute === 'Name' && type === 'AWS::StepFunctions::StateMachine') return name;
  if (attribute === 'RootResourceId' && type === 'AWS::ApiGateway::RestApi') return rootResourceId;
  if (attribute === 'RegionalDomainName' && type === 'AWS::S3::Bucket')
    return `${name}.s3.${region}.amazonaws.com`;
  return undefined;
}

/** The id of a REST API's root resource, the parent of its first path segments. */
export const rootResourceId = 'root';
