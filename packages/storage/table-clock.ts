import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * What a Date header may be off by itself, in milliseconds: it names a whole second, and servers make it a moment before
 * they send it.
 */
const headerToleranceMs = 250;

/**
 * The time by this machine's clock, corrected when the Date headers of the table's answers show that it is wrong. Lambda's
 * clocks are right to milliseconds, so usually nothing is corrected. A clock that is not would reserve turns that are
 * far ahead, for which all functions then wait.
 */
export class TableClock {
  readonly #local: () => number;
  /** The bounds of what has to be added to the local time. */
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  constructor(local: () => number = Date.now) {
    this.#local = local;
  }

  /** Returns the time in milliseconds since 1970. */
  now(): number {
    // The correction that is nearest to none.
    return this.#local() + Math.max(this.#least, Math.min(this.#most, 0));
  }

  /** Notes the Date header of an answer, and when its request was sent and it came, by the local clock. */
  note(header: string | undefined, sentAt: number, receivedAt: number): void {
    const date = Date.parse(header ?? '');
    if (Number.isNaN(date)) return;
    const least = date - headerToleranceMs - receivedAt;
    const most = date + 1000 + headerToleranceMs - sentAt;
    const [narrowLeast, narrowMost] = [Math.max(least, this.#least), Math.min(most, this.#most)];
    // The clock was set meanwhile: what was known of it no longer holds.
    const isChanged = narrowLeast > narrowMost;
    this.#least = isChanged ? least : narrowLeast;
    this.#most = isChanged ? most : narrowMost;
  }
}

/** Returns a clock that watches all answers that a client gets from now on. */
export function clockOf(client: DynamoDBDocumentClient): TableClock {
  const clock = new TableClock();
  client.middlewareStack.add(
    (next) => async (sent) => {
      const sentAt = Date.now();
      const result = await next(sent);
      const { headers } = (result.response ?? {}) as { headers?: Record<string, string> };
      clock.note(headers?.date, sentAt, Date.now());
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return clock;
}
