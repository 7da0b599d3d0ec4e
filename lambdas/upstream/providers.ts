import type { RoutedProvider } from '../domain/ask-upstreams.ts';
import type { SubCheckId } from '../domain/sub-checks/catalogue.ts';
import type { UpstreamProvider } from './port.ts';
import type { UpstreamRouting } from './routing.ts';
import { createSimulator } from './simulator/simulator.ts';

/** What providers are made from: the variables of the function that asks them. */
export interface ProviderSettings {
  /** The simulator's fixed latency in milliseconds; empty: realistic ones. */
  readonly SIMULATOR_LATENCY_MS: string;
}

/** Every provider there is, by its name in a stage's configuration. */
const makers = {
  simulator: ({ SIMULATOR_LATENCY_MS }: ProviderSettings) =>
    createSimulator(SIMULATOR_LATENCY_MS === '' ? {} : { latencyMs: Number(SIMULATOR_LATENCY_MS) }),
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
