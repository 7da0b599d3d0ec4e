import type { UpstreamProvider } from './port.ts';
import { createSimulator } from './simulator/simulator.ts';

/** What providers are made from: the variables of the function that asks them. */
export interface ProviderSettings {
  readonly SIMULATOR_LATENCY_MS: string;
}

/** Every provider there is, by its name in a stage's configuration. */
const makers = {
  simulator: ({ SIMULATOR_LATENCY_MS }: ProviderSettings) =>
    createSimulator(SIMULATOR_LATENCY_MS === '' ? {} : { latencyMs: Number(SIMULATOR_LATENCY_MS) }),
} satisfies Record<string, (settings: ProviderSettings) => UpstreamProvider>;

export type ProviderName = keyof typeof makers;

/**
 * The providers named, in that order.
 * @param names comma-separated; empty: none.
 * @throws RangeError on a name that no provider has.
 */
export function providersNamed(names: string, settings: ProviderSettings): UpstreamProvider[] {
  return names
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      if (!Object.hasOwn(makers, name)) throw new RangeError(`there is no upstream provider called ${name}`);
      return makers[name as ProviderName](settings);
    });
}
