import type { CheckedKey, KeyScope } from './client-keys.ts';
import { keyScopes } from './client-keys.ts';
import type { ApiErrorCode } from './contract/answer-schemas.ts';
import { isInNetworks } from './source-networks.ts';

/** What a call is refused with that its key does not permit. */
export interface CallRefusal {
  readonly message: string;
  readonly code: ApiErrorCode;
}

function inWords(names: readonly string[], conjunction: 'and' | 'or'): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1)}`;
}

function scopeRefusal(scopes: readonly KeyScope[]): CallRefusal {
  const missing = keyScopes.filter((scope) => !scopes.includes(scope));
  return {
    message: `The key does not have the scope of this call: it has ${inWords(scopes, 'and')}, and not ${inWords(missing, 'or')}. Use another key of the client.`,
    code: 'scope-missing',
  };
}

const networkRefusal: CallRefusal = {
  message:
    'The key may not be used from this network address. Call from one of its networks, or use another key.',
  code: 'network-not-allowed',
};

/** What a key permits to a source address. */
export interface CallPermission {
  readonly scopes: readonly KeyScope[];
  /** For every other call. Undefined: no call is refused. */
  readonly refusal?: CallRefusal;
}

/** Returns what a key permits to calls from this address. The same holds for every route, so it can be cached. */
export function permissionOf({ scopes, networks }: CheckedKey, sourceIp: string): CallPermission {
  if (networks && !isInNetworks(sourceIp, networks)) return { scopes: [], refusal: networkRefusal };
  const hasAll = keyScopes.every((scope) => scopes.includes(scope));
  return hasAll ? { scopes } : { scopes, refusal: scopeRefusal(scopes) };
}
