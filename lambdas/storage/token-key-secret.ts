import type { RetiredTokenKey, TokenKey, TokenKeyRing } from '../domain/report-token.ts';
import { parseSecret } from './parse-secret.ts';

interface StoredKey {
  readonly kid: string;
  readonly secret: string;
}

type StoredRetiredKey = StoredKey & { readonly retiredAt: string };

/** The secret's JSON. A deployment creates `{ kid, secret }`; a rotation adds what it retired. */
type StoredKeyRing = StoredKey & { readonly previous?: readonly StoredRetiredKey[] };

const toKey = ({ kid, secret }: StoredKey): TokenKey => ({ kid, secret: new TextEncoder().encode(secret) });

const fromKey = ({ kid, secret }: TokenKey): StoredKey => ({ kid, secret: new TextDecoder().decode(secret) });

function isKey(value: unknown): value is StoredKey {
  const { kid, secret } = (value ?? {}) as Record<string, unknown>;
  return typeof kid === 'string' && typeof secret === 'string';
}

function isRetiredKey(value: unknown): value is StoredRetiredKey {
  return isKey(value) && 'retiredAt' in value && !Number.isNaN(Date.parse(String(value.retiredAt)));
}

function isKeyRing(value: unknown): value is StoredKeyRing {
  if (!isKey(value)) return false;
  const { previous = [] } = value as { previous?: unknown };
  return Array.isArray(previous) && previous.every(isRetiredKey);
}

/** Reads the secret of the token keys. @throws Error, which quotes nothing of it, when it has another form. */
export function readTokenKeyRing(text: string): TokenKeyRing {
  const stored = parseSecret(text);
  if (!isKeyRing(stored)) throw new Error('the token key secret is not { kid, secret, previous? }');
  const retired = (stored.previous ?? []).map(
    (key): RetiredTokenKey => ({ ...toKey(key), retiredAt: new Date(key.retiredAt) }),
  );
  return { current: toKey(stored), previous: retired };
}

/** The secret of these token keys. */
export function writeTokenKeyRing({ current, previous }: TokenKeyRing): string {
  const stored: StoredKeyRing = {
    ...fromKey(current),
    previous: previous.map((key) => ({ ...fromKey(key), retiredAt: key.retiredAt.toISOString() })),
  };
  return JSON.stringify(stored);
}
