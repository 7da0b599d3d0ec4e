import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RunningServer } from '@kyc-china/emulator/http-server';
import { Policies } from '../../packages/emulator/iam/policy.ts';
import { serveSts } from '../../packages/emulator/sts.ts';

const session = 'arn:aws:sts::000000000000:assumed-role/operators/alice';
const caller = { arn: 'arn:aws:iam::000000000000:role/operators', session, policies: new Policies([]) };

let server: RunningServer;
beforeAll(async () => {
  server = await serveSts({
    callerWith: (accessKeyId) => (accessKeyId === 'AKIAKNOWN' ? caller : undefined),
  });
});
afterAll(() => server?.stop());

const clientOf = (accessKeyId: string) =>
  new STSClient({
    region: 'ap-east-1',
    endpoint: server.url,
    credentials: { accessKeyId, secretAccessKey: 's' },
  });

it('STS names the session of the principal whose access key signs, which needs no permission', async () => {
  expect(await clientOf('AKIAKNOWN').send(new GetCallerIdentityCommand({}))).toMatchObject({
    Arn: session,
    Account: '000000000000',
  });
});

it('STS refuses an unknown access key as AWS does', async () => {
  await expect(clientOf('AKIAOTHER').send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'InvalidClientTokenId',
    $metadata: { httpStatusCode: 403 },
  });
});

it('STS refuses an operation that the embedded cloud lacks', async () => {
  await expect(clientOf('AKIAKNOWN').send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'InvalidAction',
  });
});
