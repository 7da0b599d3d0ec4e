import { describe, expect, it } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { errorExamples } from '../../codegen/openapi/error-examples.ts';
import { KycChinaStack } from '../../lib/kyc-china-stack.ts';
import { stackNameOf, stages } from '../../lib/stage-configuration.ts';

function stackOf(stage: (typeof stages)[keyof typeof stages]) {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  return { app, stack: new KycChinaStack(app, stackNameOf(stage.name), stage) };
}

describe.each(Object.values(stages))('cdk-nag on the stack of stage $name', (stage) => {
  it('cdk-nag finds nothing that is not acknowledged', () => {
    const { app } = stackOf(stage);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });

  it('cdk-nag fails the synthesis for an offending addition, and names it', () => {
    const { app, stack } = stackOf(stage);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    new Bucket(stack, 'Offending');
    expect(() => app.synth()).toThrow(/Offending\/Resource[\s\S]*AwsSolutions-S1'/);
  });
});

describe('the firewall', () => {
  it("firewall protects production's API, and lets a face photo through the rule on size", () => {
    const template = Template.fromStack(stackOf(stages.production).stack);
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
    const common = { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } };
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      Rules: Match.arrayWith([
        Match.objectLike({
          Name: 'AWSManagedRulesCommonRuleSet',
          Statement: { ManagedRuleGroupStatement: { RuleActionOverrides: Match.arrayWith([common]) } },
        }),
        Match.objectLike({
          Name: 'RequestsPerAddress',
          Action: {
            Block: {
              CustomResponse: {
                ResponseCode: 429,
                CustomResponseBodyKey: 'TooManyRequests',
                ResponseHeaders: [{ Name: 'retry-after', Value: '300' }],
              },
            },
          },
          Statement: { RateBasedStatement: { Limit: stages.production.firewall?.requestsPerAddress } },
        }),
        Match.objectLike({
          Name: 'VerificationsPerAddress',
          Statement: {
            RateBasedStatement: {
              Limit: stages.production.firewall?.verificationsPerAddress,
              ScopeDownStatement: { ByteMatchStatement: { SearchString: '/verify/' } },
            },
          },
        }),
      ]),
    });
  });

  it('firewall answers an address that sends too much as the contract says', () => {
    const template = Template.fromStack(stackOf(stages.production).stack);
    const [acl] = Object.values(template.findResources('AWS::WAFv2::WebACL'));
    const { ContentType, Content } = acl?.Properties.CustomResponseBodies.TooManyRequests ?? {};
    expect(ContentType).toBe('APPLICATION_JSON');
    expect(JSON.parse(Content)).toEqual(errorExamples().throttled429.address.value);
  });

  it('firewall has no empty list, which AWS WAF refused in a rule for years', () => {
    const template = Template.fromStack(stackOf(stages.production).stack);
    const acl = JSON.stringify(template.findResources('AWS::WAFv2::WebACL'));
    expect(acl).toContain('AWSManagedRulesAmazonIpReputationList');
    expect(acl).not.toContain('[]');
  });

  it('firewall is left out of the sandbox', () => {
    Template.fromStack(stackOf(stages.sandbox).stack).resourceCountIs('AWS::WAFv2::WebACL', 0);
  });
});
