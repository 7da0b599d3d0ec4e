import type { RoutedProvider } from '../domain/ask-upstreams.ts';
import type { SubCheckId } from '../domain/sub-checks/catalogue.ts';
import { createAlibaba } from './alibaba/alibaba.ts';
import type { AlibabaCredentials } from './alibaba/credentials.ts';
import type { UpstreamProvider } from './port.ts';
import type { UpstreamRouting } from './routing.ts';
import { createSimulator } from './simulator/simulator.ts';

/** What providers are made from. */
export interface ProviderSettings {
  /** The simulator's fixed latency in milliseconds; undefined: realistic ones. */
  readonly simulatorLatencyMs?: number;
  /** The credentials of a provider, as its secret holds them. Cached by who gives it. */
  readonly credentialsOf: (provider: string) => Promise<unknown>;
}

/** Every provider there is, by its name in a stage's configuration. The adapters check their credentials' form. */
const makers = {
  simulator: ({ simulatorLatencyMs }: ProviderSettings) =>
    createSimulator(simulatorLatencyMs === undefined ? {} : { latencyMs: simulatorLatencyMs }),
  alibaba: ({ credentialsOf }: ProviderSettings) =>
    createAlibaba({ credentials: () => credentialsOf('alibaba') as Promise<AlibabaCredentials> }),
} satisfies Record<string, (settings: ProviderSettings) => UpstreamProvider>;

export type ProviderName = keyof typeof makers;

/**
 * A stage's routes: for a sub-check, the providers that are asked and that serve it, in that order.
 * @throws RangeError on a name that no provider has.
 */
export function routesOf(
  { routes, providers: configured }: UpstreamRouting,
  settings: ProviderSettings,
): (subCheck: SubCheckId) => readonly RoutedProvider[] {
  const made = new Map(
    Object.entries(configured).map(([name, configuration]) => {
      if (!configuration) throw new RangeError(`the provider ${name} has no configuration`);
      if (!Object.hasOwn(makers, name)) throw new RangeError(`there is no upstream provider called ${name}`);
      const provider = makers[name as ProviderName](settings);
      return [name, { provider, timeoutMs: configuration.timeoutSeconds * 1000 }];
    }),
  );
  return (subCheck) =>
    (routes[subCheck] ?? routes.default).flatMap((name) => {
      const routed = made.get(name);
      return routed?.provider.serves(subCheck) ? [routed] : [];
    });
}
