import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConsoleStack, type ConsoleStackProps } from '../../lib/console-stack.ts';
import { KycChinaStack } from '../../lib/kyc-china-stack.ts';
import { projectFile } from '../../lib/project-file.ts';
import { consoleStackNameOf, stackNameOf, stages } from '../../lib/stage-configuration.ts';
import { templateOf } from '../support/synthesized-template.ts';

const contentDirectory = mkdtempSync(path.join(tmpdir(), 'kyc-china-console-'));
writeFileSync(path.join(contentDirectory, 'index.html'), '<!doctype html>');
mkdirSync(path.join(contentDirectory, 'assets'));
writeFileSync(path.join(contentDirectory, 'assets', 'console-ABC.js'), '');
afterAll(() => rmSync(contentDirectory, { recursive: true }));

// What the CDK reads it from: the stacks' references to each other and their partition depend on it.
const { context } = JSON.parse(readFileSync(projectFile('cdk.json'), 'utf8'));
const stage = stages.sandbox;

function synthesized(extra: Pick<ConsoleStackProps, 'domain'> = {}) {
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  const service = new KycChinaStack(app, stackNameOf(stage.name), stage);
  const stack = new ConsoleStack(app, consoleStackNameOf(stage.name), {
    stage,
    service,
    contentDirectory,
    ...extra,
  });
  return { app, stack };
}

const template = Template.fromStack(synthesized().stack);
const distribution = (config: object, of = template) =>
  of.hasResourceProperties('AWS::CloudFront::Distribution', { DistributionConfig: Match.objectLike(config) });

describe('the console’s stack', () => {
  it('console stack belongs to the stages that declare it, and production is not among them', () => {
    expect(Object.values(stages).map(({ name, console }) => [name, console])).toEqual([
      ['sandbox', true],
      ['production', false],
    ]);
  });

  it.each([
    ['CloudFront’s domain', {}],
    [
      'a domain of its own',
      {
        domain: {
          name: 'console.example',
          certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/x',
        },
      },
    ],
  ])('console stack has no unacknowledged finding of cdk-nag, with %s', (_what, extra) => {
    const { app } = synthesized(extra);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });

  it('console stack keeps its files in a private, encrypted bucket that only the distribution reads, by TLS', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: Match.anyValue(),
    });
    template.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: Match.objectLike({ SigningBehavior: 'always', SigningProtocol: 'sigv4' }),
    });
    const [policy] = Object.values(template.findResources('AWS::S3::BucketPolicy'));
    const statements = policy?.Properties.PolicyDocument.Statement as {
      Effect: string;
      Principal: unknown;
      Action: unknown;
      Condition?: Record<string, object>;
    }[];
    // The function that empties the bucket when its stack is deleted lists and deletes, and reads no file.
    const allowed = statements.filter(
      ({ Effect, Action }) => Effect === 'Allow' && !JSON.stringify(Action).includes('s3:PutBucketPolicy'),
    );
    expect(allowed.length).toBeGreaterThan(0);
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: 'cloudfront.amazonaws.com' });
      expect(Object.keys(Condition?.StringEquals ?? {})).toEqual(['AWS:SourceArn']);
    }
    expect(JSON.stringify(statements)).toContain('"aws:SecureTransport":"false"');
  });

  it("console stack sends /kyc/ and /verify/ to the stage's API: by TLS, uncached, with what the API reads and nothing else", () => {
    distribution({
      CacheBehaviors: [
        Match.objectLike({
          PathPattern: '/kyc/*',
          ViewerProtocolPolicy: 'https-only',
          // The managed policy CachingDisabled.
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
          AllowedMethods: Match.arrayWith(['POST']),
        }),
        Match.objectLike({
          PathPattern: '/verify/*',
          ViewerProtocolPolicy: 'https-only',
          CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        }),
      ],
      Origins: Match.arrayWith([
        Match.objectLike({
          OriginPath: `/${stage.name}`,
          CustomOriginConfig: Match.objectLike({
            OriginProtocolPolicy: 'https-only',
            OriginSSLProtocols: ['TLSv1.2'],
          }),
        }),
      ]),
    });
    template.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: Match.objectLike({
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'all' },
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: ['x-client-id', 'x-client-secret', 'idempotency-key', 'content-type'],
        },
      }),
    });
  });

  it('console stack serves the page by HTTPS alone, over HTTP/2 and 3, under a policy without a gap', () => {
    distribution({
      DefaultRootObject: 'index.html',
      HttpVersion: 'http2and3',
      PriceClass: 'PriceClass_200',
      DefaultCacheBehavior: Match.objectLike({
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: ['GET', 'HEAD'],
        ResponseHeadersPolicyId: Match.anyValue(),
      }),
    });
    const policies = JSON.stringify(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    expect(policies).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policies).toContain("frame-ancestors 'none'");
    expect(policies).not.toMatch(/unsafe-|https:\/\/\*/);
    template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY' },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true },
        },
      },
    });
  });

  it('console stack requires at least TLS 1.2 of 2021 on its own domain', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/x';
    const { stack } = synthesized({ domain: { name: 'console.example', certificateArn } });
    distribution(
      {
        Aliases: ['console.example'],
        ViewerCertificate: Match.objectLike({
          AcmCertificateArn: certificateArn,
          MinimumProtocolVersion: 'TLSv1.2_2021',
        }),
      },
      Template.fromStack(stack),
    );
  });

  it('console stack logs requests without anything that identifies a person', () => {
    const [delivery] = Object.values(template.findResources('AWS::Logs::Delivery'));
    const fields: string[] = delivery?.Properties.RecordFields;
    expect(fields).toEqual(expect.arrayContaining(['cs-uri-stem', 'sc-status']));
    expect(
      fields.filter((field) => /^c-|cookie|query|user-agent|referer|host|forwarded/i.test(field)),
    ).toEqual([]);
  });

  it('console stack lets caches keep forever only files whose name changes with their content', () => {
    const deployments = Object.values(template.findResources('Custom::CDKBucketDeployment'));
    const kept = deployments.map(({ Properties: { Exclude, Include, SystemMetadata } }) => [
      Exclude,
      Include,
      SystemMetadata['cache-control'],
    ]);
    expect(kept).toEqual([
      [['*'], ['assets/*'], 'public, max-age=31536000, immutable'],
      [['assets/*'], undefined, 'no-cache'],
    ]);
  });
});

it("console reads outputs that its stage's stack has, and the CDK adds no other output to that stack", () => {
  const outputs = Object.keys(templateOf(stackNameOf(stages.sandbox.name)).toJSON().Outputs);
  const console = JSON.stringify(templateOf(consoleStackNameOf(stages.sandbox.name)).toJSON());
  const read = [...console.matchAll(/"OutputName":"(\w+)"/g)].map(([, name]) => name);
  expect([...new Set(read)].sort()).toEqual(['ReportsBucketDomainName', 'RestApiId']);
  expect(outputs).toEqual(expect.arrayContaining(read));
  expect(outputs.filter((name) => name.startsWith('PublishOutput'))).toEqual([]);
});
