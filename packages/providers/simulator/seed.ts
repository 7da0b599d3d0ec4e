import { createHash } from 'node:crypto';

/** A whole number below 2^32 that looks random and is always the same for the same values. */
export function seedOf(...values: readonly string[]): number {
  return createHash('sha256').update(JSON.stringify(values)).digest().readUInt32BE(0);
}

/** The entry of a list that a seed falls on. */
export function pick<T>(list: readonly [T, ...T[]], seed: number): T {
  return list[seed % list.length] ?? list[0];
}
