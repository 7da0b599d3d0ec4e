import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type {
  CallingClient,
  Client,
  ClientRegistry,
  DecidingClient,
  NotifiedClient,
} from '@kyc-china/core/ports';
import { clientAttributes } from './client-attributes.ts';
import { readClientKeys, writeClientKeys } from './client-key-row.ts';

/** A client as the table holds it: times are ISO 8601. */
export type ClientRow = Omit<
  Client,
  'secrets' | 'secretsRotatedAt' | 'keys' | 'endingWebhookSecrets' | 'createdAt' | 'policy' | 'prices'
> & {
  readonly secrets: readonly { readonly sha256: string; readonly expiresAt?: string }[];
  readonly secretsRotatedAt?: string;
  /** JSON: the keys beside the default key (client-key-row.ts). */
  readonly clientKeys?: string;
  readonly endingWebhookSecrets?: readonly { readonly secret: string; readonly expiresAt: string }[];
  readonly createdAt: string;
  /** JSON, as the operator wrote it. */
  readonly policy?: string;
  /** JSON: the prices of a price list. */
  readonly prices?: string;
  /**
   * JSON: by name and version, the SHA-256 of each policy that the client has had. A report names no two by one name. A string,
   * because a condition of a write compares it.
   */
  readonly policyDigests?: string;
};

type Row<Name extends keyof ClientRow> = Pick<ClientRow, Name>;

/** @throws Error when the row lists no secrets. */
function secretsOf({ clientId, secrets }: Row<'clientId' | 'secrets'>): Pick<Client, 'secrets'> {
  if (!Array.isArray(secrets)) throw new Error(`the row of client ${clientId} lists no secrets`);
  return {
    secrets: secrets.map(({ sha256, expiresAt }) => ({
      sha256,
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
    })),
  };
}

function endingSecretsOf({
  endingWebhookSecrets,
}: Row<'endingWebhookSecrets'>): Pick<Client, 'endingWebhookSecrets'> {
  return {
    ...(endingWebhookSecrets && {
      endingWebhookSecrets: endingWebhookSecrets.map(({ secret, expiresAt }) => ({
        secret,
        expiresAt: new Date(expiresAt),
      })),
    }),
  };
}

function policyOf({ policy }: { readonly policy?: string }): Pick<Client, 'policy'> {
  return policy === undefined ? {} : { policy: JSON.parse(policy) };
}

function pricesOf({ prices }: { readonly prices?: string }): Pick<Client, 'prices'> {
  return prices === undefined ? {} : { prices: JSON.parse(prices) };
}

/** The client that a row describes. @throws Error when the row is not of this form. */
export function toClient(row: ClientRow): Client {
  const { secrets: _secrets, endingWebhookSecrets: _ending, createdAt, policy: _policy, ...others } = row;
  const { policyDigests: _digests, prices: _prices, clientKeys, secretsRotatedAt, ...rest } = others;
  return {
    ...rest,
    ...policyOf(row),
    ...pricesOf(row),
    ...readClientKeys(clientKeys),
    ...secretsOf(row),
    ...(secretsRotatedAt !== undefined && { secretsRotatedAt: new Date(secretsRotatedAt) }),
    ...endingSecretsOf(row),
    createdAt: new Date(createdAt),
  };
}

/** The row that describes a client. */
export function toRow({
  secrets,
  secretsRotatedAt,
  keys,
  endingWebhookSecrets,
  createdAt,
  policy,
  prices,
  ...rest
}: Client): ClientRow {
  return {
    ...rest,
    ...(keys && { clientKeys: writeClientKeys(keys) }),
    ...(secretsRotatedAt && { secretsRotatedAt: secretsRotatedAt.toISOString() }),
    ...(policy && { policy: JSON.stringify(policy) }),
    ...(prices && { prices: JSON.stringify(prices) }),
    secrets: secrets.map(({ sha256, expiresAt }) => ({
      sha256,
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    })),
    ...(endingWebhookSecrets && {
      endingWebhookSecrets: endingWebhookSecrets.map(({ secret, expiresAt }) => ({
        secret,
        expiresAt: expiresAt.toISOString(),
      })),
    }),
    createdAt: createdAt.toISOString(),
  };
}

/** Reads these attributes of a client's row, and no others. */
async function readAttributes(
  client: DynamoDBDocumentClient,
  table: string,
  clientId: string,
  attributes: readonly string[],
): Promise<Record<string, unknown> | undefined> {
  const { Item } = await client.send(
    new GetCommand({
      TableName: table,
      Key: { clientId },
      ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
    }),
  );
  return Item;
}

/** Clients in DynamoDB, as far as the authorizer knows them. */
export class DynamoCallingClients implements ClientRegistry<CallingClient> {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(clientId: string): Promise<CallingClient | undefined> {
    const item = await readAttributes(this.#client, this.#table, clientId, clientAttributes.authorizer);
    if (!item) return undefined;
    const row = item as Row<(typeof clientAttributes.authorizer)[number]>;
    const { secrets: _secrets, clientKeys, ...rest } = row;
    return { ...rest, ...secretsOf(row), ...readClientKeys(clientKeys) };
  }
}

/** Clients in DynamoDB, as far as their webhooks need them. */
export class DynamoNotifiedClients implements ClientRegistry<NotifiedClient> {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(clientId: string): Promise<NotifiedClient | undefined> {
    const item = await readAttributes(this.#client, this.#table, clientId, clientAttributes.webhook);
    if (!item) return undefined;
    const row = item as Row<(typeof clientAttributes.webhook)[number]>;
    const { endingWebhookSecrets: _ending, ...rest } = row;
    return { ...rest, ...endingSecretsOf(row) };
  }
}

/** Clients in DynamoDB, as far as their reports' decisions and charges need them. */
export class DynamoDecidingClients implements ClientRegistry<DecidingClient> {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(clientId: string): Promise<DecidingClient | undefined> {
    const item = await readAttributes(this.#client, this.#table, clientId, clientAttributes.aggregator);
    if (!item) return undefined;
    const row = item as { readonly policy?: string; readonly prices?: string };
    return { clientId, ...policyOf(row), ...pricesOf(row) };
  }
}
