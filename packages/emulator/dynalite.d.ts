declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** The folder of the LevelDB store; in memory without it. */
    path?: string;
    /** How long a table stays in CREATING, in milliseconds. */
    createTableMs?: number;
  }
  export default function dynalite(options?: Options): Server;
}

/** The store of dynalite, which its server keeps to itself. */
declare module 'dynalite/db/index.js' {
  import type { GlobalSecondaryIndex, TableDescription } from '@aws-sdk/client-dynamodb';

  type Done<Value = void> = (error?: unknown, value?: Value) => void;
  type StoredItem = Readonly<Record<string, object>>;
  interface StoredIndex extends GlobalSecondaryIndex {
    IndexArn: string;
    IndexStatus: string;
    IndexSizeBytes: number;
    ItemCount: number;
  }
  interface StoredTable extends Omit<TableDescription, 'GlobalSecondaryIndexes'> {
    GlobalSecondaryIndexes?: StoredIndex[];
  }
  interface Store {
    readonly db: { close(): Promise<void> };
    readonly tableDb: {
      get(name: string, done: Done<StoredTable | undefined>): void;
      put(name: string, table: StoredTable, done: Done): void;
    };
    getItemDb(table: string): { createValueStream(): AsyncIterable<StoredItem> };
    deleteIndexDb(type: 'Global' | 'Local', table: string, index: string | undefined, done: Done): void;
  }
  export function create(options: { path: string }): Store;
  /** Writes and deletes the rows of an item in the indexes of a table. */
  export function updateIndexes(
    store: Store,
    table: StoredTable,
    before: StoredItem | null,
    after: StoredItem | null,
    done: Done,
  ): void;
}
