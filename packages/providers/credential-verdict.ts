import { isObject, type JsonObject } from '@kyc-china/core/json';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import type { WireResponse } from './wire.ts';

/** The settings of a check. */
export interface CredentialCheckSettings {
  /** The parsed content of the provider's secret. */
  readonly secret: unknown;
  readonly signal: AbortSignal;
  /** Another endpoint: that of a test. */
  readonly endpoint?: string;
  readonly tls?: { readonly ca?: string };
  readonly clock?: () => Date;
}

/** The provider's answer about credentials. Contains nothing of the credentials. */
export interface CredentialVerdict {
  /** `unknown`: the provider gave no answer. */
  readonly status: 'accepted' | 'refused' | 'unknown';
  readonly detail: string;
  /** The provider's clock, in seconds precise, if the provider answered. */
  readonly at?: Date;
}

function jsonIn(body: string): JsonObject {
  try {
    const document: unknown = JSON.parse(body);
    return isObject(document) ? document : {};
  } catch {
    return {};
  }
}

/**
 * Makes a verdict of a call that proves credentials.
 * @param ask sends the call, once.
 * @param read returns the error code of an answer; null if it is a success; undefined if it is neither.
 */
export async function verdictOf(
  ask: () => Promise<WireResponse>,
  read: (document: JsonObject) => string | null | undefined,
): Promise<CredentialVerdict> {
  let response: WireResponse;
  try {
    response = await ask();
  } catch (error) {
    // Of a secret of the wrong form, the message says which form is right.
    const wrongForm = error instanceof UpstreamNotProcessedError && error.message.startsWith('the secret');
    return {
      status: wrongForm ? 'refused' : 'unknown',
      detail: wrongForm ? error.message : 'the provider could not be reached',
    };
  }
  const { date } = response.headers;
  const at = date === undefined ? {} : { at: new Date(date) };
  const code = read(jsonIn(response.body));
  if (code === null) return { status: 'accepted', detail: 'the provider knows the key', ...at };
  if (code === undefined)
    return {
      status: 'unknown',
      detail: `an answer of status ${response.status} that is not documented`,
      ...at,
    };
  return { status: 'refused', detail: code, ...at };
}
