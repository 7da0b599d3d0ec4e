import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { StageConnection } from './stage-connection.ts';

/** Returns the ARN of the IAM principal whose credentials a command uses, as AWS knows it. */
export async function callerArn(stage: StageConnection): Promise<string> {
  const client = new STSClient(stage.settingsFor('STS'));
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    if (Arn === undefined) throw new Error('AWS did not say who the caller is');
    return Arn;
  } finally {
    client.destroy();
  }
}
