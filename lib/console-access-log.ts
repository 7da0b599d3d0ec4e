import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CfnDelivery,
  CfnDeliveryDestination,
  CfnDeliverySource,
  LogGroup,
  ResourcePolicy,
  RetentionDays,
} from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** What was asked for and how it went: no address, no cookie, no query string, nothing by which a person is known. */
const recordFields = [
  'date',
  'time',
  'x-edge-location',
  'x-edge-request-id',
  'cs-method',
  'cs-uri-stem',
  'sc-status',
  'x-edge-result-type',
  'x-edge-detailed-result-type',
  'sc-bytes',
  'time-taken',
  'cs-protocol-version',
  'ssl-protocol',
];

/** The distribution's access log. CloudFront delivers it in us-east-1 only. */
export class ConsoleAccessLog extends Construct {
  constructor(scope: Construct, id: string, distribution: Distribution) {
    super(scope, id);
    const { stackName } = distribution.stack;
    const logGroup = new LogGroup(this, 'Log', {
      // The prefix for logs that AWS's services deliver.
      logGroupName: `/aws/vendedlogs/cloudfront/${stackName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const source = new CfnDeliverySource(this, 'Source', {
      name: stackName,
      logType: 'ACCESS_LOGS',
      resourceArn: distribution.distributionArn,
    });
    const destination = new CfnDeliveryDestination(this, 'Destination', {
      name: stackName,
      deliveryDestinationType: 'CWL',
      destinationResourceArn: logGroup.logGroupArn,
      outputFormat: 'json',
    });
    const delivery = new CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
      recordFields,
    });
    delivery.addResourceDependency(source);
    delivery.node.addDependency(letDeliveryWrite(logGroup));
  }
}

/**
 * Lets the delivery of this account's logs write to a group. Without it, AWS adds the group to a policy of its own,
 * if the deploying role may change that. An account has ten such policies a region, of 5,120 characters each.
 */
function letDeliveryWrite(logGroup: LogGroup): ResourcePolicy {
  const { stackName, account } = Stack.of(logGroup);
  const logsOfAccount = Stack.of(logGroup).formatArn({
    service: 'logs',
    resource: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new ResourcePolicy(logGroup, 'DeliveryPolicy', {
    resourcePolicyName: `${stackName}-log-delivery`,
    policyStatements: [
      new PolicyStatement({
        principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': logsOfAccount },
        },
      }),
    ],
  });
}
