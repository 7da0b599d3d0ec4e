import { localClient } from '../../local/seed.ts';
import { type ApiCalls, apiCalls, type Credentials } from '../../local/support/api-calls.ts';
import { startEmbeddedStack } from './embedded-stack.ts';

/** An API that the suite of `test/stage` is run against, and the client that it calls as. */
export interface Target extends ApiCalls {
  readonly credentials: Credentials;
  /** Stops what was started for it. */
  stop(): Promise<void>;
}

/** Between two polls of an API that is served elsewhere. */
const pollEveryMs = 250;

/**
 * Opens the API that `KYC_TARGET_URL` names, as the client of `KYC_TARGET_CLIENT_ID` and `KYC_TARGET_CLIENT_SECRET`.
 * Without the variable, starts the embedded stack.
 */
export async function openTarget(): Promise<Target> {
  const {
    KYC_TARGET_URL: url,
    KYC_TARGET_CLIENT_ID: id = '',
    KYC_TARGET_CLIENT_SECRET: secret = '',
  } = process.env;
  if (url) {
    const credentials = { 'x-client-id': id, 'x-client-secret': secret };
    return {
      ...apiCalls(() => url.replace(/\/$/, ''), credentials, pollEveryMs),
      credentials,
      stop: async () => undefined,
    };
  }
  const { post, get, request, pollToEnd, stop } = await startEmbeddedStack({ SIMULATOR_LATENCY_MS: '300' });
  const { clientId, clientSecret } = localClient;
  const credentials = { 'x-client-id': clientId, 'x-client-secret': clientSecret };
  return { post, get, request, pollToEnd, credentials, stop };
}
