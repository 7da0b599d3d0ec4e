/** Why a sub-check could not be decided. */
export interface Reason {
  /** Of a sub-check that is asked for each address, those that it is for: their positions, from 0. Else empty. */
  readonly positions: readonly number[];
  readonly message: string;
}

const prefix = /addressesToVerify(\[\d+\](?:, \[\d+\])*): /;

/** Reasons as a report's `error` tells them: each behind its addresses, as `addressesToVerify[0], [2]: …`. */
export function writeReasons(reasons: readonly Reason[]): string {
  return reasons
    .map(({ positions, message }) =>
      positions.length > 0 ? `addressesToVerify[${positions.join('], [')}]: ${message}` : message,
    )
    .join(' ');
}

/** The reasons in a report's `error`. The entry's one code is that of the first. */
export function readReasons(error: string): Reason[] {
  const [unprefixed = '', ...prefixed] = error.split(prefix);
  if (prefixed.length === 0) return [{ positions: [], message: unprefixed }];
  return prefixed.flatMap((which, at) =>
    at % 2 === 0
      ? [
          {
            positions: Array.from(which.matchAll(/\d+/g), ([position]) => Number(position)),
            message: (prefixed[at + 1] ?? '').trim(),
          },
        ]
      : [],
  );
}
