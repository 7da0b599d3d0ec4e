import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { clientIdForm, secretDigest } from '@kyc-china/core/authenticate';
import { policyDigest } from '@kyc-china/core/decision/policy-digest';
import type { Policy } from '@kyc-china/core/decision/policy-schema';
import { type ClientLimits, type LimitName, limitNames } from '@kyc-china/core/limits';
import type { Client } from '@kyc-china/core/ports';
import type { Prices } from '@kyc-china/core/price-list';
import { type ClientRow, toClient, toRow } from '@kyc-china/storage/client-registry';
import { ApiKeys } from './api-keys.ts';
import { ClientKeyAdministration } from './client-key-administration.ts';
import { ClientRows } from './client-rows.ts';
import {
  checkOverlap,
  newClientSecret,
  newWebhookSecret,
  withRotatedWebhookSecret,
} from './client-secret.ts';
import { CommandError } from './command-line.ts';
import type { StageConnection } from './stage-connection.ts';

/** What a new client receives: shown once and never again. */
export interface Handover {
  readonly client: Client;
  readonly clientSecret: string;
}

/** New values of a client's limits; null takes a limit away. */
export type LimitChanges = { readonly [Name in LimitName]?: number | null };

/** Creates, shows and changes the clients of one stage. */
export class ClientAdministration {
  readonly #dynamo: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #apiGateway: APIGatewayClient;
  readonly #apiKeys: ApiKeys;
  readonly #rows: ClientRows;
  /** The client's keys: what its `x-client-secret` can be. */
  readonly keys: ClientKeyAdministration;
  readonly #table: string;
  readonly #plans: readonly string[];
  readonly #now: () => Date;

  constructor(stage: StageConnection, now = () => new Date()) {
    const { name, usagePlans } = stage.configuration;
    this.#dynamo = new DynamoDBClient(stage.settingsFor('DYNAMODB'));
    this.#documents = DynamoDBDocumentClient.from(this.#dynamo, {
      marshallOptions: { removeUndefinedValues: true },
    });
    this.#apiGateway = new APIGatewayClient(stage.settingsFor('API_GATEWAY'));
    this.#apiKeys = new ApiKeys(this.#apiGateway, name);
    this.#table = stage.output('ClientsTableName');
    this.#rows = new ClientRows(this.#documents, this.#table);
    this.keys = new ClientKeyAdministration(this.#rows, now);
    this.#plans = Object.keys(usagePlans);
    this.#now = now;
  }

  /**
   * Creates a client that may call immediately.
   * @param clientSecret its secret; by default a new random one.
   * @throws CommandError if the client exists, or if the id or the plan is invalid.
   */
  async create(clientId: string, plan: string, clientSecret = newClientSecret()): Promise<Handover> {
    if (!clientIdForm.test(clientId))
      throw new CommandError('a client id is 1 to 64 letters, digits, hyphens and underscores');
    if (!this.#plans.includes(plan))
      throw new CommandError(`there is no plan ${plan}: the stage has ${this.#plans.join(', ')}`);
    if (await this.#rows.find(clientId)) throw new CommandError(`the client ${clientId} already exists`);
    const apiKey = await this.#apiKeys.issue(clientId, plan);
    const client: Client = {
      clientId,
      secrets: [{ sha256: secretDigest(clientSecret) }],
      webhookSecret: newWebhookSecret(),
      status: 'active',
      plan,
      apiKeyId: apiKey.id,
      usageIdentifierKey: apiKey.value,
      createdAt: this.#now(),
    };
    try {
      await this.#documents.send(
        new PutCommand({
          TableName: this.#table,
          Item: toRow(client),
          ConditionExpression: 'attribute_not_exists(clientId)',
        }),
      );
    } catch (error) {
      await this.#apiKeys.revoke(apiKey.id);
      if (error instanceof ConditionalCheckFailedException)
        throw new CommandError(`the client ${clientId} already exists`);
      throw error;
    }
    return { client, clientSecret };
  }

  /** Returns all clients, sorted by id. */
  async list(): Promise<Client[]> {
    const clients: Client[] = [];
    for await (const { Items = [] } of paginateScan({ client: this.#documents }, { TableName: this.#table }))
      clients.push(...(Items as ClientRow[]).map(toClient));
    return clients.sort((one, other) => one.clientId.localeCompare(other.clientId, 'en'));
  }

  /** @throws CommandError when there is no such client. */
  async show(clientId: string): Promise<Client> {
    return toClient(await this.#rows.get(clientId));
  }

  /**
   * Enables or disables a client. Its row decides. The API key follows, so that API Gateway rejects a disabled client
   * even while it caches an earlier authorization.
   */
  async setStatus(clientId: string, status: Client['status']): Promise<Client> {
    const row = await this.#rows.get(clientId);
    await this.#documents.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: { clientId },
        UpdateExpression: 'SET #status = :status',
        ConditionExpression: 'attribute_exists(clientId)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': status },
      }),
    );
    await this.#apiKeys.setEnabled(row.apiKeyId, status === 'active');
    return toClient({ ...row, status });
  }

  /**
   * Changes a client's limits; those that are not named stay.
   * @param changes null: the client has this limit no longer.
   */
  async setLimits(clientId: string, changes: LimitChanges): Promise<Client> {
    const client = await this.show(clientId);
    const changed = Object.entries({ ...client.limits, ...changes }).filter(([, value]) => value !== null);
    const limits: ClientLimits = Object.fromEntries(changed);
    // Limit by limit: two maps are not compared alike everywhere.
    const before = limitNames.map((name) => [name, client.limits?.[name]] as const);
    await this.#rows.change(clientId, {
      UpdateExpression: 'SET limits = :after',
      ConditionExpression: [
        'attribute_exists(clientId)',
        ...before.map(([name, value]) =>
          value === undefined ? `attribute_not_exists(limits.${name})` : `limits.${name} = :${name}`,
        ),
      ].join(' AND '),
      ExpressionAttributeValues: {
        ':after': limits,
        ...Object.fromEntries(
          before.flatMap(([name, value]) => (value === undefined ? [] : [[`:${name}`, value]])),
        ),
      },
    });
    return { ...client, limits };
  }

  /** Gives a client a new webhook secret. Until the overlap ends, webhooks are signed with both secrets. */
  async rotateWebhookSecret(clientId: string, overlapHours: number): Promise<Client> {
    checkOverlap(overlapHours);
    const client = await this.show(clientId);
    const rotated = withRotatedWebhookSecret(client, newWebhookSecret(), this.#now(), overlapHours);
    await this.#rows.change(clientId, {
      UpdateExpression: 'SET webhookSecret = :new, endingWebhookSecrets = :ending',
      ConditionExpression: 'webhookSecret = :before',
      ExpressionAttributeValues: {
        ':before': client.webhookSecret,
        ':new': rotated.webhookSecret,
        ':ending': toRow(rotated).endingWebhookSecrets,
      },
    });
    return rotated;
  }

  /**
   * Gives a client a policy for the reports that are merged from now on, or takes it back to the standard policy. A report
   * names its policy by name and version: the same version may come back, another policy under it may not.
   * @param policy undefined: the standard policy.
   * @throws CommandError if the client had another policy of this name and version.
   */
  async setPolicy(clientId: string, policy: Policy | undefined): Promise<Client> {
    const row = await this.#rows.get(clientId);
    if (policy === undefined) {
      await this.#documents.send(
        new UpdateCommand({
          TableName: this.#table,
          Key: { clientId },
          UpdateExpression: 'REMOVE #policy',
          ConditionExpression: 'attribute_exists(clientId)',
          ExpressionAttributeNames: { '#policy': 'policy' },
        }),
      );
      const { policy: _policy, ...rest } = row;
      return toClient(rest);
    }
    const version = `${policy.name}@${policy.version}`;
    const digest = policyDigest(policy);
    const digests: Record<string, string> = JSON.parse(row.policyDigests ?? '{}');
    const known = digests[version];
    if (known !== undefined && known !== digest)
      throw new CommandError(
        `${clientId} has had another policy ${version}, and reports name it: raise the version in the file`,
      );
    const changed = toRow({ ...toClient(row), policy });
    await this.#rows.change(clientId, {
      UpdateExpression: 'SET policy = :policy, policyDigests = :digests',
      ConditionExpression:
        row.policyDigests === undefined ? 'attribute_not_exists(policyDigests)' : 'policyDigests = :before',
      ExpressionAttributeValues: {
        ':policy': changed.policy,
        ':digests': JSON.stringify({ ...digests, [version]: digest }),
        ...(row.policyDigests && { ':before': row.policyDigests }),
      },
    });
    return { ...toClient(row), policy };
  }

  /**
   * Gives a client prices of its own for the reports that are merged from now on, or takes it back to the stage's.
   * @param prices undefined: the prices of the stage.
   */
  async setPrices(clientId: string, prices: Prices | undefined): Promise<void> {
    await this.#rows.get(clientId);
    await this.#documents.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: { clientId },
        UpdateExpression: prices ? 'SET prices = :prices' : 'REMOVE prices',
        ConditionExpression: 'attribute_exists(clientId)',
        ...(prices && { ExpressionAttributeValues: { ':prices': JSON.stringify(prices) } }),
      }),
    );
  }

  /** Deletes a client, whatever form its row has, so that its id can be used again. */
  async remove(clientId: string): Promise<void> {
    const row = await this.#rows.find(clientId);
    if (row?.apiKeyId !== undefined) await this.#apiKeys.revoke(row.apiKeyId);
    await this.#documents.send(new DeleteCommand({ TableName: this.#table, Key: { clientId } }));
  }

  close(): void {
    this.#dynamo.destroy();
    this.#apiGateway.destroy();
  }
}
