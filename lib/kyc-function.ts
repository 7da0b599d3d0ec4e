import { AssetHashType, DockerImage, type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EnvironmentOf } from '../lambdas/shared/environment.ts';
import { acknowledge } from './acknowledge.ts';
import { grantOwnLogOnly } from './grants.ts';
import { bundleHandler, type WrittenFiles } from './lambda-bundle.ts';
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
  /** How many of the account's environments are kept for it, which is also the most that it gets. */
  readonly reservedConcurrency?: number | undefined;
  readonly logKey: IKey;
  readonly removalPolicy: RemovalPolicy;
  readonly files?: WrittenFiles;
}

/**
 * Returns the code of a handler. CDK's own NodejsFunction bundles into one file and cannot split it. This function does the
 * rest in the same way: esbuild at synthesis, and an asset named by the hash of the result.
 */
function bundledCode(handler: string, files?: WrittenFiles): Code {
  return Code.fromAsset(projectFile(), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: bundling is always local. The command tells CDK's cache one handler from another.
      image: DockerImage.fromRegistry('none'),
      command: [handler],
      local: {
        tryBundle: (outputDirectory) => {
          bundleHandler(handler, outputDirectory, files);
          return true;
        },
      },
    },
  });
}

/**
 * A function of the service: Node 24 on Arm, minified ES modules with the SDK inside (they load faster than CommonJS), a
 * log group of its own, traced, and an environment typed by its handler.
 */
export class KycFunction<const Names extends readonly string[]> extends LambdaFunction {
  constructor(scope: Construct, id: string, props: KycFunctionProps<Names>) {
    const log = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      encryptionKey: props.logKey,
      removalPolicy: props.removalPolicy,
    });
    super(scope, id, {
      code: bundledCode(`lambdas/${props.folder}/handler.ts`, props.files),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMiB,
      timeout: props.timeout,
      // A version that a running execution names must outlive the deployment that replaces it.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      tracing: Tracing.ACTIVE,
      environment: {
        ...props.environment,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespaceOf(Stack.of(scope).stackName),
      },
      logGroup: log,
    });
    grantOwnLogOnly(this, log);
    acknowledge(this, {
      'AwsSolutions-IAM5[Resource::*]':
        'X-Ray’s calls take no resource: sending trace segments can only be allowed on all of them.',
      'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]':
        'The two calls that make a data key, on the one key of the stage.',
      'AwsSolutions-IAM5[Action::kms:ReEncrypt*]':
        'The two halves of one re-encryption, which S3 and DynamoDB use, on the one key of the stage.',
    });
  }
}
