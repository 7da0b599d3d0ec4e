import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  type ResponseHeadersPolicyProps,
} from 'aws-cdk-lib/aws-cloudfront';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** The bucket that links to PDFs lead to. */
type LinkedBucket = Pick<Bucket, 'bucketRegionalDomainName'>;

const transportSecurity = {
  accessControlMaxAge: Duration.days(2 * 365),
  includeSubdomains: true,
  override: true,
};

/**
 * What a browser lets a page do: run and fetch what its own origin serves, fetch a report's PDF from the bucket that
 * its link leads to, and show that in a frame. Whatever else somebody smuggles into it stays dead.
 */
function contentSecurityPolicy(reportsBucket: LinkedBucket): string {
  const directives = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': `'self' https://${reportsBucket.bucketRegionalDomainName}`,
    'frame-src': 'blob:',
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

/** Neither other windows nor other sites share anything with the page, and it asks for no device. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** The headers of everything that a page is made of. */
export function pageHeaders(
  scope: Construct,
  id: string,
  reportsBucket: LinkedBucket,
): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    comment: 'KYC China: the headers of the console',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(reportsBucket), override: true },
      strictTransportSecurity: transportSecurity,
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(isolation).map(([header, value]) => ({ header, value, override: true })),
    },
  } satisfies ResponseHeadersPolicyProps);
}

/** The headers of the API's answers, which are JSON and no pages. */
export function apiHeaders(scope: Construct, id: string): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    comment: 'KYC China: the headers of the API behind the console',
    securityHeadersBehavior: {
      strictTransportSecurity: transportSecurity,
      contentTypeOptions: { override: true },
    },
  });
}
