import { both } from '@kyc-china/core/labels';
import { printedWords } from './words.ts';

const chinaOffset = 8 * 60 * 60 * 1000;
const clock = (time: Date) => time.toISOString().slice(0, 19).replace('T', ' ');

/** Returns a time as every page writes it, in UTC: `2026-11-24 08:15:31`. */
export function utcTime(time: Date): string {
  return clock(time);
}

/** Returns a time in the same form, in China: UTC+8 all year. */
export function chinaTime(time: Date): string {
  return clock(new Date(time.getTime() + chinaOffset));
}

/** Returns a time as two lines: in China and in UTC. */
export function bothTimes(iso: string): [china: string, utc: string] {
  const time = new Date(iso);
  return [`${chinaTime(time)} ${both(printedWords.chinaTime)}`, `${utcTime(time)} UTC`];
}
