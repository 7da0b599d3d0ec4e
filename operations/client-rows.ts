import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { ClientRow } from '@kyc-china/storage/client-registry';
import { CommandError } from './command-line.ts';

/** Reads and changes the rows of a stage's clients. */
export class ClientRows {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(documents: DynamoDBDocumentClient, table: string) {
    this.#documents = documents;
    this.#table = table;
  }

  /** Returns a client's row, or undefined. */
  async find(clientId: string): Promise<ClientRow | undefined> {
    const { Item } = await this.#documents.send(
      new GetCommand({ TableName: this.#table, Key: { clientId }, ConsistentRead: true }),
    );
    return Item as ClientRow | undefined;
  }

  /** @throws CommandError when there is no such client. */
  async get(clientId: string): Promise<ClientRow> {
    const row = await this.find(clientId);
    if (!row) throw new CommandError(`there is no client ${clientId}`);
    return row;
  }

  /**
   * Applies a change under a condition. Of two concurrent changes, one fails; its secret is not lost silently.
   * @throws CommandError when the row was changed meanwhile.
   */
  async change(
    clientId: string,
    change: Required<
      Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>
    >,
  ): Promise<void> {
    try {
      await this.#documents.send(new UpdateCommand({ TableName: this.#table, Key: { clientId }, ...change }));
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        throw new CommandError(`${clientId} was changed by someone else just now: look at it and try again`);
      throw error;
    }
  }
}
