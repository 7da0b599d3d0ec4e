import { amountPattern, millionthsIn } from './money.ts';
import { type SubCheckId, subCheckIds } from './sub-checks/catalogue.ts';

/** What clients pay for each billed call, by sub-check: decimal strings. It is apart from what providers charge. */
export type Prices = Readonly<Partial<Record<SubCheckId | 'default', string>>>;

/** Prices in one currency (ISO 4217). */
export interface PriceList {
  readonly currency: string;
  /** `default` is for every sub-check that is not named. */
  readonly prices: Prices;
}

/** A price list that cannot be used. */
export class InvalidPriceListError extends Error {
  override name = 'InvalidPriceListError';
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Checks a price list.
 * @param value the parsed JSON of a file.
 * @throws InvalidPriceListError that says what is wrong, and never holds a value.
 */
export function parsePriceList(value: unknown): PriceList {
  if (!isObject(value)) throw new InvalidPriceListError('the price list must be an object');
  const { currency, prices, ...rest } = value;
  const unknownField = Object.keys(rest)[0];
  if (unknownField !== undefined)
    throw new InvalidPriceListError('it has only the fields currency and prices');
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
    throw new InvalidPriceListError('currency must be the three letters of a currency, such as CNY');
  if (!isObject(prices))
    throw new InvalidPriceListError('prices must be an object: a price for each sub-check');
  const known: readonly string[] = ['default', ...subCheckIds];
  for (const [name, price] of Object.entries(prices)) {
    if (!known.includes(name))
      throw new InvalidPriceListError(`prices may name the sub-checks and default, and names something else`);
    if (typeof price !== 'string' || !new RegExp(amountPattern).test(price))
      throw new InvalidPriceListError(
        `prices["${name}"] must be a decimal string with at most six decimals, such as "1.50"`,
      );
  }
  return { currency, prices: prices as Prices };
}

/** Returns what a billed call costs a client, in millionths: by its own prices, else by those of the stage, else nothing. */
export function priceFor(check: SubCheckId, stage: Prices, own: Prices = {}): number {
  return millionthsIn(own[check] ?? own.default ?? stage[check] ?? stage.default ?? '0');
}
