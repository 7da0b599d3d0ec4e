import { types } from 'node:util';

/** A test runner's own realm has another class Set than `structuredClone` returns. */
const isSet = (value: unknown): value is Set<unknown> => types.isSet(value);

/** An item as a document client sees it. */
export type Item = Record<string, unknown>;

/** The names and values that an expression's placeholders stand for. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
}

/** Reads DynamoDB's condition and update expressions, as far as this project uses them, against one item. */
class Evaluator {
  readonly #tokens: string[];
  readonly #item: Item;
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, unknown>>;
  #at = 0;

  constructor(text: string, item: Item, placeholders: Placeholders) {
    this.#tokens = text.match(/[#:]?\w+|<>|<=|>=|[=<>(),+-]/g) ?? [];
    this.#item = item;
    this.#names = placeholders.ExpressionAttributeNames ?? {};
    this.#values = placeholders.ExpressionAttributeValues ?? {};
  }

  condition(): boolean {
    const result = this.#or();
    if (this.#at < this.#tokens.length) throw new SyntaxError(`unread: ${this.#tokens.slice(this.#at)}`);
    return result;
  }

  /** @returns the item after the update. */
  update(): Item {
    const changed = { ...this.#item };
    for (let clause = this.#next(); clause !== undefined; clause = this.#next()) {
      do {
        const name = this.#name(this.#next() ?? '');
        if (clause === 'SET') {
          this.#expect('=');
          changed[name] = this.#sum();
        } else if (clause === 'REMOVE') delete changed[name];
        else if (clause === 'ADD') changed[name] = added(this.#item[name], this.#operand());
        else if (clause === 'DELETE') {
          const left = without(this.#item[name] as Set<unknown>, this.#operand() as Set<unknown>);
          if (left.size > 0) changed[name] = left;
          else delete changed[name];
        } else throw new SyntaxError(`no clause: ${clause}`);
      } while (this.#take(','));
    }
    return changed;
  }

  #or(): boolean {
    let result = this.#and();
    while (this.#take('OR')) result = this.#and() || result;
    return result;
  }

  #and(): boolean {
    let result = this.#not();
    while (this.#take('AND')) result = this.#not() && result;
    return result;
  }

  #not(): boolean {
    return this.#take('NOT') ? !this.#not() : this.#primary();
  }

  #primary(): boolean {
    if (this.#take('(')) {
      const result = this.#or();
      this.#expect(')');
      return result;
    }
    const word = this.#tokens[this.#at] ?? '';
    const call = functions[word];
    if (call) {
      this.#at += 1;
      return call(this.#list());
    }
    const left = this.#operand();
    const operator = this.#next() ?? '';
    if (operator === 'IN') return this.#list().includes(left);
    const compare = comparisons[operator];
    if (!compare) throw new SyntaxError(`no comparison: ${operator}`);
    const right = this.#operand();
    // As in DynamoDB: an attribute that is missing differs from every value.
    if (operator === '<>' && left === undefined) return right !== undefined;
    return left !== undefined && right !== undefined && compare(left as number, right as number);
  }

  #list(): unknown[] {
    this.#expect('(');
    const values = [this.#operand()];
    while (this.#take(',')) values.push(this.#operand());
    this.#expect(')');
    return values;
  }

  #sum(): unknown {
    const first = this.#operand();
    if (this.#take('+')) return (first as number) + (this.#operand() as number);
    return first;
  }

  #operand(): unknown {
    const token = this.#next() ?? '';
    if (token === 'if_not_exists') {
      const [held, otherwise] = this.#list();
      return held === undefined ? otherwise : held;
    }
    if (token === 'size') return (this.#list()[0] as Set<unknown> | undefined)?.size;
    if (!token.startsWith(':')) return this.#item[this.#name(token)];
    if (!(token in this.#values)) throw new SyntaxError(`no value: ${token}`);
    return this.#values[token];
  }

  #name(token: string): string {
    if (!token.startsWith('#')) return token;
    const name = this.#names[token];
    if (name === undefined) throw new SyntaxError(`no name: ${token}`);
    return name;
  }

  #next(): string | undefined {
    this.#at += 1;
    return this.#tokens[this.#at - 1];
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new SyntaxError(`expected ${token} at ${this.#tokens.slice(this.#at)}`);
  }
}

const functions: Record<string, (args: unknown[]) => boolean> = {
  attribute_exists: ([value]) => value !== undefined,
  attribute_not_exists: ([value]) => value === undefined,
  begins_with: ([value, start]) => typeof value === 'string' && value.startsWith(start as string),
  contains: ([value, part]) => isSet(value) && value.has(part),
};

const comparisons: Record<string, (left: number, right: number) => boolean> = {
  '=': (left, right) => left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

function added(held: unknown, more: unknown): unknown {
  if (isSet(more)) return new Set([...((held as Set<unknown>) ?? []), ...more]);
  return ((held as number) ?? 0) + (more as number);
}

/** A set without these members. DynamoDB keeps no empty set: the attribute is removed with the last member. */
function without(held: Set<unknown> | undefined, removed: ReadonlySet<unknown>): Set<unknown> {
  return new Set([...(held ?? [])].filter((member) => !removed.has(member)));
}

/** Whether an item meets a condition; without one, it does. */
export function meets(item: Item | undefined, condition: string | undefined, placeholders: Placeholders) {
  return condition === undefined || new Evaluator(condition, item ?? {}, placeholders).condition();
}

/** The item after an update expression. */
export function updated(item: Item, expression: string, placeholders: Placeholders): Item {
  return new Evaluator(expression, item, placeholders).update();
}
