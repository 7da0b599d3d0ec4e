import { type Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import {
  type BundlingOptions,
  type ICommandHooks,
  LogLevel,
  NodejsFunction,
  OutputFormat,
  SourceMapMode,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvironmentOf } from '../lambdas/environment.ts';
import { acknowledge } from './acknowledge.ts';
import { metricsNamespaceOf } from './metrics-namespace.ts';
import { projectFile } from './project-file.ts';

export interface KycFunctionProps<Names extends readonly string[]> {
  /** The folder of `lambdas/` that holds its handler.ts and environment.ts. */
  readonly folder: string;
  /** What its environment.ts exports: `environment` must give each of these a value, or it does not compile. */
  readonly variables: Names;
  readonly environment: EnvironmentOf<Names>;
  readonly timeout: Duration;
  readonly memoryMiB: number;
  readonly logKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** Files that the code reads at run time and that no bundler can see. */
  readonly bundledFiles?: readonly BundledFile[];
}

export interface BundledFile {
  /** Path from the project's root. */
  readonly from: string;
  /** Path in the bundle. */
  readonly to: string;
}

/** Copies with Node itself: whoever can synthesize has it, on any system. */
function copyingHooks(files: readonly BundledFile[]): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (inputDirectory, outputDirectory) =>
      files.map(
        ({ from, to }) =>
          `node -e "require('node:fs').cpSync(process.argv[1], process.argv[2])" "${inputDirectory}/${from}" "${outputDirectory}/${to}"`,
      ),
  };
}

/** Modules that are CommonJS inside an ES module bundle still call require. */
const requireBanner =
  "import{createRequire as kycRequire}from'node:module';const require=kycRequire(import.meta.url);";

/** How a function is bundled: one minified ES module with the SDK inside. */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  sourceMapMode: SourceMapMode.EXTERNAL,
  sourcesContent: false,
  externalModules: [],
  banner: requireBanner,
  logLevel: LogLevel.WARNING,
} satisfies BundlingOptions;

/**
 * The house function: Node 24 on Arm, one minified ES module with the SDK inside (it loads faster than
 * CommonJS), a log group of its own, traced, and an environment typed by its handler.
 */
export class KycFunction<const Names extends readonly string[]> extends NodejsFunction {
  constructor(scope: Construct, id: string, props: KycFunctionProps<Names>) {
    super(scope, id, {
      entry: projectFile('lambdas', props.folder, 'handler.ts'),
      handler: 'handler',
      projectRoot: projectFile(),
      depsLockFilePath: projectFile('package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout: props.timeout,
      tracing: Tracing.ACTIVE,
      environment: {
        ...props.environment,
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespaceOf(Stack.of(scope).stackName),
      },
      logGroup: new LogGroup(scope, `${id}Log`, {
        retention: RetentionDays.ONE_MONTH,
        encryptionKey: props.logKey,
        removalPolicy: props.removalPolicy,
      }),
      bundling: {
        ...bundling,
        ...(props.bundledFiles && { commandHooks: copyingHooks(props.bundledFiles) }),
      },
    });
    acknowledge(this, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
        'It only lets the function write logs, and is kept by AWS as what Lambda needs for that changes.',
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray’s calls take no resource: sending trace segments can only be allowed on all of them.',
      'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]':
        'The two calls that make a data key, on the one key of the stage.',
      'AwsSolutions-IAM5[Action::kms:ReEncrypt*]':
        'The two halves of one re-encryption, which S3 and DynamoDB use, on the one key of the stage.',
    });
  }
}
