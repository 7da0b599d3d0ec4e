import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CreateTableCommandInput, GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import { create, type Store, type StoredIndex, type StoredTable, updateIndexes } from 'dynalite/db/index.js';

/** Calls a function that takes a callback. */
const called = <Value>(call: (done: (error?: unknown, value?: Value) => void) => void) =>
  new Promise<Value>((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value as Value)));
  });

const isMissing = (error: unknown) =>
  ['NotFoundError', 'LEVEL_NOT_FOUND'].includes((error as Error).name) ||
  (error as { code?: string }).code === 'LEVEL_NOT_FOUND';

async function storedTable({ tableDb }: Store, name: string): Promise<StoredTable | undefined> {
  try {
    return await called<StoredTable | undefined>((done) => tableDb.get(name, done));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const shapeOf = ({ KeySchema, Projection }: GlobalSecondaryIndex | StoredIndex) =>
  JSON.stringify([KeySchema, Projection]);

/** That of a table that is paid by the request, as CreateTable stores it. */
const throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 };

/** As CreateTable stores an index. */
function toStored(index: GlobalSecondaryIndex, { TableArn }: StoredTable): StoredIndex {
  return {
    ...index,
    IndexArn: `${TableArn}/index/${index.IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
    IndexStatus: 'ACTIVE',
    ProvisionedThroughput: throughput,
  };
}

/** Adds to a stored table the indexes that it lacks, or has with other keys or attributes. */
async function addTo(store: Store, input: CreateTableCommandInput): Promise<void> {
  const { TableName = '', GlobalSecondaryIndexes = [], AttributeDefinitions } = input;
  const table = await storedTable(store, TableName);
  // A table whose creation was interrupted has no items. It has its indexes.
  if (table?.TableStatus !== 'ACTIVE') return;
  const before = table.GlobalSecondaryIndexes ?? [];
  const isStored = (index: GlobalSecondaryIndex) =>
    before.some((stored) => stored.IndexName === index.IndexName && shapeOf(stored) === shapeOf(index));
  const added = GlobalSecondaryIndexes.filter((index) => !isStored(index)).map((index) =>
    toStored(index, table),
  );
  if (added.length === 0) return;
  const withAdded = { ...table, AttributeDefinitions, GlobalSecondaryIndexes: added };
  // What a start that was interrupted here has left.
  for (const { IndexName } of added)
    await called((done) => store.deleteIndexDb('Global', TableName, IndexName, done));
  for await (const item of store.getItemDb(TableName).createValueStream())
    await called((done) => updateIndexes(store, withAdded, null, item, done));
  const kept = before.filter(({ IndexName }) => !added.some((index) => index.IndexName === IndexName));
  // Last: a table that names an index has all of its rows.
  const complete = { ...withAdded, GlobalSecondaryIndexes: [...kept, ...added] };
  await called((done) => store.tableDb.put(TableName, complete, done));
}

/**
 * Adds the indexes that tables of an earlier run lack, with the rows of the items that they hold. UpdateTable of DynamoDB does that;
 * dynalite's does not. No item is changed, and a start that is interrupted does it again.
 * @param directory the store, which nothing else has open. One that does not exist yet lacks nothing.
 * @param tables the tables as they are to be created.
 */
export async function addMissingIndexes(
  directory: string,
  tables: readonly CreateTableCommandInput[],
): Promise<void> {
  if (!existsSync(path.join(directory, 'CURRENT'))) return;
  const store = create({ path: directory });
  try {
    for (const table of tables) await addTo(store, table);
  } finally {
    await store.db.close();
  }
}
