import { RemovalPolicy } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import {
  CfnDelivery,
  CfnDeliveryDestination,
  CfnDeliverySource,
  LogGroup,
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
      // The prefix under which AWS's services may write without a policy of the account's for each group.
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
  }
}
