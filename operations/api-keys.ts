import { randomBytes } from 'node:crypto';
import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  NotFoundException,
  paginateGetUsagePlans,
  UpdateApiKeyCommand,
} from '@aws-sdk/client-api-gateway';
import { usagePlanNameOf } from '../lib/stage-configuration.ts';
import { CommandError } from './command-line.ts';

export interface IssuedApiKey {
  readonly id: string;
  readonly value: string;
}

/** The API keys by which API Gateway throttles and counts a stage's clients. Clients never see theirs. */
export class ApiKeys {
  readonly #client: APIGatewayClient;
  readonly #stage: string;

  constructor(client: APIGatewayClient, stage: string) {
    this.#client = client;
    this.#stage = stage;
  }

  /** Creates a client's key and adds it to the client's plan: both, or neither. */
  async issue(clientId: string, plan: string): Promise<IssuedApiKey> {
    const usagePlanId = await this.#usagePlanId(plan);
    // API Gateway documents a value as alphanumeric.
    const value = randomBytes(32).toString('hex');
    const { id } = await this.#client.send(
      new CreateApiKeyCommand({
        name: `kyc-china-${this.#stage}-${clientId}`,
        description: `KYC China (${this.#stage}): client ${clientId}`,
        enabled: true,
        value,
      }),
    );
    if (id === undefined) throw new Error('API Gateway gave the key no id');
    try {
      await this.#client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: id, keyType: 'API_KEY' }));
    } catch (error) {
      await this.revoke(id);
      throw error;
    }
    return { id, value };
  }

  async setEnabled(id: string, enabled: boolean): Promise<void> {
    const patchOperations = [{ op: 'replace' as const, path: '/enabled', value: String(enabled) }];
    await this.#client.send(new UpdateApiKeyCommand({ apiKey: id, patchOperations }));
  }

  /** Deletes a key. Succeeds also when the key is already deleted. */
  async revoke(id: string): Promise<void> {
    try {
      await this.#client.send(new DeleteApiKeyCommand({ apiKey: id }));
    } catch (error) {
      if (!(error instanceof NotFoundException)) throw error;
    }
  }

  async #usagePlanId(plan: string): Promise<string> {
    const name = usagePlanNameOf(this.#stage, plan);
    for await (const { items = [] } of paginateGetUsagePlans({ client: this.#client }, { limit: 100 })) {
      const id = items.find((candidate) => candidate.name === name)?.id;
      if (id !== undefined) return id;
    }
    throw new CommandError(`the stage ${this.#stage} has no usage plan ${name}: deploy it again`);
  }
}
