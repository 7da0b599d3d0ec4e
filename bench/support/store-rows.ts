import { type AttributeValue, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

const batchSize = 25;
const batchesAtOnce = 4;

export type Item = Record<string, AttributeValue>;

/** Stores so many rows. @param rowAt the row of a number from 0 on. */
export async function storeRows(
  dynamo: DynamoDBClient,
  table: string,
  count: number,
  rowAt: (number: number) => Item,
): Promise<void> {
  let next = 0;
  const storeBatches = async () => {
    while (next < count) {
      const numbers = Array.from({ length: Math.min(batchSize, count - next) }, (_, index) => next + index);
      next += numbers.length;
      const puts = numbers.map((number) => ({ PutRequest: { Item: rowAt(number) } }));
      await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, storeBatches));
}
