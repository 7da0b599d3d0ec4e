import { GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { everythingOffered } from './offers.ts';

/** The token key that the mocked Secrets Manager holds. */
export const mockedTokenKey = { kid: '1', secret: 'k'.repeat(64) };

/** An item's `expiresAt` that is still to come: seconds since 1970. */
export const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

/**
 * Every AWS client of the handlers, mocked: what is called answers with nothing, and secrets are there. Sets the
 * handlers' environment; import them after it.
 */
export function mockAws() {
  Object.assign(process.env, {
    AWS_REGION: 'ap-east-1',
    REPORTS_TABLE: 'reports',
    CLIENTS_TABLE: 'clients',
    INTAKE_BUCKET: 'intake',
    APPLICANT_KEYS_TABLE: 'applicant-keys',
    APPLICANT_KEY_ARN: 'arn:aws:kms:ap-east-1:111122223333:key/k',
    REPORTS_BUCKET: 'pdfs',
    STATE_MACHINE_ARN: 'arn:aws:states:ap-east-1:111122223333:stateMachine:m',
    TOKEN_KEY_SECRET_ARN: 'token-key',
    OFFERS: JSON.stringify(everythingOffered),
    CONSENT_REQUIRED_FOR: '{}',
    LINK_SIGNER_SECRET_ARN: 'link-signer',
    CURRENCY: 'CNY',
    WEBHOOK_WAIT_FACTOR: '1',
    WEBHOOK_POSTS_PER_CLIENT: '2',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const mocks = {
    dynamo: mockClient(DynamoDBDocumentClient),
    s3: mockClient(S3Client),
    sfn: mockClient(SFNClient),
    kms: mockClient(KMSClient),
    secrets: mockClient(SecretsManagerClient),
  };
  const answer = () => {
    mocks.dynamo.onAnyCommand().resolves({});
    mocks.s3.onAnyCommand().resolves({});
    mocks.sfn.onAnyCommand().resolves({});
    mocks.kms.on(GenerateDataKeyCommand).callsFake(() => ({
      // Not of zeros, so that forgetting it can be seen.
      Plaintext: new Uint8Array(32).fill(7),
      CiphertextBlob: new Uint8Array([1]),
    }));
    mocks.secrets
      .on(GetSecretValueCommand, { SecretId: 'token-key' })
      .resolves({ SecretString: JSON.stringify(mockedTokenKey) });
    mocks.secrets
      .on(GetSecretValueCommand, { SecretId: 'link-signer' })
      .resolves({ SecretString: JSON.stringify({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 's' }) });
  };
  answer();
  /** Forgets all calls, and every answer of a test's own. */
  const reset = () => {
    for (const mock of Object.values(mocks)) mock.reset();
    answer();
  };
  return { ...mocks, reset };
}
