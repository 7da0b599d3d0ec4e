const minute = 60;
const hour = 60 * minute;

/**
 * How long to wait after each failed attempt, in seconds, before jitter: at first for a receiver that restarts, then
 * for an outage that somebody has to notice, at last for one that lasts the night. 28 hours in all. Each wait is at
 * least 1.6 times the one before, which is more than jitter can turn round: the waits grow in every single run.
 */
const waits = [5, 30, 2 * minute, 10 * minute, 40 * minute, 2 * hour, 4 * hour, 8 * hour, 13 * hour] as const;

/** By what part a wait is made longer or shorter at random, so that what failed together does not come back together. */
const jitter = 0.2;

/** The timeout of the function that posts webhooks, in seconds. */
export const webhookFunctionSeconds = 25;

/** How often a webhook is posted before it is given up. */
export const webhookAttempts = waits.length + 1;

/** How long a receiver has to answer, in milliseconds. */
const timeoutMs = 10_000;

/** How long one has that let its latest attempts time out: it holds the function less long. */
const shortTimeoutMs = 2_000;

/** How many attempts in a row must have timed out for that. */
const timeoutsUntilShort = 3;

/**
 * Returns how long a receiver has to answer an attempt, in milliseconds. The first attempt of a webhook and the last
 * one always have the whole time.
 * @param attempt its number, from 1.
 * @param timeoutsInARow how many of the latest attempts at the same host timed out, for the same client.
 */
export function timeoutMsOf(attempt: number, timeoutsInARow: number): number {
  const isWhole = attempt === 1 || attempt >= webhookAttempts || timeoutsInARow < timeoutsUntilShort;
  return isWhole ? timeoutMs : shortTimeoutMs;
}

/** The first wait of a webhook whose client has as many posts under way as it may, in seconds; each doubles the last. */
const firstBusyWait = 5;

/** The longest of these waits, in seconds. */
const longestBusyWait = 10 * minute;

/** How often a webhook waits in this way before the next time counts as a failed attempt. */
export const busyRounds = 40;

const busyWaits = Array.from({ length: busyRounds }, (_, round) =>
  Math.min(firstBusyWait * 2 ** round, longestBusyWait),
);

/** The longest time that a webhook waits for its client's other posts in all, in seconds. */
const longestBusySeconds = busyWaits.reduce((sum, wait) => sum + wait, 0) * (1 + jitter);

/** The longest time that a schedule takes whose receiver never asks for a longer wait, in seconds. */
export const longestScheduleSeconds =
  waits.reduce((sum, wait) => sum + wait, 0) * (1 + jitter) + longestBusySeconds;

/** The longest wait that a receiver can ask for, in seconds. */
export const longestRetryAfterSeconds = 10 * hour;

/** The longest time that a webhook can wait in all, in seconds: its receiver asks for the longest wait every time. */
export const longestWaitsSeconds = waits.reduce(
  (sum, wait) => sum + Math.max(wait * (1 + jitter), longestRetryAfterSeconds),
  longestBusySeconds,
);

const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * The seconds that a `Retry-After` asks to wait from now on (RFC 9110, section 10.2.3): a number of them, or a date
 * in any of the three forms of section 5.6.7.
 * @returns undefined when no value can be understood; never less than 0.
 */
export function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  if (!httpDate.test(text)) return undefined;
  // The oldest form, asctime's, names no zone; it is always this one.
  const time = Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now.getTime()) / 1000));
}

/**
 * How long to wait until a webhook's next attempt, in whole seconds, as the state machine takes them. What the
 * receiver asks for can make this wait longer, and changes none of those after it.
 * @param failed the number of the attempt that failed, from 1.
 * @param retryAfter what the receiver asked for, in seconds.
 * @param random from 0 up to 1.
 * @param factor what the schedule is multiplied by; 1 but in tests.
 * @returns undefined after the last attempt.
 */
export function secondsUntilNextAttempt(
  failed: number,
  { retryAfter = 0, random, factor }: { retryAfter?: number; random: number; factor: number },
): number | undefined {
  const wait = waits[failed - 1];
  if (wait === undefined) return undefined;
  const scheduled = wait * (1 + jitter * (2 * random - 1)) * factor;
  return Math.round(Math.max(scheduled, Math.min(retryAfter, longestRetryAfterSeconds)));
}

/**
 * Returns how long a webhook waits while its client has as many posts under way as it may, in whole seconds. Never
 * less than one: a test that multiplies waits by 0 must not ask without a pause.
 * @param busy how often it has waited in this way, over all its attempts.
 * @param random from 0 up to 1.
 * @param factor what the wait is multiplied by; 1 except in tests.
 * @returns undefined when it has waited for so long that this counts as a failed attempt.
 */
export function secondsUntilRoom(
  busy: number,
  { random, factor }: { random: number; factor: number },
): number | undefined {
  const wait = busyWaits[busy];
  if (wait === undefined) return undefined;
  return Math.max(1, Math.round(wait * (1 + jitter * (2 * random - 1)) * factor));
}
