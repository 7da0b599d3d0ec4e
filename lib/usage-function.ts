import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { environment as usageVariables } from '../lambdas/usage/environment.ts';
import { grantKeyThrough } from './grants.ts';
import { KycFunction } from './kyc-function.ts';
import type { ReportStorage } from './report-storage.ts';
import type { StageConfiguration } from './stage-configuration.ts';

export interface UsageFunctionProps {
  readonly stage: StageConfiguration;
  readonly key: IKey;
  readonly storage: ReportStorage;
}

/** Creates the function behind `GET /kyc/cn/usage`. */
export function usageFunction(scope: Construct, { stage, key, storage }: UsageFunctionProps) {
  const usage = new KycFunction(scope, 'Usage', {
    folder: 'usage',
    variables: usageVariables,
    environment: {
      REPORTS_TABLE: storage.table.tableName,
      CURRENCY: stage.clientPrices.currency,
    },
    memoryMiB: 512,
    timeout: Duration.seconds(10),
    reservedConcurrency: stage.reservedConcurrency?.usage,
    logKey: key,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  storage.table.grant(usage, 'dynamodb:GetItem');
  grantKeyThrough(usage, key, 'dynamodb:read');
  return usage;
}
