import type { RoutedProvider } from '@kyc-china/core/ask-upstreams';
import type { Offers } from '@kyc-china/core/offers';
import type { ProviderSettings, RateLimit, UpstreamProvider } from '@kyc-china/core/provider-port';
import { type SubCheckId, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import * as registry from './registry.ts';
import { type ProviderConfiguration, priceOf, type UpstreamRouting } from './routing.ts';

const makers = registry satisfies Record<string, (settings: ProviderSettings) => UpstreamProvider>;

export type ProviderName = keyof typeof makers;

/** What was agreed goes before what is documented. */
function limitOf(
  provider: UpstreamProvider,
  { callsPerSecond: agreed }: ProviderConfiguration,
  subCheck: SubCheckId,
): RateLimit | undefined {
  const documented = provider.limitOn?.(subCheck);
  return agreed === undefined
    ? documented
    : { operation: documented?.operation ?? 'ALL', callsPerSecond: agreed };
}

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
      return [name, { provider: makers[name as ProviderName](settings), configuration }];
    }),
  );
  return (subCheck) =>
    (routes[subCheck] ?? routes.default).flatMap((name) => {
      const found = made.get(name);
      if (!found?.provider.serves(subCheck)) return [];
      const { provider, configuration } = found;
      const limit = limitOf(provider, configuration, subCheck);
      const operation = provider.limitOn?.(subCheck)?.operation ?? subCheck;
      return [
        { provider, operation, timeoutMs: configuration.timeoutSeconds * 1000, ...(limit && { limit }) },
      ];
    });
}

/** The routes of a stage, for questions about them: no provider can be called. */
function routesWithoutCalls(routing: UpstreamRouting) {
  return routesOf(routing, { credentialsOf: () => Promise.reject(new Error('no provider is called')) });
}

/**
 * Returns the sub-checks that a provider of the stage serves, by its routes, and the most that a call for each can cost.
 * Of a route's providers at most one bills a call. A provider without a price counts as free.
 */
export function offersOf(routing: UpstreamRouting): Offers {
  const routeFor = routesWithoutCalls(routing);
  return Object.fromEntries(
    subCheckIds.flatMap((id) => {
      const prices = routeFor(id).map(({ provider }) => priceOf(routing, provider.name, id) ?? 0);
      return prices.length > 0 ? [[id, Math.max(...prices)]] : [];
    }),
  );
}

function calledBy(routing: UpstreamRouting, isCounted: (provider: UpstreamProvider) => boolean): string[] {
  const called = subCheckIds.flatMap(routesWithoutCalls(routing)).map(({ provider }) => provider);
  return [...new Set(called.filter(isCounted).map(({ name }) => name))].sort();
}

/** Returns the providers that a stage's routes call, in alphabetical order. */
export function calledProviders(routing: UpstreamRouting): string[] {
  return calledBy(routing, () => true);
}

/** Returns those whose failures say something about them: not a simulator, whose failures a test person plans. */
export function watchedProviders(routing: UpstreamRouting): string[] {
  return calledBy(routing, ({ plansItsFailures }) => !plansItsFailures);
}

/**
 * The longest that asking for any sub-check can take, in seconds: when every provider of its route that serves it uses
 * up its time, as when none of them can be connected to.
 */
export function longestAskingSeconds(routing: UpstreamRouting): number {
  const routeFor = routesWithoutCalls(routing);
  const seconds = subCheckIds.map((subCheck) =>
    routeFor(subCheck).reduce((sum, { timeoutMs }) => sum + timeoutMs / 1000, 0),
  );
  return Math.max(...seconds);
}
