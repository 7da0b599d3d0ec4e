import { GenerateDataKeyCommand } from '@aws-sdk/client-kms';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { invoke, proxyEvent } from '@kyc-china/samples/handler-events';
import { jpegBase64 } from '../support/images.ts';
import { inAnHour, mockAws } from '../support/mocked-aws.ts';

const { dynamo, s3, sfn, kms, reset } = mockAws();
afterEach(reset);

describe('initiate', () => {
  const load = () => import('../../lambdas/initiate/handler.ts');
  const person = { name: '张三', idNumber: '110101199001011234' };

  it('initiate stores the key, the applicant and the report, then starts the machine with ids alone', async () => {
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent(person));
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['token', 'reportId']);
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

  it('initiate stores no readable personal data except the masked echo', async () => {
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
    // KMS receives the report's id and nothing else. The plain key is not stored.
    const [generated] = kms.commandCalls(GenerateDataKeyCommand);
    const { reportId } = JSON.parse(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input.input ?? '');
    expect(generated?.args[0].input.EncryptionContext).toEqual({ reportId });
    const made = (await generated?.returnValue) as { Plaintext: Uint8Array };
    expect(made.Plaintext).toEqual(new Uint8Array(32));
  });

  it('initiate reports that a callback alone makes nothing run', async () => {
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent({ callbackUrl: 'https://example.com/' }));
    expect(status).toBe(400);
    expect(body.message).toMatch(/^With only callbackUrl sent, .*add mobile to run .*; add idNumber to run/);
  });

  it('initiate takes an existing execution as success', async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: 'exists', $metadata: {} }));
    const { handler } = await load();
    expect((await invoke(handler, proxyEvent(person))).status).toBe(200);
  });

  it('initiate returns 502 when the machine cannot be started, without the cause', async () => {
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
  ])('initiate returns 400 for %s', async (_what, sent, message) => {
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent(sent));
    expect(status).toBe(400);
    expect(body.message).toMatch(message);
    expect(body.requestId).toBe('request-1');
    expect(sfn.calls()).toHaveLength(0);
  });

  it('initiate returns 415 for anything but JSON', async () => {
    const { handler } = await load();
    const { status } = await invoke(
      handler,
      proxyEvent('name=x', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    );
    expect(status).toBe(415);
  });

  it.each(['br', 'zstd', 'compress', 'x-gzip', 'gzip, gzip', 'aws-chunked'])(
    'initiate returns 415 for the content coding %s, and names the supported ones',
    async (coding) => {
      const { handler } = await load();
      const answer = await invoke(handler, proxyEvent('\u001b\0', { 'Content-Encoding': coding }));
      expect(answer).toMatchObject({
        status: 415,
        body: { message: expect.stringMatching(/content-encoding.*gzip or deflate/) },
        headers: { 'accept-encoding': 'gzip, deflate' },
      });
    },
  );

  it.each(['gzip', 'DEFLATE', 'identity', ' ', ''])(
    'initiate accepts a body that API Gateway has decoded from the content coding "%s"',
    async (coding) => {
      const { handler } = await load();
      expect(await invoke(handler, proxyEvent(person, { 'Content-Encoding': coding }))).toMatchObject({
        status: 200,
      });
    },
  );

  it('initiate returns 409 for an idempotency key that was used with another body', async () => {
    const taken = Object.assign(new Error('taken'), { name: 'ConditionalCheckFailedException' });
    dynamo.on(PutCommand).rejects(taken);
    dynamo.on(GetCommand).resolves({
      Item: {
        reportId: 'r',
        requestedAt: new Date().toISOString(),
        kid: '1',
        bodyDigest: 'other',
        expiresAt: inAnHour(),
      },
    });
    const { handler } = await load();
    const { status, body } = await invoke(handler, proxyEvent(person, { 'Idempotency-Key': 'abc' }));
    expect([status, body.code]).toEqual([409, 'idempotency-conflict']);
    expect(sfn.calls()).toHaveLength(0);
  });
});
