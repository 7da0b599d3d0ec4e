import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mostKeys } from '@kyc-china/core/client-keys';
import type { ClientRow } from '@kyc-china/storage/client-registry';
import { authorizationRememberedSeconds } from '../../lib/stage-configuration.ts';
import { credentialsIn, runClient } from '../../local/support/client-commands.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { until } from '../support/until.ts';

/** The clock of the API's front: it does not advance unless a test moves it. */
let time = Date.UTC(2026, 0, 15);
let stack: EmbeddedStack;
let dynamo: DynamoDBClient;
beforeAll(async () => {
  stack = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '0' }, { now: () => time });
  dynamo = new DynamoDBClient({
    region: 'ap-east-1',
    endpoint: stack.cloud.endpoints.DYNAMODB,
    credentials: stack.cloud.credentials,
  });
  for (const client of ['acme', 'full']) await run('create', client, '--plan', 'load-test');
});
afterAll(async () => {
  dynamo?.destroy();
  await stack?.stop();
});

const run = (...args: string[]) => runClient(stack.dataDirectory, ...args);
type Credentials = Record<string, string>;

/** Adds a key. @returns its id, and the headers of its calls. */
async function add(
  clientId: string,
  ...options: string[]
): Promise<{ id: string; credentials: Credentials }> {
  const output = await run('key', 'add', clientId, ...options);
  return { id: /^key +(\S+)$/m.exec(output)?.[1] ?? '', credentials: credentialsIn(output) };
}

/** Calls that are answered 400 and 404 when they are let through. */
const start = (credentials: Credentials) => stack.post('/kyc/cn/request', {}, credentials);
const poll = (credentials: Credentials) => stack.post('/kyc/cn/poll', {}, credentials);
const list = (credentials: Credentials) => stack.get('/kyc/cn/reports', credentials);

const TableName = () => stack.cloud.outputs.ClientsTableName;

async function rowOf(clientId: string): Promise<ClientRow> {
  const { Item } = await DynamoDBDocumentClient.from(dynamo).send(
    new GetCommand({ TableName: TableName(), Key: { clientId } }),
  );
  return Item as ClientRow;
}

describe('key add', () => {
  it('key opens the routes of its scopes, and gets a 403 with code scope-missing on the others, whichever comes first', async () => {
    const { credentials } = await add('acme', '--name', 'reader', '--scopes', 'read');
    const refused = await start(credentials);
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({
      message:
        'The key does not have the scope of this call: it has read, and not request, erase or usage. Use another key of the client.',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      code: 'scope-missing',
    });
    // The answer is cached for every route: it lets through what the scopes allow, and nothing else.
    expect((await poll(credentials)).status).toBe(400);
    expect((await list(credentials)).status).toBe(200);
    expect((await start(credentials)).status).toBe(403);
    const { credentials: starter } = await add('acme', '--name', 'starter', '--scopes', 'request');
    expect((await start(starter)).status).toBe(400);
    expect((await list(starter)).status).toBe(403);
    expect((await poll(starter)).status).toBe(403);
  });

  it('key of other networks gets a 403 with code network-not-allowed on every route, and one of this network is let through', async () => {
    const elsewhere = await add('acme', '--name', 'elsewhere', '--networks', '192.0.2.0/24,2001:db8::/32');
    const answers = [await start(elsewhere.credentials), await list(elsewhere.credentials)];
    for (const { status, body } of answers)
      expect([status, body.code, body.message]).toEqual([
        403,
        'network-not-allowed',
        'The key may not be used from this network address. Call from one of its networks, or use another key.',
      ]);
    const here = await add('acme', '--name', 'here', '--networks', '192.0.2.0/24,127.0.0.0/8');
    expect((await start(here.credentials)).status).toBe(400);
  });

  it('key is valid beside the default key, and shows its secret once', async () => {
    const { id, credentials } = await add('acme', '--name', 'second');
    expect((await start(credentials)).status).toBe(400);
    const stored = JSON.stringify(await rowOf('acme'));
    expect(stored).toContain(id);
    expect(stored).not.toContain(credentials['x-client-secret']);
    expect(await run('key', 'list', 'acme')).not.toContain(credentials['x-client-secret']);
  });

  it('key expires at its time, while its authorization is cached', async () => {
    const { id, credentials } = await add('acme', '--name', 'ending', '--expires', '2999-12-31');
    const { clientKeys = '[]' } = await rowOf('acme');
    const soon = new Date(Date.now() + 3000).toISOString();
    const keys = JSON.parse(clientKeys).map((key: { id: string }) =>
      key.id === id ? { ...key, expiresAt: soon } : key,
    );
    await DynamoDBDocumentClient.from(dynamo).send(
      new UpdateCommand({
        TableName: TableName(),
        Key: { clientId: 'acme' },
        UpdateExpression: 'SET clientKeys = :keys',
        ExpressionAttributeValues: { ':keys': JSON.stringify(keys) },
      }),
    );
    let last = await poll(credentials);
    await until(async () => {
      last = await poll(credentials);
      return last.status !== 400;
    });
    expect(last.status).toBe(401);
    expect(last.body.message).toMatch(/must be those of an active client/);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(soon));
  });

  it(`client has at most ${mostKeys} keys`, async () => {
    for (let number = 2; number <= mostKeys; number += 1)
      await run('key', 'add', 'full', '--name', `k${number}`);
    await expect(run('key', 'add', 'full', '--name', 'one-more')).rejects.toThrow(/has 20 keys/);
  });

  it.each([
    [['add', 'acme'], /--name is/],
    [['add', 'acme', '--name', 'default'], /already has a key named default/],
    [['add', 'acme', '--name', 'x', '--scopes', 'read,write'], /there is no scope write/],
    [['add', 'acme', '--name', 'x', '--networks', '192.0.2.1/24'], /192\.0\.2\.1\/24 is not a network/],
    [['add', 'acme', '--name', 'x', '--expires', '2026-02-30'], /--expires is a date/],
    [['add', 'acme', '--name', 'x', '--expires', '2020-01-01'], /in the past/],
    [['add', 'unknown', '--name', 'x'], /there is no client unknown/],
    [['add', 'acme', 'key_1', '--name', 'x'], /key add +<clientId>/],
    [['list', 'acme', '--name', 'x'], /key add +<clientId>/],
    [['list'], /key add +<clientId>/],
    [['remove', 'acme'], /key add +<clientId>/],
    [['remove', 'acme', 'key_1'], /acme has no key key_1/],
    [['rotate', 'acme'], /key add +<clientId>/],
  ])('key command %j is refused with a reason', async (args, message) => {
    await expect(run('key', ...args)).rejects.toThrow(message);
  });
});

describe('key remove and rotate', () => {
  it('removed key is refused when its cached authorization ends, and the others stay', async () => {
    const [leaver, stayer] = [await add('acme', '--name', 'leaver'), await add('acme', '--name', 'stayer')];
    expect((await poll(leaver.credentials)).status).toBe(400);
    expect(await run('key', 'remove', 'acme', leaver.id)).toMatch(
      /key leaver of acme is removed.*within 300 seconds/,
    );
    time += authorizationRememberedSeconds * 1000;
    expect((await poll(leaver.credentials)).status).toBe(401);
    expect((await poll(stayer.credentials)).status).toBe(400);
  });

  it('rotated key works with both secrets, and keeps its id, name and scopes', async () => {
    const key = await add('acme', '--name', 'rotating', '--scopes', 'read,usage');
    const output = await run('rotate', 'acme', '--key', key.id);
    expect(output).toMatch(/The previous one is valid until /);
    const next = credentialsIn(output);
    for (const credentials of [key.credentials, next]) {
      expect((await poll(credentials)).status).toBe(400);
      expect((await start(credentials)).status).toBe(403);
    }
    const line = (await run('key', 'list', 'acme')).split('\n').find((text) => text.startsWith(key.id));
    expect(line).toMatch(/rotating +read,usage +any +never +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d$/);
  });

  it('removed default key is refused, and the client keeps its other keys', async () => {
    const first = credentialsIn(await run('create', 'moving', '--plan', 'load-test'));
    const second = await add('moving', '--name', 'second');
    await run('key', 'remove', 'moving', 'default');
    expect((await poll(first)).status).toBe(401);
    expect((await poll(second.credentials)).status).toBe(400);
    expect(await run('show', 'moving')).toMatch(/^keys +second$/m);
    await expect(run('rotate', 'moving')).rejects.toThrow(/moving has no key default/);
  });

  it('client loses no key in two concurrent additions', async () => {
    await run('create', 'twin');
    const results = await Promise.allSettled([add('twin', '--name', 'one'), add('twin', '--name', 'two')]);
    const added = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.id] : []));
    const listed = await run('key', 'list', 'twin');
    expect(added.length).toBeGreaterThan(0);
    for (const id of added) expect(listed).toContain(id);
  });

  it('key with five valid secrets is not rotated again until some end', async () => {
    await run('create', 'rotator');
    for (let times = 0; times < 4; times += 1) await run('rotate', 'rotator');
    await expect(run('rotate', 'rotator')).rejects.toThrow(/has 5 valid secrets/);
    await run('rotate', 'rotator', '--overlap-hours', '0');
    expect((await rowOf('rotator')).secrets).toHaveLength(1);
  });
});
