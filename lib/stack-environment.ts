import type { Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfiguration } from './stage-configuration.ts';

/**
 * Returns where a stack of a stage is deployed. The CDK refuses to deploy a stack that names an account with the credentials of
 * another. The local run sets the context `anyAccount`: the account that it pretends to be is no stage's.
 */
export function environmentOf(
  scope: Construct,
  { account }: StageConfiguration,
  region: string,
): Environment {
  const isAny = account === undefined || scope.node.tryGetContext('anyAccount') !== undefined;
  return isAny ? { region } : { account, region };
}
