import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** A group of rules that AWS maintains, and those of its rules that only count here. */
interface ManagedGroup {
  readonly name: string;
  readonly counted: readonly string[];
}

const managedGroups: readonly ManagedGroup[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    counted: [
      // It blocks bodies above 8 KB; a face photo makes one of megabytes.
      'SizeRestrictions_BODY',
      // Base64 can look like markup's attributes. Nothing here shows a body in a browser.
      'CrossSiteScripting_BODY',
      // A callbackUrl is a URL in a body by design; one with a bad address gets the contract's 400, which says why.
      'GenericRFI_BODY',
      'EC2MetaDataSSRF_BODY',
      // Consumers are servers, and not every HTTP client names itself.
      'NoUserAgent_HEADER',
    ],
  },
  {
    name: 'AWSManagedRulesKnownBadInputsRuleSet',
    // It looks for the base64 of Java's serialization, which a photo's base64 may hold by chance. No Java is behind it.
    counted: ['JavaDeserializationRCE_BODY'],
  },
];

const visible = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  // Sampled requests are kept with their headers, and a client's secret is one.
  sampledRequestsEnabled: false,
});

/** Over which AWS WAF counts what an address sends, and so how long one that sends too much has to wait: seconds. */
const rateWindowSeconds = 300;

/**
 * The contract's 429, where a blocked request is a 403 otherwise, which a client takes for a wrong secret. WAF has no
 * variables for a body, and it takes precedence over the gateway's own answer.
 */
const tooManyRequests = JSON.stringify({
  message: 'Too many requests came from this address: wait five minutes, then send them more slowly.',
  requestId: '-',
});

export interface FirewallProps {
  readonly protects: Stage;
  /** Requests that one address may send in five minutes. */
  readonly requestsPerAddress: number;
  /** Verifications of hashes, which anyone may send, of one address in five minutes. */
  readonly verificationsPerAddress: number;
}

/** Blocks an address that sends more than so many requests in five minutes. @param path what the path of a request that counts contains. */
function rateRule(name: string, priority: number, limit: number, path?: string) {
  return {
    name,
    priority,
    action: {
      block: {
        customResponse: {
          responseCode: 429,
          customResponseBodyKey: 'TooManyRequests',
          responseHeaders: [{ name: 'retry-after', value: String(rateWindowSeconds) }],
        },
      },
    },
    statement: {
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        limit,
        evaluationWindowSec: rateWindowSeconds,
        ...(path !== undefined && {
          scopeDownStatement: {
            byteMatchStatement: {
              fieldToMatch: { uriPath: {} },
              positionalConstraint: 'CONTAINS',
              searchString: path,
              textTransformations: [{ priority: 0, type: 'NONE' }],
            },
          },
        }),
      },
    },
    visibilityConfig: visible(name),
  };
}

/** AWS WAF in front of the API's stage: AWS's managed rules, and a limit for each address. */
export class Firewall extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { protects, requestsPerAddress, verificationsPerAddress }: FirewallProps,
  ) {
    super(scope, id);
    const groups = managedGroups.map(({ name, counted }, priority) => ({
      name,
      priority,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          // Left out rather than empty: WAF's API demanded at least one for years.
          ...(counted.length > 0 && {
            ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
          }),
        },
      },
      visibilityConfig: visible(name),
    }));
    const rates = [
      rateRule('RequestsPerAddress', groups.length, requestsPerAddress),
      rateRule('VerificationsPerAddress', groups.length + 1, verificationsPerAddress, '/verify/'),
    ];
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      customResponseBodies: {
        TooManyRequests: { contentType: 'APPLICATION_JSON', content: tooManyRequests },
      },
      rules: [...groups, ...rates],
      visibilityConfig: visible('KycChinaFirewall'),
    });
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: protects.stageArn,
      webAclArn: acl.attrArn,
    });
  }
}
