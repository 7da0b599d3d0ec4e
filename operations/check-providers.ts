import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { credentialCheckOf } from '@kyc-china/providers/credential-checks';
import { offersOf } from '@kyc-china/providers/providers';
import { upstreamSecretNameOf } from '../lib/stage-configuration.ts';
import { type CheckResult, resultOfError } from './check-result.ts';
import { localStage, type StageConnection } from './stage-connection.ts';

/** How far a provider's clock may be from AWS's: signatures last 5 minutes at the least patient one. In milliseconds. */
const mostDifferenceMs = 60_000;

const withoutCredentials = 'simulator';

/** Settings of the calls to the providers, for tests. */
export type ProviderEndpoints = Readonly<
  Record<string, { readonly endpoint: string; readonly tls: { readonly ca: string } }>
>;

function secretIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Compares a provider's clock with AWS's. */
function clockOf(provider: string, at: Date, aheadMs: number): CheckResult {
  const differenceMs = at.getTime() + 500 - (Date.now() + aheadMs);
  const isRight = Math.abs(differenceMs) <= mostDifferenceMs;
  const detail = `${(Math.abs(differenceMs) / 1000).toFixed(1)} s from AWS's`;
  return { status: isRight ? 'ok' : 'failed', subject: `clock of ${provider}`, detail };
}

async function checkProvider(
  provider: string,
  stage: StageConnection,
  secrets: SecretsManagerClient,
  aheadMs: number,
  endpoints: ProviderEndpoints,
): Promise<CheckResult[]> {
  const subject = `credentials of ${provider}`;
  if (provider === withoutCredentials) return [{ status: 'ok', subject, detail: 'it needs none' }];
  const check = credentialCheckOf(provider);
  if (!check)
    return [
      {
        status: 'unknown',
        subject,
        detail: 'no call is documented that proves them without a person and a bill',
      },
    ];
  const SecretId = upstreamSecretNameOf(stage.configuration.name, provider);
  try {
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    const secret = secretIn(SecretString);
    const signal = AbortSignal.timeout(15_000);
    const { status, detail, at } = await check({ secret, signal, ...endpoints[provider] });
    const result: CheckResult = {
      status: status === 'accepted' ? 'ok' : status === 'refused' ? 'failed' : 'unknown',
      subject,
      detail,
    };
    return at ? [result, clockOf(provider, at, aheadMs)] : [result];
  } catch (error) {
    return [resultOfError(subject, error)];
  }
}

/** Returns which sub-checks a provider of the stage serves. */
function offered({ configuration }: StageConnection): CheckResult {
  const missing = subCheckIds.filter((id) => !Object.hasOwn(offersOf(configuration.upstream), id));
  const served = subCheckIds.length - missing.length;
  const detail = missing.length > 0 ? `; not offered: ${missing.join(', ')}` : '';
  return {
    status: served > 0 ? 'ok' : 'failed',
    subject: 'sub-checks',
    detail: `${served} of ${subCheckIds.length} have a provider${detail}`,
  };
}

/**
 * Checks the providers on the stage's routes, and the credentials of each by a call that is about no person.
 * @param aheadMs how far AWS's clock is ahead of this machine's.
 */
export async function checkProviders(
  stage: StageConnection,
  aheadMs: number,
  endpoints: ProviderEndpoints = {},
): Promise<CheckResult[]> {
  const results = [offered(stage)];
  const names = new Set(Object.values(stage.configuration.upstream.routes).flat());
  // Its providers are the simulator, or fakes that its functions alone reach.
  if (stage.name === localStage && Object.keys(endpoints).length === 0)
    return [
      ...results,
      { status: 'ok', subject: 'credentials', detail: 'the local run calls no real provider' },
    ];
  const secrets = new SecretsManagerClient(stage.settingsFor('SECRETS_MANAGER'));
  try {
    for (const name of names)
      results.push(...(await checkProvider(name, stage, secrets, aheadMs, endpoints)));
  } finally {
    secrets.destroy();
  }
  return results;
}
