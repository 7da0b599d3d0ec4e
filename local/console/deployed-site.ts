import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import { contentTypeOf } from './content-type.ts';
import { headersOf } from './response-headers.ts';
import { type ViewerFunction, viewerFunction } from './viewer-function.ts';

/** An object of the bucket: a file, and what S3 says of it. */
export interface SiteFile {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** What CloudFront does with the requests that match a path. */
export interface Behaviour {
  readonly pathPattern: RegExp;
  readonly allowedMethods: readonly string[];
  /** Whether it answers from the bucket; otherwise it passes requests on to the API. */
  readonly fromBucket: boolean;
  /** What it adds to every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** What it does with a request first. */
  readonly viewerRequest?: ViewerFunction;
}

/** A console's stack: what its distribution does, and what its bucket holds once it is deployed. */
export interface DeployedSite {
  /** Of requests that several match, the first is right. The last matches all. */
  readonly behaviours: readonly Behaviour[];
  readonly defaultRootObject: string;
  /** By their keys. */
  readonly files: ReadonlyMap<string, SiteFile>;
}

interface BehaviourProperties {
  readonly PathPattern?: string;
  readonly AllowedMethods?: readonly string[];
  readonly TargetOriginId: string;
  readonly ResponseHeadersPolicyId?: unknown;
  readonly FunctionAssociations?: readonly { readonly EventType: string; readonly FunctionARN: unknown }[];
}

interface DeploymentProperties {
  readonly SourceObjectKeys: readonly string[];
  readonly Exclude?: readonly string[];
  readonly Include?: readonly string[];
  readonly SystemMetadata?: Readonly<Record<string, string>>;
}

/** A pattern of CloudFront or of the AWS CLI: `*` is any text, `?` any character. */
function wildcards(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

/** The logical id that a reference names: `{ Ref }`, or `{ Fn::GetAtt }`. */
function referredTo(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: string[] };
  const logicalId = Ref ?? attribute?.[0];
  if (logicalId === undefined)
    throw new Error('the embedded cloud knows policies and functions of the stack only');
  return logicalId;
}

function behaviourOf(
  assembly: CloudAssembly,
  properties: BehaviourProperties,
  bucketOrigins: ReadonlySet<string>,
): Behaviour {
  const { PathPattern = '*', AllowedMethods = ['GET', 'HEAD'], ResponseHeadersPolicyId } = properties;
  const association = properties.FunctionAssociations?.find(
    ({ EventType }) => EventType === 'viewer-request',
  );
  const code = association && assembly.resource(referredTo(association.FunctionARN)).properties.FunctionCode;
  return {
    pathPattern: wildcards(PathPattern),
    allowedMethods: AllowedMethods,
    fromBucket: bucketOrigins.has(properties.TargetOriginId),
    headers: ResponseHeadersPolicyId
      ? headersOf(assembly, assembly.resource(referredTo(ResponseHeadersPolicyId)))
      : {},
    ...(code !== undefined && { viewerRequest: viewerFunction(assembly.text(code)) }),
  };
}

/** The folder of each asset of the stack, by the key that its zip has where the CDK stages it. */
function assetDirectories(assembly: CloudAssembly): ReadonlyMap<string, string> {
  const file = path.join(assembly.directory, `${assembly.stackName}.assets.json`);
  const { files } = JSON.parse(readFileSync(file, 'utf8')) as {
    files: Record<string, { source: { path?: string } }>;
  };
  return new Map(
    Object.entries(files).flatMap(([hash, { source }]) =>
      source.path === undefined ? [] : [[`${hash}.zip`, path.join(assembly.directory, source.path)] as const],
    ),
  );
}

/** A file as S3 serves it. @param name its key. @param metadata the headers that it is stored with. */
export function fileOf(name: string, content: Buffer, metadata: Readonly<Record<string, string>>): SiteFile {
  return {
    content,
    headers: {
      'content-type': contentTypeOf(name),
      etag: `"${createHash('md5').update(content).digest('hex')}"`,
      ...metadata,
    },
  };
}

/** The files that one deployment brings: all but the excluded, and of those the ones that are included again. */
function* filesOf(
  directories: readonly string[],
  { Exclude = [], Include = [], SystemMetadata = {} }: DeploymentProperties,
) {
  const excluded = Exclude.map(wildcards);
  const included = Include.map(wildcards);
  for (const directory of directories)
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const key = path.relative(directory, file).replaceAll(path.sep, '/');
      const left =
        excluded.some((pattern) => pattern.test(key)) && !included.some((pattern) => pattern.test(key));
      if (!left) yield [key, fileOf(key, readFileSync(file), SystemMetadata)] as const;
    }
}

function deployedFiles(assembly: CloudAssembly): Map<string, SiteFile> {
  const directories = assetDirectories(assembly);
  const files = new Map<string, SiteFile>();
  for (const { properties } of assembly.resourcesOf('Custom::CDKBucketDeployment')) {
    const deployment = properties as unknown as DeploymentProperties;
    const sources = deployment.SourceObjectKeys.map((key) => {
      const directory = directories.get(key);
      if (directory === undefined) throw new Error(`the cloud assembly has no asset ${key}`);
      return directory;
    });
    for (const [key, file] of filesOf(sources, deployment)) files.set(key, file);
  }
  return files;
}

/**
 * Reads a console's stack: its distribution, the policies and functions of that, and the assets that it deploys.
 * @throws Error when it uses what the embedded cloud lacks.
 */
export function readSite(assembly: CloudAssembly): DeployedSite {
  const [distribution] = assembly.resourcesOf('AWS::CloudFront::Distribution');
  if (!distribution) throw new Error(`the stack ${assembly.stackName} has no distribution`);
  const {
    CacheBehaviors = [],
    DefaultCacheBehavior,
    DefaultRootObject,
    Origins,
  } = distribution.properties.DistributionConfig as {
    CacheBehaviors?: readonly BehaviourProperties[];
    DefaultCacheBehavior: BehaviourProperties;
    DefaultRootObject: string;
    Origins: readonly { Id: string; S3OriginConfig?: object }[];
  };
  const bucketOrigins = new Set(Origins.filter(({ S3OriginConfig }) => S3OriginConfig).map(({ Id }) => Id));
  return {
    behaviours: [...CacheBehaviors, DefaultCacheBehavior].map((behaviour) =>
      behaviourOf(assembly, behaviour, bucketOrigins),
    ),
    defaultRootObject: DefaultRootObject,
    files: deployedFiles(assembly),
  };
}
