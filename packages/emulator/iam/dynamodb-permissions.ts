import { account, region } from '../physical-names.ts';
import type { Permission } from './gate.ts';

/** What a call of DynamoDB says of the tables that it is about. */
interface TablesInput {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}

/** The condition keys of fine-grained access, which are known here for GetItem alone. */
function attributesRead({
  Key = {},
  ProjectionExpression,
  ExpressionAttributeNames = {},
}: TablesInput): Record<string, string | string[]> {
  const projected = (ProjectionExpression ?? '').split(',').map((path) => {
    const name = path.trim().split(/[.[]/)[0] ?? '';
    return ExpressionAttributeNames[name] ?? name;
  });
  return {
    'dynamodb:Attributes': [...Object.keys(Key), ...projected.filter((name) => name !== '')],
    'dynamodb:Select': ProjectionExpression === undefined ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES',
  };
}

/** What reads or writes items, and therefore uses the key that encrypts the table. */
const itemOperations =
  /^dynamodb:(GetItem|PutItem|UpdateItem|DeleteItem|Query|Scan|BatchGetItem|BatchWriteItem)$/;

function tableArn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:')
    ? nameOrArn
    : `arn:aws:dynamodb:${region}:${account}:table/${nameOrArn}`;
}

/**
 * What a call of DynamoDB needs: the action is the operation, on each of its tables or on the index it reads.
 * @param operation by its name, without the service's prefix.
 * @param input of the operation, as parsed JSON.
 */
export function dynamoDbPermissions(operation: string, input: unknown): Permission[] {
  const called = (input ?? {}) as TablesInput;
  const { TableName, IndexName, RequestItems } = called;
  const action = `dynamodb:${operation}`;
  const names = TableName === undefined ? Object.keys(RequestItems ?? {}) : [TableName];
  if (names.length === 0) return [{ action, resource: '*' }];
  const index = IndexName === undefined ? '' : `/index/${IndexName}`;
  const context = operation === 'GetItem' ? { context: attributesRead(called) } : {};
  return names.map((name) => ({ action, resource: tableArn(name) + index, ...context }));
}

/** The table whose items the permission is about; undefined for one that is not about items. */
export function tableOfItems({ action, resource }: Permission): string | undefined {
  return itemOperations.test(action) ? resource.replace(/\/index\/.*$/, '') : undefined;
}
