import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  longestRetryAfterSeconds,
  longestScheduleSeconds,
  retryAfterSeconds,
  secondsUntilNextAttempt,
  webhookAttempts,
} from '@kyc-china/core/webhook-schedule';
import fc from 'fast-check';
import { projectFile } from '../../lib/project-file.ts';

const randoms = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: webhookAttempts,
  maxLength: webhookAttempts,
});
const hour = 3600;

/** The waits of a run in which every attempt fails. */
function waitsOf(draws: readonly number[], retryAfters: readonly (number | undefined)[] = []): number[] {
  return draws.flatMap((random, index) => {
    const retryAfter = retryAfters[index];
    const wait = secondsUntilNextAttempt(index + 1, {
      random,
      factor: 1,
      ...(retryAfter !== undefined && { retryAfter }),
    });
    return wait === undefined ? [] : [wait];
  });
}

describe('the schedule', () => {
  it('webhook schedule has at least eight attempts, in whole seconds, each wait longer than the previous one', () => {
    fc.assert(
      fc.property(randoms, (draws) => {
        const waits = waitsOf(draws);
        expect(waits.length + 1).toBe(webhookAttempts);
        expect(waits.length + 1).toBeGreaterThanOrEqual(8);
        for (const [index, wait] of waits.entries()) {
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThan(waits[index - 1] ?? 0);
        }
      }),
    );
  });

  it('webhook schedule takes 28 hours, plus or minus a fifth, and differs from run to run', () => {
    const total = (random: number) =>
      waitsOf(Array(webhookAttempts).fill(random)).reduce((sum, wait) => sum + wait, 0);
    expect(total(0.5) / hour).toBeCloseTo(27.9, 1);
    fc.assert(
      fc.property(randoms, (draws) => {
        const sum = waitsOf(draws).reduce((all, wait) => all + wait, 0);
        expect(sum).toBeGreaterThanOrEqual(0.79 * total(0.5));
        expect(sum).toBeLessThanOrEqual(longestScheduleSeconds + webhookAttempts);
      }),
    );
    expect(total(0)).toBeLessThan(total(0.99));
  });

  it('webhook schedule waits at least as long as the receiver asks, up to the limit, and then continues', () => {
    const asked = fc.array(fc.option(fc.nat({ max: 40 * hour }), { nil: undefined }), {
      minLength: webhookAttempts,
      maxLength: webhookAttempts,
    });
    fc.assert(
      fc.property(randoms, asked, (draws, retryAfters) => {
        const plain = waitsOf(draws);
        const waits = waitsOf(draws, retryAfters);
        expect(waits).toHaveLength(plain.length);
        for (const [index, wait] of waits.entries()) {
          const bounded = Math.min(retryAfters[index] ?? 0, longestRetryAfterSeconds);
          expect(wait).toBe(Math.max(plain[index] ?? 0, bounded));
        }
      }),
    );
  });

  it('webhook schedule can be shortened, but not the wait that the receiver asks for', () => {
    const shortened = { random: 0.5, factor: 0.0001 };
    expect(secondsUntilNextAttempt(1, shortened)).toBe(0);
    expect(secondsUntilNextAttempt(1, { ...shortened, retryAfter: 7 })).toBe(7);
  });
});

describe('Retry-After', () => {
  const now = new Date('1994-11-06T08:48:37Z');

  it.each([
    ['0', 0],
    [' 120 ', 120],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 60],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 60],
    ['Sun Nov  6 08:49:37 1994', 60],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
    [undefined, undefined],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['1994-11-06T08:49:37Z', undefined],
    ['Sunday, when it suits you', undefined],
  ])('Retry-After %j is %j seconds', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });

  it('Retry-After is read equally in each form of a date, and no text breaks it', () => {
    const date = fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (then) => {
        const expected = Math.max(0, Math.ceil((Math.floor(then.getTime() / 1000) * 1000 - +now) / 1000));
        expect(retryAfterSeconds(then.toUTCString(), now)).toBe(expected);
      }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `Sun, ${text}`),
        ),
        (text) => {
          const seconds = retryAfterSeconds(text, now);
          expect(seconds === undefined || seconds >= 0).toBe(true);
          const wait = secondsUntilNextAttempt(1, { random: 0, factor: 1, retryAfter: seconds ?? 0 }) ?? -1;
          expect(wait).toBeGreaterThanOrEqual(4);
          expect(wait).toBeLessThanOrEqual(longestRetryAfterSeconds);
        },
      ),
    );
  });
});

it('webhook schedule is the one in docs/guides/receiving-webhooks.md', () => {
  const guide = readFileSync(projectFile('docs/guides/receiving-webhooks.md'), 'utf8');
  const [, row = ''] = /^\| wait \| (.*) \|$/m.exec(guide) ?? [];
  const units: Readonly<Record<string, number>> = { s: 1, min: 60, h: hour };
  const documented = row.split(' | ').map((wait) => {
    const [count = '', unit = ''] = wait.split(' ');
    return Number(count) * (units[unit] ?? Number.NaN);
  });
  // A draw of one half is a wait without jitter.
  expect(documented).toEqual(waitsOf(Array(webhookAttempts).fill(0.5)));
});
