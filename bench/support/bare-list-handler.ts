import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { indexSortKey, reportIndexes } from '@kyc-china/storage/report-index';
import middy from '@middy/core';

// The peer of a list: middy, and the one query that a list cannot do without.

const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const { name, partitionKey } = reportIndexes.byClient;

export const handler = middy<
  { clientId: string; from: string; limit: number },
  { statusCode: number; body: string }
>().handler(async ({ clientId, from, limit }) => {
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName: process.env.REPORTS_TABLE,
      IndexName: name,
      KeyConditionExpression: '#partition = :partition AND #time >= :from',
      ExpressionAttributeNames: { '#partition': partitionKey, '#time': indexSortKey },
      ExpressionAttributeValues: { ':partition': clientId, ':from': from },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return { statusCode: Items?.length ? 200 : 404, body: JSON.stringify(Items) };
});
