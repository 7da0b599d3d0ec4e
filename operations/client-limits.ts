import { type ClientLimits, type LimitName, limitLabels, limitNames } from '@kyc-china/core/limits';
import type { LimitChanges } from './client-administration.ts';
import { CommandError } from './command-line.ts';

/** The option of `client limits` for each limit. */
export const limitOptions = {
  'per-day': { type: 'string' },
  'per-month': { type: 'string' },
  'cost-per-month': { type: 'string' },
} as const;

type LimitOption = keyof typeof limitOptions;

const limitOf: Readonly<Record<LimitOption, LimitName>> = {
  'per-day': 'verificationsPerDay',
  'per-month': 'verificationsPerMonth',
  'cost-per-month': 'upstreamCostPerMonth',
};

/** What takes a limit away. */
const without = 'none';

function readLimit(option: LimitOption, text: string): number | null {
  if (text === without) return null;
  const isCost = option === 'cost-per-month';
  if (isCost ? /^[0-9]{1,9}([.][0-9]{1,6})?$/.test(text) : /^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new CommandError(
    `--${option} is ${isCost ? 'an amount with at most six decimals' : 'a whole number'}, or ${without}`,
  );
}

/**
 * Returns the changes that the options of the command name.
 * @throws CommandError for a value that is not a number.
 */
export function limitChanges(
  values: { readonly [Option in LimitOption]?: string | undefined },
): LimitChanges {
  const changes = Object.entries(values).flatMap(([name, text]) =>
    text === undefined ? [] : [[limitOf[name as LimitOption], readLimit(name as LimitOption, text)]],
  );
  return Object.fromEntries(changes);
}

/** Describes a client's limits on one line. */
export function describeLimits(limits: ClientLimits = {}): string {
  const set = limitNames.flatMap((name) => {
    const value = limits[name];
    return value === undefined
      ? []
      : [`${value.toLocaleString('en', { maximumFractionDigits: 6 })} ${limitLabels[name]}`];
  });
  return set.length > 0 ? set.join(', ') : without;
}
