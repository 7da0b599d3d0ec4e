import { KycFetchError, KycNetworkError } from './errors.ts';
import { isObject, safeText } from './safe-text.ts';

/** How many causes of causes are read. */
const deepestCause = 3;

/** The code of a failed fetch, as ECONNREFUSED. Platforms keep it at different depths. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!isObject(error) || depth > deepestCause) return undefined;
  const { code, cause } = error;
  return typeof code === 'string' ? code : codeOf(cause, depth + 1);
}

/** Returns an error like the given one, without anything that was sent. */
function scrubbed(error: unknown, withheld: readonly string[], depth = 0): Error | undefined {
  if (!isObject(error) || depth > deepestCause) return undefined;
  const cause = scrubbed(error.cause, withheld, depth + 1);
  const message = safeText(error.message, withheld) ?? 'The message is withheld: it repeats what was sent.';
  const kept = new Error(message, cause && { cause });
  for (const name of ['name', 'code', 'stack'] as const) {
    const value = safeText(error[name], withheld);
    const shown = value ?? (name === 'stack' ? `${kept.name}: ${message}` : undefined);
    if (shown !== undefined)
      Object.defineProperty(kept, name, { value: shown, enumerable: name === 'code', configurable: true });
  }
  return kept;
}

const programmingErrors = ['ReferenceError', 'SyntaxError', 'RangeError', 'EvalError', 'URIError'];

/** What engines say of code that is wrong. A lost connection is a TypeError as well, with other words. */
const wordsOfAFault =
  /is not (a|an|iterable|defined)\b|\bundefined\b|\bnull\b|^Cannot |^Can't |can't access|^Failed to (parse|construct|execute)|^Invalid /i;

/** Whether repeating the call would only repeat the fault. */
function isProgrammingError(error: unknown): boolean {
  if (!isObject(error)) return true;
  const { name, message } = error;
  if (programmingErrors.includes(String(name))) return true;
  return name === 'TypeError' && codeOf(error) === undefined && wordsOfAFault.test(String(message));
}

/**
 * Returns the error for a fetch that threw.
 * @param timedOut whether the exchange took too long.
 * @param withheld what the error must not repeat.
 */
export function fetchFailure(
  error: unknown,
  timedOut: boolean,
  withheld: readonly string[],
): KycNetworkError | KycFetchError {
  const cause = scrubbed(error, withheld);
  if (timedOut) return new KycNetworkError('ETIMEDOUT', { cause });
  if (isProgrammingError(error)) return new KycFetchError({ cause });
  return new KycNetworkError(safeText(codeOf(error), withheld), { cause });
}
