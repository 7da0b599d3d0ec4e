/** What one check of a stage found. */
export interface CheckResult {
  /** `unknown`: nothing could be found out, and the detail says why. */
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly subject: string;
  readonly detail: string;
}

const refusals = [
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
];

/** Returns the result for a call of AWS that failed. */
export function resultOfError(subject: string, error: unknown): CheckResult {
  const { name, message } = error as Error;
  const detail = refusals.includes(name) ? 'these AWS credentials may not look' : `${name}: ${message}`;
  return { status: 'unknown', subject, detail };
}
