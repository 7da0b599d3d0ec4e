/** What can go wrong with a call, and whether the vendor then processed, and billed, it. */
export const faults = {
  /** Nobody listens. */
  refuse: { processed: false },
  /** The connection goes before TLS stands. */
  'reset-handshake': { processed: false },
  /** The request was read and nothing was done. */
  'reset-before': { processed: false },
  'reset-after': { processed: true },
  /** No answer ever comes. */
  hang: { processed: true },
  'half-body': { processed: true },
  'wrong-content-type': { processed: true },
  garbage: { processed: true },
  'http-429': { processed: false },
  'http-503': { processed: false },
  /** A gateway gave up waiting: what stood behind it went on. */
  'http-504': { processed: true },
} as const satisfies Record<string, { processed: boolean }>;

export type Fault = keyof typeof faults;
export const faultNames = Object.keys(faults) as Fault[];
