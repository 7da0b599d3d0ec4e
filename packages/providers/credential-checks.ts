import { checkAlibabaCredentials } from './alibaba/credential-check.ts';
import type { CredentialCheckSettings, CredentialVerdict } from './credential-verdict.ts';
import type { ProviderName } from './providers.ts';
import { checkTencentCredentials } from './tencent/credential-check.ts';

type CredentialCheck = (settings: CredentialCheckSettings) => Promise<CredentialVerdict>;

const checks: Readonly<Partial<Record<ProviderName, CredentialCheck>>> = {
  alibaba: checkAlibabaCredentials,
  tencent: checkTencentCredentials,
};

/**
 * Returns the call that proves a provider's credentials, sends nothing about a person and bills nothing; undefined if no
 * document of the provider names one.
 */
export function credentialCheckOf(provider: string): CredentialCheck | undefined {
  return Object.hasOwn(checks, provider) ? checks[provider as ProviderName] : undefined;
}
