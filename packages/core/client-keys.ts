import type { CallingClient, ClientSecret } from './ports.ts';

/** What a key can permit: to start verifications, to read reports, to erase them, and to read what was used. */
export const keyScopes = ['request', 'read', 'erase', 'usage'] as const;

export type KeyScope = (typeof keyScopes)[number];

/** The most keys that a client can have. A call compares its secret with those of all of them. */
export const mostKeys = 20;

/** The id and the name of the key that every client is created with: it has all scopes and no networks. */
export const defaultKeyId = 'default';

/** One of a client's keys: a secret, and what it permits. */
export interface ClientKey {
  /** Random and not secret: logs and events name it. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  /** In CIDR notation. Undefined: from anywhere. */
  readonly networks?: readonly string[];
  /** Undefined: until it is removed. */
  readonly expiresAt?: Date;
  readonly createdAt: Date;
  /** When it last got a new secret. */
  readonly rotatedAt?: Date;
  /** The newest first. During a rotation's overlap there are several. */
  readonly secrets: readonly ClientSecret[];
}

/** What is needed of a key to check a call. */
export type CheckedKey = Pick<ClientKey, 'id' | 'scopes' | 'networks' | 'expiresAt' | 'secrets'>;

/** Returns all keys of a client: the default key, unless it was removed, then those that were added. */
export function checkedKeysOf({ secrets, keys = [] }: CallingClient): readonly CheckedKey[] {
  return secrets.length === 0 ? keys : [{ id: defaultKeyId, scopes: keyScopes, secrets }, ...keys];
}
