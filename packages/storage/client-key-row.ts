import type { ClientKey } from '@kyc-china/core/client-keys';

type KeyWithoutDates = Omit<ClientKey, 'createdAt' | 'rotatedAt' | 'expiresAt' | 'secrets'>;

/** A key in a client's row: times are ISO 8601. */
type StoredKey = KeyWithoutDates & {
  readonly createdAt: string;
  readonly rotatedAt?: string;
  readonly expiresAt?: string;
  readonly secrets: readonly { readonly sha256: string; readonly expiresAt?: string }[];
};

/**
 * Reads the attribute `clientKeys`, the keys that were added to a client. It is JSON, because a condition of a write compares
 * it.
 */
export function readClientKeys(json: string | undefined): { readonly keys?: readonly ClientKey[] } {
  if (json === undefined) return {};
  const stored: readonly StoredKey[] = JSON.parse(json);
  return {
    keys: stored.map(({ createdAt, rotatedAt, expiresAt, secrets, ...key }) => ({
      ...key,
      createdAt: new Date(createdAt),
      ...(rotatedAt !== undefined && { rotatedAt: new Date(rotatedAt) }),
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt) }),
      secrets: secrets.map((secret) => ({
        sha256: secret.sha256,
        ...(secret.expiresAt !== undefined && { expiresAt: new Date(secret.expiresAt) }),
      })),
    })),
  };
}

/** Returns the attribute `clientKeys` for these keys. */
export function writeClientKeys(keys: readonly ClientKey[]): string {
  return JSON.stringify(keys);
}
