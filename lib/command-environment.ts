/**
 * Returns the value of an environment variable. An empty one counts as unset: CI passes a secret or a setting that is missing
 * as an empty string.
 */
export function environmentVariable(name: string): string | undefined {
  const value = process.env[name]?.trim();
  return value === '' ? undefined : value;
}

/** Returns the whole number in an environment variable. @throws Error if it is not one from 0 to `most`. */
export function wholeNumberVariable(name: string, most: number): number | undefined {
  const value = environmentVariable(name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^\d+$/.test(value) && number <= most) return number;
  throw new Error(`${name} is not a whole number from 0 to ${most}`);
}

/** Returns the port that PORT names. @throws Error if it is not one. */
export function portVariable(): number | undefined {
  return wholeNumberVariable('PORT', 65_535);
}
