/** The faults of a call, and whether the vendor processed and billed the call. */
export const faults = {
  /** The port is closed. */
  refuse: { processed: false },
  /** The connection is lost before the TLS handshake ends. */
  'reset-handshake': { processed: false },
  /** The request was read and nothing was done. */
  'reset-before': { processed: false },
  'reset-after': { processed: true },
  /** No answer comes. */
  hang: { processed: true },
  'half-body': { processed: true },
  'wrong-content-type': { processed: true },
  garbage: { processed: true },
  'http-429': { processed: false },
  'http-503': { processed: false },
  /** A gateway timed out, but the server behind it continued. */
  'http-504': { processed: true },
} as const satisfies Record<string, { processed: boolean }>;

export type Fault = keyof typeof faults;
export const faultNames = Object.keys(faults) as Fault[];
