/**
 * What every client of AWS is made with. A service answers within milliseconds; one that holds a call is asked again
 * on another connection, as often as the SDK tries, before the function's time is over. Without these the SDK waits for ever.
 */
export const clientSettings = {
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
} as const;
