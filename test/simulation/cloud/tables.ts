import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type Item, meets, type Placeholders, updated } from './expressions.ts';

interface Input extends Placeholders {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly UpdateExpression?: string;
  readonly ReturnValues?: string;
}

/** The attributes that name an item, table by table. */
export type KeySchema = Readonly<Record<string, readonly string[]>>;

/** Sees an item before and after each write that was carried out. */
export type OnWrite = (before: Item | undefined, after: Item | undefined) => void;

/** DynamoDB's tables in memory. Every operation happens at one moment, as one on a single item does. */
export class Tables {
  readonly #keys: KeySchema;
  readonly #items = new Map<string, Item>();
  readonly #onWrite: OnWrite;

  constructor(keys: KeySchema, onWrite: OnWrite = () => undefined) {
    this.#keys = keys;
    this.#onWrite = onWrite;
  }

  /** Carries out a command of the document client, by the name of its class. */
  send(command: string, input: Input): Item {
    const operation = this.#operations[command];
    if (!operation) throw new RangeError(`the simulation has no ${command}`);
    // Neither side may hold what the other changes.
    return structuredClone(operation(structuredClone(withoutUndefined(input))));
  }

  /** All items of a table. */
  all(table: string): Item[] {
    const own = [...this.#items].filter(([place]) => place.startsWith(`${table} `));
    return own.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
  }

  readonly #operations: Record<string, (input: Input) => Item> = {
    GetCommand: ({ TableName, Key = {} }) => {
      const Item = this.#items.get(this.#place(TableName, Key));
      return Item ? { Item } : {};
    },
    PutCommand: (input) => this.#write(input, input.Item ?? {}, () => input.Item),
    DeleteCommand: (input) => this.#write(input, input.Key ?? {}, () => undefined),
    UpdateCommand: (input) =>
      this.#write(input, input.Key ?? {}, (held) =>
        updated({ ...input.Key, ...held }, input.UpdateExpression ?? '', input),
      ),
    QueryCommand: (input) => ({ Items: this.#select(input) }),
    ScanCommand: (input) => ({ Items: this.#select(input) }),
  };

  #select(input: Input): Item[] {
    return this.all(input.TableName).filter(
      (item) =>
        meets(item, input.KeyConditionExpression, input) && meets(item, input.FilterExpression, input),
    );
  }

  #write(input: Input, key: Item, change: (held: Item | undefined) => Item | undefined): Item {
    const place = this.#place(input.TableName, key);
    const held = this.#items.get(place);
    if (!meets(held, input.ConditionExpression, input))
      throw new ConditionalCheckFailedException({ message: 'the condition does not hold', $metadata: {} });
    const next = change(held);
    if (next) this.#items.set(place, next);
    else this.#items.delete(place);
    this.#onWrite(held, next);
    const returned = input.ReturnValues?.endsWith('_OLD') ? held : next;
    return input.ReturnValues !== undefined && returned ? { Attributes: returned } : {};
  }

  #place(table: string, key: Item): string {
    const names = this.#keys[table];
    if (!names) throw new RangeError(`the simulation has no table ${table}`);
    return `${table} ${names.map((name) => String(key[name])).join(' ')}`;
  }
}

function withoutUndefined(input: Input): Input {
  if (!input.Item) return input;
  const entries = Object.entries(input.Item).filter(([, value]) => value !== undefined);
  return { ...input, Item: Object.fromEntries(entries) };
}
