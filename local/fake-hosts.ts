import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { EmbeddedCloudOptions } from '@kyc-china/emulator/embedded-cloud';
import { offersOf, type ProviderName } from '@kyc-china/providers/providers';
import type { ProviderConfiguration, UpstreamRouting } from '@kyc-china/providers/routing';
import { stages, upstreamSecretNameOf } from '../lib/stage-configuration.ts';
import { connectToEmbedded } from '../operations/stage-connection.ts';

/** A vendor's fake servers on this machine. */
export interface VendorServers {
  /** The local port of each of the vendor's host names. */
  readonly ports: Readonly<Record<string, number>>;
  /** The certificate that they show, in PEM. */
  readonly certificate: string;
  /** The content of the provider's secret. */
  readonly credentials: object;
}

/** The options of an embedded cloud that calls fake hosts on this machine under their real names. */
export type FakeHostOptions = Pick<
  EmbeddedCloudOptions,
  'internet' | 'trustedCertificates' | 'environmentOverrides'
>;

/**
 * Returns the sandbox's routing, changed so that one provider alone is called for everything that it serves.
 * @param more changes to the provider's configuration.
 */
export function routingThrough(
  provider: ProviderName,
  more: Partial<ProviderConfiguration> = {},
): UpstreamRouting {
  const { providers, routes } = stages.sandbox.upstream;
  const alone = { ...stages.sandbox.upstream, routes: { default: [provider] } };
  const served = Object.keys(offersOf(alone));
  const configured = { timeoutSeconds: 8, ...providers[provider], ...more };
  return {
    providers: { ...providers, [provider]: configured },
    routes: { ...routes, ...Object.fromEntries(served.map((subCheck) => [subCheck, [provider]])) },
  };
}

/**
 * Lets an embedded cloud reach a vendor's servers on this machine under their real names.
 * @param offers what the routing serves; only a routing with a provider that this project does not have needs it.
 */
export function fakeHostOptions(
  servers: VendorServers,
  routing: UpstreamRouting,
  offers = offersOf(routing),
): Required<FakeHostOptions> {
  return {
    internet: servers.ports,
    trustedCertificates: [servers.certificate],
    environmentOverrides: {
      UPSTREAM_ROUTING: JSON.stringify(routing),
      OFFERS: JSON.stringify(offers),
    },
  };
}

/** Stores a provider's credentials in the secret that the operator of a deployed stage fills. */
export async function putCredentials(
  cloud: Parameters<typeof connectToEmbedded>[0],
  provider: string,
  credentials: object,
): Promise<void> {
  const { configuration, settingsFor } = connectToEmbedded(cloud);
  const secrets = new SecretsManagerClient(settingsFor('SECRETS_MANAGER'));
  try {
    await secrets.send(
      new PutSecretValueCommand({
        SecretId: upstreamSecretNameOf(configuration.name, provider),
        SecretString: JSON.stringify(credentials),
      }),
    );
  } finally {
    secrets.destroy();
  }
}
