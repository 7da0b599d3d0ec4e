import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { secretDigest } from '@kyc-china/core/authenticate';
import { standardPolicy } from '@kyc-china/core/decision/standard-policy';
import { type ClientRow, DynamoDecidingClients } from '@kyc-china/storage/client-registry';
import { mockClient } from 'aws-sdk-client-mock';
import { projectFile } from '../../lib/project-file.ts';
import { credentialsIn, runClient, runTokenKey } from '../../local/support/client-commands.ts';
import { connectToStage } from '../../operations/stage-connection.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';

let stack: EmbeddedStack;
let folder: string;
beforeAll(async () => {
  stack = await startEmbeddedStack({});
  folder = await mkdtemp(path.join(tmpdir(), 'policies-'));
});
afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => runClient(stack.dataDirectory, ...args);
const settings = (service: 'DYNAMODB' | 'API_GATEWAY' | 'SECRETS_MANAGER') => ({
  region: 'ap-east-1',
  endpoint: stack.cloud.endpoints[service],
  credentials: stack.cloud.credentials,
});

async function rowOf(clientId: string): Promise<ClientRow> {
  const dynamo = new DynamoDBClient(settings('DYNAMODB'));
  const { Item } = await DynamoDBDocumentClient.from(dynamo).send(
    new GetCommand({ TableName: stack.cloud.outputs.ClientsTableName, Key: { clientId } }),
  );
  dynamo.destroy();
  return Item as ClientRow;
}

async function apiKeys() {
  const client = new APIGatewayClient(settings('API_GATEWAY'));
  const { items = [] } = await client.send(new GetApiKeysCommand({ includeValues: true }));
  client.destroy();
  return items;
}

describe('create', () => {
  it('client create makes a client with a key of its plan, and shows its secrets once', async () => {
    const output = await run('create', 'acme');
    const row = await rowOf('acme');
    expect(row).toEqual({
      clientId: 'acme',
      secrets: [{ sha256: secretDigest(credentialsIn(output)['x-client-secret']) }],
      webhookSecret: expect.stringMatching(/^whsec_/),
      status: 'active',
      plan: 'standard',
      apiKeyId: expect.any(String),
      usageIdentifierKey: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
      createdAt: expect.any(String),
    });
    expect(output).toContain(row.webhookSecret);
    expect(output).toContain('standard: calls 10 a second, 20 at once, 100,000 a month');
    const key = (await apiKeys()).find(({ id }) => id === row.apiKeyId);
    expect(key).toMatchObject({
      name: 'kyc-china-sandbox-acme',
      value: row.usageIdentifierKey,
      enabled: true,
    });
  });

  it.each([
    [['create', 'acme'], /the client acme already exists/],
    [['create', 'a/b'], /a client id is/],
    [['create', 'other', '--plan', 'gold'], /no plan gold: the stage has standard, trial, load-test/],
    [['create'], /npm run clients -- create/],
    [['create', 'one', 'two'], /npm run clients -- create/],
    [['list', 'acme'], /npm run clients -- create/],
    [['destroy', 'acme'], /npm run clients -- create/],
    [['toString', 'acme'], /npm run clients -- create/],
    [['rotate', 'acme', '--plan', 'trial'], /npm run clients -- create/],
    [['disable', 'acme', '--webhook'], /npm run clients -- create/],
    [['create', 'other', '--overlap-hours', '2'], /npm run clients -- create/],
    [['show', 'acme', '--per-day', '5'], /npm run clients -- create/],
    [['limits', 'unknown', '--per-day', '5'], /there is no client unknown/],
    [['limits', 'acme', '--per-day', '1.5'], /--per-day is a whole number, or none/],
    [['limits', 'acme', '--per-month', ''], /--per-month is a whole number, or none/],
    [['limits', 'acme', '--cost-per-month', 'much'], /--cost-per-month is an amount/],
    [['show', 'unknown'], /there is no client unknown/],
    [['disable', 'unknown'], /there is no client unknown/],
    [['rotate', 'unknown'], /there is no client unknown/],
    [['show', 'acme', '--compromised'], /npm run clients -- create/],
    [['rotate', 'acme', '--compromised', '--overlap-hours', '1'], /npm run clients -- create/],
    [['rotate', 'acme', '--overlap-hours', 'soon'], /the overlap is/],
    [['rotate', 'acme', '--overlap-hours', ''], /the overlap is/],
    [['rotate', 'acme', '--overlap-hours=-1'], /the overlap is/],
    [['rotate', 'acme', '--webhook', '--overlap-hours', 'soon'], /the overlap is/],
    [['rotate', 'unknown', '--webhook'], /there is no client unknown/],
    [['list', '--all'], /Unknown option '--all'/],
  ])('client command %j is refused with a reason', async (args, message) => {
    const before = await apiKeys();
    await expect(run(...args)).rejects.toThrow(message);
    expect(await apiKeys()).toEqual(before);
  });

  it('client create leaves no unused key when two create the same client concurrently', async () => {
    const results = await Promise.allSettled([run('create', 'twin'), run('create', 'twin')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { apiKeyId } = await rowOf('twin');
    const keys = (await apiKeys()).filter(({ name }) => name === 'kyc-china-sandbox-twin');
    expect(keys.map(({ id }) => id)).toEqual([apiKeyId]);
  });
});

it.each([
  ['a hyphen', `${'a'.repeat(30)}-`],
  ['an underscore', `${'a'.repeat(30)}_`],
  ['19 characters', 'a'.repeat(19)],
  ['129 characters', 'a'.repeat(129)],
])('API Gateway refuses an API key whose value has %s', async (_, value) => {
  const client = new APIGatewayClient(settings('API_GATEWAY'));
  await expect(client.send(new CreateApiKeyCommand({ name: 'other', value }))).rejects.toMatchObject({
    name: 'BadRequestException',
    message: 'API Key value should be 20 to 128 alphanumeric characters',
  });
  client.destroy();
});

it('client limits sets, changes and removes limits, and keeps those that are not named', async () => {
  expect(await run('limits', 'acme')).toContain('limits     none');
  await run('limits', 'acme', '--per-day', '100', '--cost-per-month', '2500.5');
  expect(await run('limits', 'acme', '--per-month', '2000')).toContain(
    'limits     100 verifications a day, 2,000 verifications a month, 2,500.5 upstream cost a month',
  );
  await run('limits', 'acme', '--per-day', 'none');
  expect((await rowOf('acme')).limits).toEqual({ verificationsPerMonth: 2000, upstreamCostPerMonth: 2500.5 });
  await run('limits', 'acme', '--per-month', 'none', '--cost-per-month', 'none');
  expect(await run('show', 'acme')).toContain('limits     none');
});

describe('list and show', () => {
  it('client list and show print clients without their secrets, hashes and keys', async () => {
    const { secrets, webhookSecret, usageIdentifierKey, apiKeyId } = await rowOf('acme');
    const list = await run('list');
    expect(list).toMatch(/^acme +active +standard +1 +\d{4}-\d{2}-\d{2}$/m);
    expect(list).toMatch(/^local-client +active +load-test/m);
    const shown = await run('show', 'acme');
    expect(shown).toMatch(/^status +active$/m);
    expect(shown).toContain(apiKeyId);
    for (const hidden of [secrets[0]?.sha256, webhookSecret, usageIdentifierKey])
      expect(`${list}\n${shown}`).not.toContain(hidden);
  });
});

describe('disable and enable', () => {
  it('client disable and enable change the client and its key, and print when it takes effect', async () => {
    expect(await run('disable', 'acme')).toMatch(/refused within 300 seconds/);
    const { status, apiKeyId } = await rowOf('acme');
    expect(status).toBe('disabled');
    const client = new APIGatewayClient(settings('API_GATEWAY'));
    expect((await client.send(new GetApiKeyCommand({ apiKey: apiKeyId }))).enabled).toBe(false);
    await run('enable', 'acme');
    expect((await rowOf('acme')).status).toBe('active');
    const key = await client.send(new GetApiKeyCommand({ apiKey: apiKeyId }));
    expect(key.enabled).toBe(true);
    expect(key.value).toBeUndefined();
    client.destroy();
  });
});

describe('rotate', () => {
  it('client policy sets, shows and removes a policy, which the aggregator then reads', async () => {
    await run('create', 'decider');
    const dynamo = new DynamoDBClient(settings('DYNAMODB'));
    const documents = DynamoDBDocumentClient.from(dynamo);
    const deciding = new DynamoDecidingClients(documents, stack.cloud.outputs.ClientsTableName as string);
    expect(await deciding.find('decider')).toEqual({ clientId: 'decider' });
    expect(JSON.parse(await run('policy', 'decider'))).toEqual(standardPolicy);

    const policy = { ...standardPolicy, name: 'own', version: 3 };
    const file = path.join(folder, 'policy.json');
    await writeFile(file, JSON.stringify(policy));
    expect(await run('policy', 'decider', file)).toContain('own@3');
    expect(await deciding.find('decider')).toEqual({ clientId: 'decider', policy });
    expect(await run('show', 'decider')).toMatch(/^policy +own@3$/m);
    expect(JSON.parse(await run('policy', 'decider'))).toEqual(policy);

    expect(await run('policy', 'decider', '--standard')).toContain('standard@1');
    expect(await deciding.find('decider')).toEqual({ clientId: 'decider' });
    // The very same policy may come back, in another spelling too.
    await writeFile(file, JSON.stringify({ version: 3, name: 'own', rules: policy.rules }, undefined, 2));
    await run('policy', 'decider', file);
    expect(await deciding.find('decider')).toEqual({ clientId: 'decider', policy });
    dynamo.destroy();
  });

  it('client policy refuses another policy under a name and version that reports may have', async () => {
    await run('create', 'changer');
    const file = path.join(folder, 'changing.json');
    const policy = { ...standardPolicy, name: 'own' };
    await writeFile(file, JSON.stringify(policy));
    await run('policy', 'changer', file);
    await writeFile(file, JSON.stringify({ ...policy, rules: policy.rules.slice(1) }));
    await expect(run('policy', 'changer', file)).rejects.toThrow('raise the version');
    await run('policy', 'changer', '--standard');
    await expect(run('policy', 'changer', file)).rejects.toThrow('raise the version');
    await writeFile(file, JSON.stringify({ ...policy, version: 2, rules: policy.rules.slice(1) }));
    expect(await run('policy', 'changer', file)).toContain('own@2');
  });

  it('client policy refuses a file that is no policy, with its fields, and changes nothing', async () => {
    await run('create', 'keeper');
    const file = path.join(folder, 'wrong.json');
    await writeFile(file, JSON.stringify({ name: 'own', rules: [{ outcome: 'no' }] }));
    const refused = await run('policy', 'keeper', file).catch((error: Error) => error.message);
    for (const field of ['version', 'rules[0].when', 'rules[0].outcome', 'rules[0].reason'])
      expect(refused).toContain(field);
    await writeFile(file, '{');
    await expect(run('policy', 'keeper', file)).rejects.toThrow('not valid JSON');
    await expect(run('policy', 'keeper', `${file}.missing`)).rejects.toThrow('cannot be read');
    await expect(run('policy', 'keeper', file, '--standard')).rejects.toThrow('npm run client');
    await expect(run('show', 'keeper', '--standard')).rejects.toThrow('npm run client');
    expect(await run('show', 'keeper')).toMatch(/^policy +standard@1$/m);
  });

  it('client rotate gives a new secret, and keeps the old one for the overlap', async () => {
    const before = await rowOf('acme');
    const output = await run('rotate', 'acme', '--overlap-hours', '2');
    const { secrets, secretsRotatedAt, ...rest } = await rowOf('acme');
    expect(rest).toEqual({ ...before, secrets: undefined });
    expect(secretsRotatedAt).toBeDefined();
    expect(secrets).toEqual([
      { sha256: secretDigest(credentialsIn(output)['x-client-secret']) },
      { ...before.secrets[0], expiresAt: expect.any(String) },
    ]);
    const left = Date.parse(secrets[1]?.expiresAt ?? '') - Date.now();
    expect(left).toBeGreaterThan(119 * 60_000);
    expect(left).toBeLessThanOrEqual(120 * 60_000);
    expect(output).toContain(`The previous one is valid until ${secrets[1]?.expiresAt}`);
    expect(await run('show', 'acme')).toMatch(/^secrets +valid; valid until /m);
  });

  it('client rotate --webhook gives a new secret, which signs beside the old one for two days', async () => {
    const before = await rowOf('acme');
    const output = await run('rotate', 'acme', '--webhook');
    const { webhookSecret, endingWebhookSecrets, ...rest } = await rowOf('acme');
    expect({ ...rest, webhookSecret: before.webhookSecret }).toEqual(before);
    expect(webhookSecret).not.toBe(before.webhookSecret);
    expect(output).toMatch(new RegExp(`^webhook secret +${webhookSecret.replace(/[+/]/g, '\\$&')}$`, 'm'));
    expect(endingWebhookSecrets).toEqual([{ secret: before.webhookSecret, expiresAt: expect.any(String) }]);
    const [ending] = endingWebhookSecrets ?? [];
    const left = Date.parse(ending?.expiresAt ?? '') - Date.now();
    expect(left).toBeGreaterThan(47 * 3_600_000);
    expect(left).toBeLessThanOrEqual(48 * 3_600_000);
    const shown = await run('show', 'acme');
    expect(shown).toContain(`webhook    valid; valid until ${ending?.expiresAt}`);
    for (const hidden of [webhookSecret, before.webhookSecret]) expect(shown).not.toContain(hidden);
    expect(output).not.toContain(before.webhookSecret);
  });

  it('client rotate --compromised leaves the new secret alone, also of the webhook', async () => {
    await run('create', 'leaked');
    await run('rotate', 'leaked');
    await run('rotate', 'leaked', '--webhook');
    expect((await rowOf('leaked')).secrets).toHaveLength(2);
    const output = await run('rotate', 'leaked', '--compromised');
    const ofWebhook = await run('rotate', 'leaked', '--webhook', '--compromised');
    const { secrets, webhookSecret, endingWebhookSecrets } = await rowOf('leaked');
    expect(secrets).toEqual([{ sha256: secretDigest(credentialsIn(output)['x-client-secret']) }]);
    expect(endingWebhookSecrets).toEqual([]);
    expect(output).toContain(
      'No other secret is valid: one that was used lately is refused within 300 seconds',
    );
    expect(ofWebhook).toContain(webhookSecret);
    expect(ofWebhook).toContain('The previous secret no longer signs.');
  });

  it('client rotate loses no webhook secret in two concurrent rotations', async () => {
    const results = await Promise.allSettled([
      run('rotate', 'twin', '--webhook'),
      run('rotate', 'twin', '--webhook'),
    ]);
    const handed = results.flatMap((result) =>
      result.status === 'fulfilled' ? [/whsec_\S+/.exec(result.value)?.[0]] : [],
    );
    const { webhookSecret, endingWebhookSecrets = [] } = await rowOf('twin');
    const known = [webhookSecret, ...endingWebhookSecrets.map(({ secret }) => secret)];
    expect(handed.length).toBeGreaterThan(0);
    for (const secret of handed) expect(known).toContain(secret);
  });

  it('client rotate loses no secret in two concurrent rotations', async () => {
    const results = await Promise.allSettled([run('rotate', 'twin'), run('rotate', 'twin')]);
    const handed = results.flatMap((result) =>
      result.status === 'fulfilled' ? [credentialsIn(result.value)] : [],
    );
    const known = (await rowOf('twin')).secrets.map(({ sha256 }) => sha256);
    expect(handed.length).toBeGreaterThan(0);
    for (const credentials of handed) expect(known).toContain(secretDigest(credentials['x-client-secret']));
  });
});

describe('token-key rotate', () => {
  it('token-key rotate changes the key and keeps the previous one, without showing either', async () => {
    const secrets = new SecretsManagerClient(settings('SECRETS_MANAGER'));
    const read = async () => {
      const SecretId = stack.cloud.outputs.TokenKeySecretArn;
      return JSON.parse((await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '');
    };
    const before = await read();
    const output = await runTokenKey(stack.dataDirectory, 'rotate');
    const after = await read();
    expect(after).toEqual({
      kid: expect.any(String),
      secret: expect.any(String),
      previous: [{ kid: before.kid, secret: before.secret, retiredAt: expect.any(String) }],
      digestOnly: [],
    });
    expect(after.kid).not.toBe(before.kid);
    expect(output).toContain(`signs tokens with key ${after.kid}`);
    expect(output).toMatch(new RegExp(`^Key ${before.kid} still verifies, until `, 'm'));
    for (const hidden of [before.secret, after.secret]) expect(output).not.toContain(hidden);
    secrets.destroy();
  });

  it('token-key rotate --compromised leaves no other key', async () => {
    const secrets = new SecretsManagerClient(settings('SECRETS_MANAGER'));
    const output = await runTokenKey(stack.dataDirectory, 'rotate', '--compromised');
    const SecretId = stack.cloud.outputs.TokenKeySecretArn;
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    expect(JSON.parse(SecretString)).toMatchObject({
      previous: [],
      digestOnly: expect.arrayContaining([expect.objectContaining({ droppedAt: expect.any(String) })]),
    });
    expect(output).toContain('no function accepts another key');
    secrets.destroy();
  });

  it('token-key has no other command than rotate', async () => {
    await expect(runTokenKey(stack.dataDirectory)).rejects.toThrow(/token-key -- rotate/);
    await expect(runTokenKey(stack.dataDirectory, 'rotate', 'all')).rejects.toThrow(/token-key -- rotate/);
  });
});

describe('a stage', () => {
  it('local stage is found while it runs, by a file that only its owner can read', async () => {
    const file = path.join(stack.dataDirectory, 'endpoints.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await stack.cloud.stop();
    expect(existsSync(file)).toBe(false);
    await expect(run('list')).rejects.toThrow(/no local run is serving: start one with `npm run local`/);
    await stack.restart();
    expect(await run('list')).toContain('acme');
  });

  it("deployed stage is found by its stack's outputs", async () => {
    const cloudFormation = mockClient(CloudFormationClient);
    cloudFormation
      .on(DescribeStacksCommand, { StackName: 'KycChina-production' })
      .resolves({
        Stacks: [
          {
            StackName: 'KycChina-production',
            CreationTime: new Date(),
            StackStatus: 'CREATE_COMPLETE',
            Outputs: [{ OutputKey: 'ClientsTableName', OutputValue: 'clients' }],
          },
        ],
      })
      .on(DescribeStacksCommand, { StackName: 'KycChina-sandbox' })
      .rejects(
        Object.assign(new Error('Stack with id KycChina-sandbox does not exist'), {
          name: 'ValidationError',
        }),
      );
    const stage = await connectToStage('production', stack.dataDirectory);
    expect(stage.output('ClientsTableName')).toBe('clients');
    expect(stage.settingsFor('DYNAMODB')).toEqual({ region: 'ap-east-1' });
    expect(() => stage.output('TokenKeySecretArn')).toThrow(/no output TokenKeySecretArn: deploy it again/);
    await expect(run('list', '--stage', 'sandbox')).rejects.toThrow(
      /KycChina-sandbox is not deployed in ap-east-1/,
    );
    await expect(run('list', '--stage', 'mars')).rejects.toThrow(/the stages are local, sandbox, production/);
    cloudFormation.restore();
  });

  it('client command in a shell exits with 1 and without a stack trace for a wrong call', async () => {
    const call = promisify(execFile)(process.execPath, [
      projectFile('operations', 'clients.ts'),
      'make',
      'acme',
    ]);
    await expect(call).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Creates and changes the clients/),
    });
  });
});
