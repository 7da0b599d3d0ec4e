import { createHash } from 'node:crypto';
import { GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { signToken } from '../../lambdas/domain/report-token.ts';
import { invoke, proxyEvent } from '../support/handler-events.ts';
import { jpegBase64 } from '../support/images.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const sfn = mockClient(SFNClient);
const kms = mockClient(KMSClient);
const secrets = mockClient(SecretsManagerClient);
const key = { kid: '1', secret: 'k'.repeat(64) };
const inFuture = Math.floor(Date.now() / 1000) + 3600;

beforeAll(() => {
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
    LINK_SIGNER_SECRET_ARN: 'link-signer',
  });
});

beforeEach(() => {
  dynamo.onAnyCommand().resolves({});
  s3.onAnyCommand().resolves({});
  sfn.onAnyCommand().resolves({});
  kms.on(GenerateDataKeyCommand).callsFake(() => ({
    Plaintext: new Uint8Array(32).fill(7),
    CiphertextBlob: new Uint8Array([1]),
  }));
  secrets
    .on(GetSecretValueCommand, { SecretId: 'token-key' })
    .resolves({ SecretString: JSON.stringify(key) });
  secrets
    .on(GetSecretValueCommand, { SecretId: 'link-signer' })
    .resolves({ SecretString: JSON.stringify({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 's' }) });
});

afterEach(() => {
  for (const mock of [dynamo, s3, sfn, kms, secrets]) mock.reset();
});

describe('initiate', () => {
  const load = () => import('../../lambdas/initiate/handler.ts');
  const person = { name: '张三', idNumber: '110101199001011234' };

  it('stores the key, the applicant, the report, then starts the machine with ids alone', async () => {
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent(person));
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token']);
    const items = dynamo.commandCalls(PutCommand).map((call) => call.args[0].input.Item ?? {});
    expect(items.map(({ sk, keyId }) => sk ?? typeof keyId)).toEqual(['string', 'APPLICANT', 'REPORT']);
    const [start] = sfn.commandCalls(StartExecutionCommand);
    const input = JSON.parse(start?.args[0].input.input ?? '');
    expect(input.reportId).toBe(start?.args[0].input.name);
    expect(input.tasks).toEqual([
      { subCheck: 'identity.two-factor' },
      { subCheck: 'risk.fraud' },
      { subCheck: 'risk.criminal' },
    ]);
    expect(Object.keys(input)).toEqual(['reportId', 'tasks']);
  });

  it('stores nothing of the person that can be read, but for the masked echo', async () => {
    const { handler } = await load();
    await invoke(handler, proxyEvent({ ...person, facePhoto: jpegBase64 }, { 'Idempotency-Key': 'abc' }));
    const written = [...dynamo.commandCalls(PutCommand), ...s3.commandCalls(PutObjectCommand)].map(
      (call) => call.args[0].input,
    );
    // A key, the fields, the report, the idempotency record; the photo.
    expect(written).toHaveLength(5);
    const photo = Buffer.from(jpegBase64, 'base64');
    const readable = written.map((input) =>
      JSON.stringify(input, (_name, value) => {
        const bytes = value?.type === 'Buffer' ? Buffer.from(value.data) : undefined;
        if (bytes) expect(bytes.includes(photo)).toBe(false);
        return bytes ? bytes.toString('latin1') + bytes.toString() : value;
      }),
    );
    for (const text of readable) for (const value of Object.values(person)) expect(text).not.toContain(value);
    expect(readable.join()).toContain('1101**********1234');
    // KMS is told the report's id and nothing else, and the plain key is forgotten.
    const [generated] = kms.commandCalls(GenerateDataKeyCommand);
    const { reportId } = JSON.parse(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input.input ?? '');
    expect(generated?.args[0].input.EncryptionContext).toEqual({ reportId });
    const made = (await generated?.returnValue) as { Plaintext: Uint8Array };
    expect(made.Plaintext).toEqual(new Uint8Array(32));
  });

  it('takes an execution that exists for success', async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));
    const { handler } = await load();
    expect((await invoke(handler, proxyEvent(person))).status).toBe(200);
  });

  it('answers 502 when the machine cannot be started, without saying why', async () => {
    sfn.on(StartExecutionCommand).rejects(new Error('table arn:aws:secret'));
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent(person));
    expect(status).toBe(502);
    expect(body).toEqual({
      message: expect.stringContaining('could not be started'),
      requestId: 'request-1',
    });
    expect(JSON.stringify(body)).not.toContain('arn:aws');
  });

  it.each([
    ['an empty body', '', /no sub-check can run/],
    ['only a photo’s field missing its partners', {}, /add mobile to run/],
    ['no JSON', '{"name":', /not valid JSON/],
  ])('answers 400 to %s', async (_what, sent, message) => {
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent(sent));
    expect(status).toBe(400);
    expect(body.message).toMatch(message);
    expect(body.requestId).toBe('request-1');
    expect(sfn.calls()).toHaveLength(0);
  });

  it('answers 415 to anything but JSON', async () => {
    const { handler } = await load();
    const { status } = await invoke(
      handler,
      proxyEvent('name=x', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    );
    expect(status).toBe(415);
  });

  it('answers 409 to an idempotency key that was used with another body', async () => {
    const taken = Object.assign(new Error('taken'), { name: 'ConditionalCheckFailedException' });
    dynamo.on(PutCommand).rejects(taken);
    dynamo.on(GetCommand).resolves({
      Item: {
        reportId: 'r',
        requestedAt: new Date().toISOString(),
        kid: '1',
        bodyDigest: 'other',
        expiresAt: inFuture,
      },
    });
    const { handler } = await load();
    const { status } = await invoke(handler, proxyEvent(person, { 'Idempotency-Key': 'abc' }));
    expect(status).toBe(409);
    expect(sfn.calls()).toHaveLength(0);
  });
});

describe('poll', () => {
  const load = () => import('../../lambdas/poll/handler.ts');
  const reportId = '0b6f3a1e-0000-4000-8000-000000000000';
  const signing = { kid: key.kid, secret: new TextEncoder().encode(key.secret) };
  const tokenOf = (clientId: string, at = new Date()) => signToken({ reportId, clientId }, at, signing);
  const row = (more: object) => ({
    Item: {
      clientId: 'local-client',
      requestedAt: new Date().toISOString(),
      status: 'processing',
      tasks: [{ subCheck: 'mobile.attribution' }, { subCheck: 'risk.fraud' }],
      warnings: [],
      expiresAt: inFuture,
      ...more,
    },
  });

  it('answers 202 with progress while sub-checks run', async () => {
    dynamo.on(GetCommand).resolves(row({}));
    dynamo.on(QueryCommand).resolves({
      Items: [
        {
          sk: 'SUBCHECK#mobile.attribution',
          state: 'settled',
          finding: { outcome: 'notFound' },
          called: true,
        },
        { sk: 'SUBCHECK#risk.fraud', state: 'claimed' },
      ],
    });
    const { handler } = await load();
    const { status, body, headers } = await invoke(
      handler,
      proxyEvent({ token: await tokenOf('local-client') }),
    );
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'processing', progress: { completed: 1, total: 2 } });
    expect(headers['retry-after']).toBe('2');
  });

  it('answers 200 with the report and a link of 7 days', async () => {
    const report = { reportMetadata: { reportId }, submitted: {}, summary: {} };
    dynamo.on(GetCommand).resolves(row({ status: 'completed', report: JSON.stringify(report) }));
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent({ token: await tokenOf('local-client') }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...report, pdfFileName: `kyc-cn-${reportId}.pdf` });
    const link = new URL(body.pdfUrl as string);
    expect(link.searchParams.get('X-Amz-Expires')).toBe('604800');
    expect(link.searchParams.get('X-Amz-Credential')).toMatch(/^AKIAEXAMPLE\//);
  });

  it.each([
    ['failed', { status: 'failed' }],
    ['processing for far too long', { requestedAt: new Date(Date.now() - 3_600_000).toISOString() }],
  ])('answers 502 to a report that is %s', async (_what, more) => {
    dynamo.on(GetCommand).resolves(row(more));
    const { handler } = await load();
    expect((await invoke(handler, proxyEvent({ token: await tokenOf('local-client') }))).status).toBe(502);
  });

  it('answers the same 401 to a forged token, another client’s, an unknown and an expired report', async () => {
    const { handler } = await load();
    const forged = `${(await tokenOf('local-client')).slice(0, -3)}AAA`;
    const answers = [];
    for (const token of [forged, await tokenOf('someone-else'), await tokenOf('local-client')])
      answers.push(await invoke(handler, proxyEvent({ token })));
    dynamo.on(GetCommand).resolves(row({ expiresAt: 1 }));
    answers.push(await invoke(handler, proxyEvent({ token: await tokenOf('local-client') })));
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({
        status: 401,
        body: { message: 'Invalid or expired token.', requestId: 'request-1' },
      });
  });

  it('answers 400 without a token', async () => {
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent({}));
    expect(status).toBe(400);
    expect(body.errors).toEqual([{ field: 'token', message: 'is required' }]);
  });
});

describe('the authorizer', () => {
  const load = () => import('../../lambdas/authorizer/handler.ts');
  const event = (headers: Record<string, string>) =>
    ({
      headers,
      methodArn: 'arn:aws:execute-api:ap-east-1:111122223333:api/sandbox/POST/kyc/cn/poll',
    }) as unknown as APIGatewayRequestAuthorizerEvent;
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const client = {
    clientId: 'local-client',
    secrets: [{ sha256: sha256('local-secret') }],
    webhookSecret: 'whsec_x',
    status: 'active',
    plan: 'standard',
    apiKeyId: 'key-id',
    usageIdentifierKey: 'key-value',
    createdAt: '2026-01-01T00:00:00.000Z',
  };

  it('lets an active client call every route of the stage', async () => {
    dynamo.on(GetCommand).resolves({ Item: client });
    const { handler } = await load();
    const result = await handler(event({ 'X-Client-Id': 'local-client', 'X-Client-Secret': 'local-secret' }));
    expect(result).toMatchObject({
      principalId: 'local-client',
      context: { clientId: 'local-client' },
      usageIdentifierKey: 'key-value',
    });
    expect(result.policyDocument.Statement).toEqual([
      {
        Action: 'execute-api:Invoke',
        Effect: 'Allow',
        Resource: 'arn:aws:execute-api:ap-east-1:111122223333:api/sandbox/*',
      },
    ]);
  });

  it('takes a secret that is being rotated out until its time comes', async () => {
    const { handler } = await load();
    const ending = (expiresAt: Date) => ({
      ...client,
      secrets: [{ sha256: sha256('new') }, { sha256: sha256('old'), expiresAt: expiresAt.toISOString() }],
    });
    const call = (secret: string) =>
      handler(event({ 'x-client-id': 'local-client', 'x-client-secret': secret }));
    dynamo.on(GetCommand).resolves({ Item: ending(new Date(Date.now() + 60_000)) });
    for (const secret of ['old', 'new']) expect((await call(secret)).principalId).toBe('local-client');
    dynamo.on(GetCommand).resolves({ Item: ending(new Date(Date.now() - 1)) });
    expect((await call('new')).principalId).toBe('local-client');
    await expect(call('old')).rejects.toThrow(/^Unauthorized$/);
  });

  it.each([
    ['a wrong secret', client, { 'x-client-id': 'local-client', 'x-client-secret': 'wrong' }],
    [
      'a disabled client',
      { ...client, status: 'disabled' },
      { 'x-client-id': 'local-client', 'x-client-secret': 'local-secret' },
    ],
    ['an unknown client', undefined, { 'x-client-id': 'nobody', 'x-client-secret': 'local-secret' }],
    ['no secret', client, { 'x-client-id': 'local-client' }],
    ['an id that none can have', client, { 'x-client-id': '../x', 'x-client-secret': 'local-secret' }],
  ])('refuses %s', async (_what, Item, headers) => {
    dynamo.on(GetCommand).resolves(Item ? { Item } : {});
    const { handler } = await load();
    await expect(handler(event(headers as Record<string, string>))).rejects.toThrow(/^Unauthorized$/);
  });

  it('is no refusal when the registry does not answer', async () => {
    dynamo.on(GetCommand).rejects(new Error('down'));
    const { handler } = await load();
    await expect(
      handler(event({ 'x-client-id': 'local-client', 'x-client-secret': 'local-secret' })),
    ).rejects.toThrow(/did not answer/);
  });
});
