import { DefaultStackSynthesizer, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledge, wildcardFinding } from './acknowledge.ts';
import { grantOwnLogOnly } from './grants.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** The facts about its stage that the page reads from `/console.json`. */
export interface ConsoleSettings {
  readonly stage: string;
  /** Whether a simulator answers in place of the sources, so that the test persons work. */
  readonly simulated: boolean;
  /** Whether executions and webhooks can be looked at, under `/inspection/`. */
  readonly inspection: boolean;
  /** A client whose credentials are no secret. */
  readonly client?: { readonly id: string; readonly secret: string };
}

/** Files under it have a name that changes with their content. */
const hashedFiles = 'assets/*';

export interface ConsoleContentProps {
  readonly bucket: IBucket;
  readonly distribution: Distribution;
  readonly stage: StageConfiguration;
  readonly contentDirectory: string;
}

function settingsOf({ name, upstream }: StageConfiguration): ConsoleSettings {
  const providers = new Set(Object.values(upstream.routes).flat());
  return {
    stage: name,
    simulated: [...providers].every((provider) => provider === 'simulator'),
    inspection: false,
  };
}

/** Puts the built page, and what it has to know of its stage, into the bucket; and drops what was there before. */
export class ConsoleContent extends Construct {
  constructor(scope: Construct, id: string, props: ConsoleContentProps) {
    super(scope, id);
    const { bucket, distribution, stage, contentDirectory } = props;
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const deployment = { destinationBucket: bucket, logGroup, memoryLimit: 512, retainOnDelete: false };
    const content = Source.asset(contentDirectory);
    const hashed = new BucketDeployment(this, 'HashedFiles', {
      ...deployment,
      sources: [content],
      exclude: ['*'],
      include: [hashedFiles],
      // A page that is open, or in a cache, while a new one is deployed finds what it names.
      prune: false,
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
    });
    const named = new BucketDeployment(this, 'NamedFiles', {
      ...deployment,
      sources: [content, Source.jsonData('console.json', settingsOf(stage))],
      exclude: [hashedFiles],
      // Asked for each time, and answered 304 when nothing changed.
      cacheControl: [CacheControl.fromString('no-cache')],
      distribution,
      distributionPaths: ['/*'],
    });
    // So that no page is there before what it names.
    named.node.addDependency(hashed);
    const deployer = deployerOf(this);
    grantOwnLogOnly(deployer, logGroup);
    acknowledgeDeployer(deployer, bucket);
  }
}

/** The CDK's own function, one for all deployments of a stack. */
function deployerOf(scope: Construct): LambdaFunction {
  const { children } = Stack.of(scope).node;
  const deployer = children.find(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
  if (!(deployer instanceof LambdaFunction))
    throw new Error('the CDK deploys files by another function than it did');
  return deployer;
}

/** But for its log, the function runs with what the CDK gives it. */
function acknowledgeDeployer(deployer: LambdaFunction, bucket: IBucket): void {
  const stack = Stack.of(deployer);
  const calls =
    'One kind of call, of several that differ in what they end with, on the two buckets named beside it.';
  const assets = `arn:aws:s3:::cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-assets-<AWS::AccountId>-${stack.region}`;
  acknowledge(deployer, {
    'AwsSolutions-IAM5[Resource::*]':
      'To let go what the edges keep of the old page. The CDK names every distribution; what could be done to another one by it is to make it ask its origin again.',
    'AwsSolutions-IAM5[Action::s3:GetBucket*]': calls,
    'AwsSolutions-IAM5[Action::s3:GetObject*]': calls,
    'AwsSolutions-IAM5[Action::s3:List*]': calls,
    'AwsSolutions-IAM5[Action::s3:Abort*]': calls,
    'AwsSolutions-IAM5[Action::s3:DeleteObject*]': calls,
    [`AwsSolutions-IAM5[Resource::${assets}/*]`]:
      'The built page is one of the objects that the CDK stages there, under the hash of its content.',
    [wildcardFinding(bucket, '/*')]: 'The page’s files are all that this bucket holds.',
    'AwsSolutions-L1':
      'The CDK’s own function, on the runtime that the CDK tests it with: it rises with the CDK.',
  });
}
