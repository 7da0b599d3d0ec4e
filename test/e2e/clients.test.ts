import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signToken } from '@kyc-china/core/report-token';
import { readTokenKeyRing } from '@kyc-china/storage/token-key-secret';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { authorizationRememberedSeconds } from '../../lib/stage-configuration.ts';
import { credentialsIn, runClient, runTokenKey } from '../../local/support/client-commands.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

/** The clock of the API's front: it does not advance unless a test moves it. */
let time = Date.UTC(2026, 0, 15);
const pass = (seconds: number) => {
  time += seconds * 1000;
};
const remembered = authorizationRememberedSeconds;

let stack: EmbeddedStack;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' }, { now: () => time });
});
afterAll(() => stack?.stop());

type Credentials = Record<string, string>;

const run = (...args: string[]) => runClient(stack.dataDirectory, ...args);
const make = async (clientId: string, ...args: string[]): Promise<Credentials> =>
  credentialsIn(await run('create', clientId, ...args));
const person = { mobile: '13800138000' };
const poll = (token: string, credentials?: Credentials) => stack.post('/kyc/cn/poll', { token }, credentials);
/** A call that is answered 400 when it is let through. */
const call = (credentials: Credentials) => stack.post('/kyc/cn/poll', {}, credentials);
const letThrough = 400;
const statusOf = async (credentials: Credentials) => (await call(credentials)).status;

describe('two clients', () => {
  it("client cannot poll another client's token, and the answer does not reveal that it exists", async () => {
    const [one, other] = [await make('one'), await make('other')];
    const { token } = (await stack.post('/kyc/cn/request', person, one)).body;
    expect([200, 202]).toContain((await poll(token, one)).status);
    const answers = [
      await poll(token, other),
      await poll(`${token}x`, one),
      // The id of one client with the secret of the other is unknown.
      await poll(token, { ...one, 'x-client-secret': other['x-client-secret'] ?? '' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(answers[0]?.body.message).toBe(answers[1]?.body.message);
    for (const { body } of answers) expect(Object.keys(body).sort()).toEqual(['message', 'requestId']);
  });
});

describe('a disabled client', () => {
  it('disabled client is refused by its key immediately, and by the authorizer at its next call', async () => {
    const credentials = await make('leaver');
    expect(await statusOf(credentials)).toBe(letThrough);
    await run('disable', 'leaver');
    expect(await statusOf(credentials)).toBe(401);
    pass(remembered);
    expect(await statusOf(credentials)).toBe(401);
    await run('enable', 'leaver');
    expect(await statusOf(credentials)).toBe(letThrough);
  });

  it('disabled client whose key still works is refused when the cached authorization ends', async () => {
    const credentials = await make('row-only');
    expect(await statusOf(credentials)).toBe(letThrough);
    const { endpoints, credentials: keys, outputs } = stack.cloud;
    const dynamo = new DynamoDBClient({
      region: 'ap-east-1',
      endpoint: endpoints.DYNAMODB,
      credentials: keys,
    });
    await DynamoDBDocumentClient.from(dynamo).send(
      new UpdateCommand({
        TableName: outputs.ClientsTableName,
        Key: { clientId: 'row-only' },
        UpdateExpression: 'SET #status = :disabled',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':disabled': 'disabled' },
      }),
    );
    dynamo.destroy();
    pass(remembered - 1);
    expect(await statusOf(credentials)).toBe(letThrough);
    pass(1);
    expect(await statusOf(credentials)).toBe(401);
  });
});

describe('a rotated secret', () => {
  it('rotated secret works beside the new one until the overlap ends', async () => {
    const first = await make('rotating');
    const second = credentialsIn(await run('rotate', 'rotating', '--overlap-hours', '1'));
    expect(await statusOf(first)).toBe(letThrough);
    expect(await statusOf(second)).toBe(letThrough);
    const third = credentialsIn(await run('rotate', 'rotating', '--overlap-hours', '0'));
    pass(remembered);
    expect(await statusOf(first)).toBe(401);
    expect(await statusOf(second)).toBe(401);
    expect(await statusOf(third)).toBe(letThrough);
  });
});

describe('a plan', () => {
  const trial = { burst: 5, callsPerMonth: 1000 };

  it('plan throttles its client, and no other', async () => {
    const [busy, calm] = [await make('busy', '--plan', 'trial'), await make('calm', '--plan', 'trial')];
    const answers = await Promise.all(Array.from({ length: trial.burst + 1 }, () => call(busy)));
    const throttled = answers.filter(({ status }) => status === 429);
    expect(throttled).toHaveLength(1);
    expect(throttled[0]?.headers.get('retry-after')).toBe('1');
    expect(throttled[0]?.body).toEqual({
      message: 'Too many requests at once: wait and send it again.',
      requestId: expect.any(String),
    });
    expect(await statusOf(calm)).toBe(letThrough);
    pass(1);
    expect([await statusOf(busy), await statusOf(busy)]).toEqual([letThrough, 429]);
  });

  it("plan ends its client's month, across restarts, and the next month starts again", async () => {
    const credentials = await make('frugal', '--plan', 'trial');
    for (let used = 0; used < trial.callsPerMonth; used += trial.burst) {
      pass(trial.burst);
      const burst = await Promise.all(Array.from({ length: trial.burst }, () => statusOf(credentials)));
      expect(new Set(burst)).toEqual(new Set([letThrough]));
    }
    pass(trial.burst);
    const over = await call(credentials);
    expect(over.status).toBe(429);
    expect(over.headers.get('retry-after')).toBe('3600');
    expect(over.body.message).toMatch(/quota is used up/);
    await stack.restart();
    expect(await statusOf(credentials)).toBe(429);
    time = Date.UTC(2026, 1, 1);
    expect(await statusOf(credentials)).toBe(letThrough);
  });
});

describe('a rotation of the token key', () => {
  async function currentKey() {
    const { endpoints, credentials, outputs } = stack.cloud;
    const client = new SecretsManagerClient({
      region: 'ap-east-1',
      endpoint: endpoints.SECRETS_MANAGER,
      credentials,
    });
    const secret = await client.send(new GetSecretValueCommand({ SecretId: outputs.TokenKeySecretArn }));
    client.destroy();
    return readTokenKeyRing(secret.SecretString ?? '').current;
  }

  it('token key rotation keeps issued tokens valid', async () => {
    const before = await stack.request(person);
    const { answer } = await stack.pollToEnd(before);
    expect(answer.status).toBe(200);
    await runTokenKey(stack.dataDirectory, 'rotate');
    const key = await currentKey();
    expect(decodeProtectedHeader(before).kid).not.toBe(key.kid);
    expect((await poll(before)).status).toBe(200);

    // A warm poll learns of the new key from the first token that names it, two seconds after it last looked.
    const { sub = '', iat = 0 } = decodeJwt(before);
    const early = await signToken({ reportId: sub, clientId: 'local-client' }, new Date(iat * 1000), key);
    let status = 401;
    while (status === 401) {
      status = (await poll(early)).status;
      pass(1);
    }
    expect(status).toBe(200);

    // Fresh functions sign with the new one, and verify with both.
    await stack.restart();
    const after = await stack.request(person);
    expect(decodeProtectedHeader(after).kid).toBe(key.kid);
    expect((await stack.pollToEnd(after)).answer.status).toBe(200);
    expect((await poll(before)).status).toBe(200);
  });
});
