import { account, region } from '../physical-names.ts';
import type { Permission } from './gate.ts';

/** What a call of DynamoDB says of the tables that it is about. */
interface TablesInput {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly ProjectionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}

/** The condition keys of fine-grained access for GetItem. They are known here for it and UpdateItem alone. */
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

const keywords = /^(SET|REMOVE|ADD|DELETE|AND|OR|NOT|BETWEEN|IN)$/i;

/** Those for UpdateItem: the attributes of the key, and those that its expressions name. */
function attributesUpdated({
  Key = {},
  UpdateExpression = '',
  ConditionExpression = '',
  ExpressionAttributeNames = {},
}: TablesInput): Record<string, string[]> {
  // A name that a parenthesis follows is a function's, and one after a dot is inside of an attribute.
  const names =
    `${UpdateExpression} ${ConditionExpression}`.match(/(?<![:.#\w])#?[A-Za-z_]\w*(?![\w(]| \()/g) ?? [];
  const attributes = names
    .filter((name) => !keywords.test(name))
    .map((name) => ExpressionAttributeNames[name] ?? name);
  return { 'dynamodb:Attributes': [...new Set([...Object.keys(Key), ...attributes])] };
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
  const attributes = { GetItem: attributesRead, UpdateItem: attributesUpdated }[operation];
  const context = attributes ? { context: attributes(called) } : {};
  return names.map((name) => ({ action, resource: tableArn(name) + index, ...context }));
}

/** The table whose items the permission is about; undefined for one that is not about items. */
export function tableOfItems({ action, resource }: Permission): string | undefined {
  return itemOperations.test(action) ? resource.replace(/\/index\/.*$/, '') : undefined;
}
