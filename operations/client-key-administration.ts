import { randomBytes } from 'node:crypto';
import { secretDigest } from '@kyc-china/core/authenticate';
import {
  type ClientKey,
  checkedKeysOf,
  defaultKeyId,
  keyScopes,
  mostKeys,
} from '@kyc-china/core/client-keys';
import type { Client, ClientSecret } from '@kyc-china/core/ports';
import { writeClientKeys } from '@kyc-china/storage/client-key-row';
import { type ClientRow, toClient, toRow } from '@kyc-china/storage/client-registry';
import type { ClientRows } from './client-rows.ts';
import { checkOverlap, newClientSecret, rotatedSecrets } from './client-secret.ts';
import { CommandError } from './command-line.ts';

/** What a new key may do. */
export type NewKey = Pick<ClientKey, 'name' | 'scopes' | 'networks' | 'expiresAt'>;

/** A key with its new secret, which is shown once and never again. */
export interface KeyHandover {
  readonly clientId: string;
  readonly key: ClientKey;
  readonly clientSecret: string;
}

/** Returns all keys of a client. The default key is as old as the client. */
export function keysOf(client: Client): readonly ClientKey[] {
  const others = new Map((client.keys ?? []).map((key) => [key.id, key]));
  return checkedKeysOf(client).map(
    (key) =>
      others.get(key.id) ?? {
        ...key,
        name: defaultKeyId,
        scopes: keyScopes,
        createdAt: client.createdAt,
        ...(client.secretsRotatedAt && { rotatedAt: client.secretsRotatedAt }),
      },
  );
}

function newKeyId(): string {
  return `key_${randomBytes(9).toString('hex')}`;
}

function keyNamed(keys: readonly ClientKey[], clientId: string, keyId: string): ClientKey {
  const key = keys.find(({ id }) => id === keyId);
  if (!key)
    throw new CommandError(`${clientId} has no key ${keyId}: it has ${keys.map(({ id }) => id).join(', ')}`);
  return key;
}

/** Adds, rotates and removes the keys of clients. */
export class ClientKeyAdministration {
  readonly #rows: ClientRows;
  readonly #now: () => Date;

  constructor(rows: ClientRows, now: () => Date) {
    this.#rows = rows;
    this.#now = now;
  }

  /** Returns all keys of a client, the oldest first. */
  async list(clientId: string): Promise<readonly ClientKey[]> {
    return keysOf(toClient(await this.#rows.get(clientId)));
  }

  /**
   * Gives a client another key, which is valid immediately.
   * @throws CommandError if the client has too many keys, or one of this name.
   */
  async add(clientId: string, fresh: NewKey): Promise<KeyHandover> {
    const row = await this.#rows.get(clientId);
    const keys = keysOf(toClient(row));
    if (keys.length >= mostKeys)
      throw new CommandError(
        `${clientId} has ${keys.length} keys, the most that a client can have: remove one first`,
      );
    if (keys.some(({ name }) => name === fresh.name))
      throw new CommandError(`${clientId} already has a key named ${fresh.name}`);
    const clientSecret = newClientSecret();
    const key: ClientKey = {
      ...fresh,
      id: newKeyId(),
      createdAt: this.#now(),
      secrets: [{ sha256: secretDigest(clientSecret) }],
    };
    await this.#replace(row, [...(toClient(row).keys ?? []), key]);
    return { clientId, key, clientSecret };
  }

  /**
   * Gives a key a new secret, which is valid immediately. The previous secrets stay valid until the overlap ends.
   * @throws CommandError if the client has no such key, or the key too many valid secrets.
   */
  async rotate(clientId: string, keyId: string, overlapHours: number): Promise<KeyHandover> {
    checkOverlap(overlapHours);
    const row = await this.#rows.get(clientId);
    const key = keyNamed(keysOf(toClient(row)), clientId, keyId);
    const clientSecret = newClientSecret();
    const now = this.#now();
    const secrets = rotatedSecrets(key.secrets, clientSecret, now, overlapHours);
    const rotated: ClientKey = { ...key, secrets, rotatedAt: now };
    if (keyId === defaultKeyId) await this.#replaceDefault(row, secrets);
    else
      await this.#replace(
        row,
        (toClient(row).keys ?? []).map((one) => (one.id === keyId ? rotated : one)),
      );
    return { clientId, key: rotated, clientSecret };
  }

  /**
   * Removes a key. A client may be left without any: then no call of it is authorized.
   * @throws CommandError if the client has no such key.
   */
  async remove(clientId: string, keyId: string): Promise<ClientKey> {
    const row = await this.#rows.get(clientId);
    const key = keyNamed(keysOf(toClient(row)), clientId, keyId);
    if (keyId === defaultKeyId) await this.#replaceDefault(row, []);
    else
      await this.#replace(
        row,
        (toClient(row).keys ?? []).filter(({ id }) => id !== keyId),
      );
    return key;
  }

  async #replaceDefault(row: ClientRow, secrets: readonly ClientSecret[]): Promise<void> {
    await this.#rows.change(row.clientId, {
      UpdateExpression: 'SET secrets = :after, secretsRotatedAt = :now',
      ConditionExpression: 'secrets[0].sha256 = :newest',
      ExpressionAttributeValues: {
        ':newest': row.secrets[0]?.sha256 ?? '',
        ':after': toRow({ ...toClient(row), secrets }).secrets,
        ':now': this.#now().toISOString(),
      },
    });
  }

  async #replace(row: ClientRow, keys: readonly ClientKey[]): Promise<void> {
    await this.#rows.change(row.clientId, {
      UpdateExpression: 'SET clientKeys = :after',
      ConditionExpression:
        row.clientKeys === undefined
          ? 'attribute_exists(clientId) AND attribute_not_exists(clientKeys)'
          : 'clientKeys = :before',
      ExpressionAttributeValues: {
        ':after': writeClientKeys(keys),
        ...(row.clientKeys !== undefined && { ':before': row.clientKeys }),
      },
    });
  }
}
