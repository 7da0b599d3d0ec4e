import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';

// The peer of every handler: middy, and the one read that a poll cannot do without.

const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = middy<{ reportId: string }, { statusCode: number; body: string }>().handler(
  async ({ reportId }) => {
    const { Item } = await dynamo.send(
      new GetCommand({
        TableName: process.env.REPORTS_TABLE,
        Key: { pk: reportId, sk: 'REPORT' },
        ConsistentRead: true,
      }),
    );
    return { statusCode: Item ? 200 : 404, body: JSON.stringify(Item) };
  },
);
