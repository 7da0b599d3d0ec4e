import { mkdirSync } from 'node:fs';
import { EncryptedFile } from './encrypted-file.ts';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly value: string;
  readonly enabled: boolean;
  /** Seconds since 1970, as the service says times. */
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
}

interface Keys {
  /** In the order of their making. */
  readonly keys: readonly ApiKey[];
  /** The ids of the keys that each usage plan has. */
  readonly planKeys: Readonly<Record<string, readonly string[]>>;
}

/** Calls counted in a calendar month, by plan and key. */
interface Usage {
  readonly month: string;
  readonly calls: Record<string, number>;
}

/** How long counted calls may stay unwritten, in milliseconds: what a crash forgets. */
const writeAfterMs = 1000;

/** API keys, which plans they belong to, and how much of their quota is used, kept encrypted in a folder. */
export class ApiKeyStore {
  readonly #keysFile: EncryptedFile<Keys>;
  readonly #usageFile: EncryptedFile<Usage>;
  #keys: Keys;
  #usage: Usage;
  #unwritten: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#keysFile = new EncryptedFile(directory, 'keys');
    this.#usageFile = new EncryptedFile(directory, 'usage');
    this.#keys = this.#keysFile.read() ?? { keys: [], planKeys: {} };
    this.#usage = this.#usageFile.read() ?? { month: '', calls: {} };
  }

  all(): readonly ApiKey[] {
    return this.#keys.keys;
  }

  find(id: string): ApiKey | undefined {
    return this.#keys.keys.find((key) => key.id === id);
  }

  withValue(value: string): ApiKey | undefined {
    return this.#keys.keys.find((key) => key.value === value);
  }

  /** Adds the key, or replaces the one of its id. */
  put(key: ApiKey): void {
    const { keys, planKeys } = this.#keys;
    const known = keys.some(({ id }) => id === key.id);
    this.#save({
      planKeys,
      keys: known ? keys.map((old) => (old.id === key.id ? key : old)) : [...keys, key],
    });
  }

  /** Forgets a key and that any plan had it. */
  delete(id: string): void {
    const { keys, planKeys } = this.#keys;
    const plans = Object.entries(planKeys).map(([plan, ids]) => [plan, ids.filter((key) => key !== id)]);
    this.#save({ keys: keys.filter((key) => key.id !== id), planKeys: Object.fromEntries(plans) });
  }

  /** Whether the plan has the key. */
  isAttached(planId: string, keyId: string): boolean {
    return this.#keys.planKeys[planId]?.includes(keyId) ?? false;
  }

  attach(planId: string, keyId: string): void {
    const { keys, planKeys } = this.#keys;
    this.#save({ keys, planKeys: { ...planKeys, [planId]: [...(planKeys[planId] ?? []), keyId] } });
  }

  /** The calls that were counted for a key in a month, such as 2026-01. */
  callsIn(month: string, planId: string, keyId: string): number {
    return this.#usage.month === month ? (this.#usage.calls[`${planId}/${keyId}`] ?? 0) : 0;
  }

  count(month: string, planId: string, keyId: string): void {
    if (this.#usage.month !== month) this.#usage = { month, calls: {} };
    this.#usage.calls[`${planId}/${keyId}`] = this.callsIn(month, planId, keyId) + 1;
    if (!this.#closed) this.#unwritten ??= setTimeout(() => this.#flush(), writeAfterMs).unref();
  }

  /** Writes what was counted and is not on disk yet. The folder is touched no more after that. */
  close(): void {
    this.#closed = true;
    this.#flush();
  }

  #flush(): void {
    if (this.#unwritten === undefined) return;
    clearTimeout(this.#unwritten);
    this.#unwritten = undefined;
    this.#usageFile.write(this.#usage);
  }

  #save(keys: Keys): void {
    this.#keys = keys;
    this.#keysFile.write(keys);
  }
}
