/** What tells the time: milliseconds since 1970. */
type Clock = () => number;

const RealDate = globalThis.Date;

/**
 * Makes `new Date()` and `Date.now()` of all code return a clock's time.
 * @returns puts the real time back.
 */
export function installClock(clock: Clock): () => void {
  class VirtualDate extends RealDate {
    // biome-ignore lint/suspicious/noExplicitAny: the constructor of Date has many forms.
    constructor(...args: any[]) {
      if (args.length === 0) super(clock());
      else super(...(args as [number]));
    }

    static override now(): number {
      return clock();
    }
  }
  globalThis.Date = VirtualDate as DateConstructor;
  return () => {
    globalThis.Date = RealDate;
  };
}
