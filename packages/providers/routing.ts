import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';

/** What a stage says of one provider. */
export interface ProviderConfiguration {
  /** How long it may take to answer. */
  readonly timeoutSeconds: number;
  /**
   * Calls a second that it was agreed to take, for all functions together: of each of its operations, or of the
   * whole provider when it names none. Undefined: what its documentation allows.
   */
  readonly callsPerSecond?: number;
  /** What a billed call costs, by sub-check; `default` for the others. In the provider's currency, say CNY. */
  readonly prices?: Readonly<Partial<Record<SubCheckId | 'default', number>>>;
}

/** Which providers a stage asks: for each sub-check, in which order. The names are those of providers.ts. */
export interface UpstreamRouting<Name extends string = string> {
  readonly providers: Readonly<Partial<Record<Name, ProviderConfiguration>>>;
  readonly routes: Readonly<Partial<Record<SubCheckId, readonly Name[]>>> & {
    readonly default: readonly Name[];
  };
}

/** What a billed call costs by the stage's configuration; undefined when it names no price. */
export function priceOf(
  { providers }: UpstreamRouting,
  provider: string,
  subCheck: SubCheckId,
): number | undefined {
  const prices = providers[provider]?.prices;
  return prices?.[subCheck] ?? prices?.default;
}
