import { expect, it } from '@jest/globals';
import { dynamoDbPermissions } from '../../packages/emulator/iam/dynamodb-permissions.ts';

const attributesOf = (input: object) =>
  dynamoDbPermissions('UpdateItem', { TableName: 't', Key: { clientId: {} }, ...input })[0]?.context?.[
    'dynamodb:Attributes'
  ];

it.each([
  [{ UpdateExpression: 'SET policy = :policy, policyDigests = :after' }, ['policy', 'policyDigests']],
  [{ UpdateExpression: 'REMOVE #p', ExpressionAttributeNames: { '#p': 'policy' } }, ['policy']],
  [
    {
      UpdateExpression: 'SET secrets = :after',
      ConditionExpression: 'attribute_exists(clientId) AND secrets[0].sha256 = :newest',
    },
    ['secrets'],
  ],
  [
    { UpdateExpression: 'ADD #count :one SET other = if_not_exists(total, :zero)' },
    ['#count', 'other', 'total'],
  ],
])('IAM knows the attributes that an update names: %j', (input, expected) => {
  expect(attributesOf(input)).toEqual(['clientId', ...expected]);
});
