import { CfnOutput, Duration, Fn, RemovalPolicy, Stack, Tags, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  PriceClass,
  SecurityPolicyProtocol,
  Function as ViewerFunction,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { declareBucketEmptierLog } from './bucket-emptier.ts';
import { ConsoleAccessLog } from './console-access-log.ts';
import { ConsoleContent } from './console-content.ts';
import { apiHeaders, pageHeaders } from './console-headers.ts';
import { environmentOf } from './stack-environment.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** The outputs of a stage's stack that its console is built from. */
export const serviceOutputs = {
  restApiId: 'RestApiId',
  reportsBucketDomainName: 'ReportsBucketDomainName',
} as const;

export interface ConsoleStackProps {
  readonly stage: StageConfiguration;
  /** The stack of the stage. Its outputs name the API, and the bucket that the reports' links lead to. */
  readonly service: Stack;
  /** The folder that the page and its documentation were built into. */
  readonly contentDirectory: string;
  /** The console's own domain; undefined: the one that CloudFront gives it. */
  readonly domain?: {
    readonly name: string;
    /** Of a certificate in us-east-1, where CloudFront looks for it. */
    readonly certificateArn: string;
  };
}

/** What the API reads of a request. Neither cookies nor anything else of a browser reaches it. */
const forwardedHeaders = ['x-client-id', 'x-client-secret', 'idempotency-key', 'content-type'];

/** S3 has no folders: a request for a folder gets its page. */
const folderPages = `function handler(event) {
  var request = event.request;
  if (request.uri === '/docs')
    return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: '/docs/' } } };
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}`;

/**
 * The console of a stage: a page in a bucket behind CloudFront, which sends what goes to `/kyc/` and `/verify/` on to the stage's
 * API, so that the two have one origin and the API has to allow no other. It holds nothing of a person. A stack of
 * its own in us-east-1, where CloudFront's logs and certificates are.
 */
export class ConsoleStack extends Stack {
  constructor(scope: Construct, id: string, props: ConsoleStackProps) {
    const { stage, contentDirectory, domain } = props;
    super(scope, id, {
      description: `KYC China (${stage.name}): a page to try the API in`,
      env: environmentOf(scope, stage, 'us-east-1'),
    });
    // Its outputs are read by name, which the CDK cannot see.
    this.addStackDependency(props.service);
    const bucket = this.#bucket();
    const distribution = this.#distribution(bucket, props);
    new ConsoleAccessLog(this, 'AccessLog', distribution);
    new ConsoleContent(this, 'Content', { bucket, distribution, stage, contentDirectory });

    new CfnOutput(this, 'ConsoleUrl', { value: `https://${domain?.name ?? distribution.domainName}/` });
    Tags.of(this).add('application', 'kyc-china');
    Tags.of(this).add('stage', stage.name);
  }

  #bucket(): IBucket {
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      // What it holds comes back with the next deployment.
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    declareBucketEmptierLog(this);
    acknowledge(bucket, {
      'AwsSolutions-S1':
        'Only the distribution reads it, and has a log of its own; it holds files that anybody may see.',
    });
    // The class and its interface differ in whether isWebsite may be undefined.
    return bucket as IBucket;
  }

  #distribution(
    bucket: IBucket,
    { stage, service, domain }: Omit<ConsoleStackProps, 'contentDirectory'>,
  ): Distribution {
    const page = this.#pageBehaviour(bucket);
    const output = (name: string) => Fn.getStackOutput(service.stackName, name, service.region);
    const reportsBucket = { bucketRegionalDomainName: output(serviceOutputs.reportsBucketDomainName) };
    const api = this.#apiBehaviour(output(serviceOutputs.restApiId), service, stage.name);
    const distribution = new Distribution(this, 'Distribution', {
      comment: `KYC China (${stage.name}): console`,
      defaultRootObject: 'index.html',
      defaultBehavior: { ...page, responseHeadersPolicy: pageHeaders(this, 'Page', reportsBucket) },
      additionalBehaviors: {
        '/kyc/*': api,
        // What the QR codes of reports lead to, also under a domain of the console.
        '/verify/*': api,
      },
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Without South America and Oceania, whose edges cost more: they are answered from further away.
      priceClass: PriceClass.PRICE_CLASS_200,
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    Validations.of(distribution).acknowledge({
      id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason: 'Who asks for the root gets its page, never the list of files.',
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1':
        'Clients sit in many countries, and what is served is the same public page for all of them.',
      'AwsSolutions-CFR2':
        'No firewall: the page consists of public files, and behind /kyc/ each client is throttled and counted by its usage plan, on a stage that verifies no real person. A web ACL would cost more in a month than the rest of this stack.',
      'AwsSolutions-CFR3':
        'It has an access log by CloudFront’s newer delivery, which this rule does not know: without the addresses, cookies and query strings that the older one always writes.',
      ...(!domain && {
        'AwsSolutions-CFR4':
          'CloudFront’s own domain comes with CloudFront’s certificate, whose oldest protocol cannot be chosen; browsers take TLS 1.3. With a domain of its own (context consoleDomain and consoleCertificate) it is TLS 1.2 of 2021 at least.',
      }),
    });
    return distribution;
  }

  #pageBehaviour(bucket: IBucket): BehaviorOptions {
    return {
      // May list, so that S3 says of a file that is not there 404 rather than 403.
      origin: S3BucketOrigin.withOriginAccessControl(bucket, {
        originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      functionAssociations: [this.#folderPages()],
    };
  }

  #folderPages(): FunctionAssociation {
    return {
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new ViewerFunction(this, 'FolderPages', {
        comment: 'Serves the page of a folder',
        code: FunctionCode.fromInline(folderPages),
        runtime: FunctionRuntime.JS_2_0,
      }),
    };
  }

  #apiBehaviour(restApiId: string, { region, urlSuffix }: Stack, stageName: string): BehaviorOptions {
    return {
      origin: new HttpOrigin(`${restApiId}.execute-api.${region}.${urlSuffix}`, {
        originPath: `/${stageName}`,
      }),
      // A secret that was sent without TLS is one that somebody else may have read: no redirect makes up for it.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: new OriginRequestPolicy(this, 'ApiRequests', {
        comment: 'What the API reads of a request',
        headerBehavior: OriginRequestHeaderBehavior.allowList(...forwardedHeaders),
        // The filters of a list, and the month of a usage. The API refuses a parameter that it does not know.
        queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      }),
      responseHeadersPolicy: apiHeaders(this, 'ApiAnswers'),
    };
  }
}
