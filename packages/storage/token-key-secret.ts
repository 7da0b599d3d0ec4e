import type { DroppedTokenKey, RetiredTokenKey, TokenKey, TokenKeyRing } from '@kyc-china/core/report-token';
import { parseSecret } from './parse-secret.ts';

interface StoredKey {
  readonly kid: string;
  readonly secret: string;
}

type StoredRetiredKey = StoredKey & { readonly retiredAt: string };

type StoredDroppedKey = StoredKey & { readonly droppedAt: string };

/** The secret's JSON. A deployment creates `{ kid, secret }`; a rotation adds what it retired or dropped. */
type StoredKeyRing = StoredKey & {
  readonly previous?: readonly StoredRetiredKey[];
  readonly digestOnly?: readonly StoredDroppedKey[];
};

const toKey = ({ kid, secret }: StoredKey): TokenKey => ({ kid, secret: new TextEncoder().encode(secret) });

const fromKey = ({ kid, secret }: TokenKey): StoredKey => ({ kid, secret: new TextDecoder().decode(secret) });

function isKey(value: unknown): value is StoredKey {
  const { kid, secret } = (value ?? {}) as Record<string, unknown>;
  return typeof kid === 'string' && typeof secret === 'string';
}

/** Whether a value is a key with a time under this name. */
function isKeyWith(value: unknown, time: 'retiredAt' | 'droppedAt'): boolean {
  return (
    isKey(value) && !Number.isNaN(Date.parse(String((value as unknown as Record<string, unknown>)[time])))
  );
}

function isKeyRing(value: unknown): value is StoredKeyRing {
  if (!isKey(value)) return false;
  const { previous = [], digestOnly = [] } = value as { previous?: unknown; digestOnly?: unknown };
  return (
    Array.isArray(previous) &&
    previous.every((key) => isKeyWith(key, 'retiredAt')) &&
    Array.isArray(digestOnly) &&
    digestOnly.every((key) => isKeyWith(key, 'droppedAt'))
  );
}

/** Reads the secret of the token keys. @throws Error, which quotes nothing of it, when it has another form. */
export function readTokenKeyRing(text: string): TokenKeyRing {
  const stored = parseSecret(text);
  if (!isKeyRing(stored))
    throw new Error('the token key secret is not { kid, secret, previous?, digestOnly? }');
  const retired = (stored.previous ?? []).map(
    (key): RetiredTokenKey => ({ ...toKey(key), retiredAt: new Date(key.retiredAt) }),
  );
  const dropped = (stored.digestOnly ?? []).map(
    (key): DroppedTokenKey => ({ ...toKey(key), droppedAt: new Date(key.droppedAt) }),
  );
  return { current: toKey(stored), previous: retired, digestOnly: dropped };
}

/** The secret of these token keys. */
export function writeTokenKeyRing({ current, previous, digestOnly }: TokenKeyRing): string {
  const stored: StoredKeyRing = {
    ...fromKey(current),
    previous: previous.map((key) => ({ ...fromKey(key), retiredAt: key.retiredAt.toISOString() })),
    digestOnly: digestOnly.map((key) => ({ ...fromKey(key), droppedAt: key.droppedAt.toISOString() })),
  };
  return JSON.stringify(stored);
}
