import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { subCheckIds } from '../lambdas/domain/sub-checks/catalogue.ts';
import { type ProviderName, routesOf } from '../lambdas/upstream/providers.ts';
import type { ProviderConfiguration, UpstreamRouting } from '../lambdas/upstream/routing.ts';
import { stages, upstreamSecretNameOf } from '../lib/stage-configuration.ts';
import { connectToEmbedded } from '../operations/stage-connection.ts';
import type { EmbeddedCloudOptions } from './cloud/embedded-cloud.ts';

/** A vendor's servers as they run on this machine. */
export interface VendorServers {
  /** The local port of each of the vendor's host names. */
  readonly ports: Readonly<Record<string, number>>;
  /** The certificate that they show, in PEM. */
  readonly certificate: string;
  /** What goes into the provider's secret. */
  readonly credentials: object;
}

/** What a sandbox's embedded cloud is started with, so that it asks a provider whose servers run here. */
export type StandInOptions = Pick<
  EmbeddedCloudOptions,
  'internet' | 'trustedCertificates' | 'environmentOverrides'
>;

/**
 * The sandbox's routing, but that a provider is asked for everything that it serves, and nobody else for that.
 * @param more what to change in the provider's configuration.
 */
export function routingThrough(
  provider: ProviderName,
  more: Partial<ProviderConfiguration> = {},
): UpstreamRouting {
  const { providers, routes } = stages.sandbox.upstream;
  const alone = { ...stages.sandbox.upstream, routes: { default: [provider] } };
  const routeFor = routesOf(alone, { credentialsOf: () => Promise.reject(new Error('nobody is asked')) });
  const served = subCheckIds.filter((subCheck) => routeFor(subCheck).length > 0);
  const configured = { timeoutSeconds: 8, ...providers[provider], ...more };
  return {
    providers: { ...providers, [provider]: configured },
    routes: { ...routes, ...Object.fromEntries(served.map((subCheck) => [subCheck, [provider]])) },
  };
}

/** Lets an embedded cloud reach a vendor's servers on this machine under their real names. */
export function standInOptions(servers: VendorServers, routing: UpstreamRouting): Required<StandInOptions> {
  return {
    internet: servers.ports,
    trustedCertificates: [servers.certificate],
    environmentOverrides: { UPSTREAM_ROUTING: JSON.stringify(routing) },
  };
}

/** Puts a provider's credentials where the operator of a deployed stage puts them. */
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
