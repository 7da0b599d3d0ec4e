import { WaitForTurnError } from '@kyc-china/core/ask-upstreams';
import type { ObservedCall } from '@kyc-china/core/observed-call';
import { OwnFaultError, ownFaultOf } from '@kyc-china/core/own-fault';
import { UpstreamNotProcessedError } from '@kyc-china/core/provider-port';
import { SubCheckUnderWayError } from '@kyc-china/core/run-sub-check';
import { describeError, log } from '../shared/logger.ts';
import { recordCall, recordOwnFault } from '../shared/metrics.ts';

interface Subject {
  readonly reportId: string;
  readonly subCheck: string;
}

/** The outcomes that an operator need not look at. */
const usual: ReadonlySet<ObservedCall['outcome']> = new Set(['answered', 'refused', 'throttled']);

/** Returns a function that logs and counts each call to a provider for one sub-check of a report: one line for each. */
export function callObserver(subject: Subject): (call: ObservedCall, attempt: number) => void {
  return (observed, attempt) => {
    recordCall(observed);
    const { since, failedOverFrom, ...call } = observed;
    const level = usual.has(call.outcome) ? 'info' : 'warn';
    const message = call.outcome === 'left-alone' ? 'provider left alone' : 'provider called';
    log[level](message, {
      ...subject,
      attempt,
      ...call,
      ...(since && { since: since.toISOString() }),
      ...(failedOverFrom && { failedOverFrom: failedOverFrom.provider }),
    });
  };
}

/** Returns whether the error is the way in which a sub-check waits: for its turn, or for another run of its own. */
function isWait(error: unknown): boolean {
  return error instanceof WaitForTurnError || error instanceof SubCheckUnderWayError;
}

/** Logs an attempt that ended without a result: by its error's name, and by the code of a fault of ours. */
export function logFailedAttempt(subject: Subject, error: unknown, startedAt: number): void {
  if (isWait(error)) return;
  const fault = ownFaultOf(error);
  // An OwnFaultError was counted when its call was observed.
  if (fault && !(error instanceof OwnFaultError)) recordOwnFault(fault);
  const code = fault ?? (error instanceof UpstreamNotProcessedError ? error.reason : undefined);
  log.warn('sub-check attempt failed', {
    ...subject,
    ...(code !== undefined && { code }),
    ...describeError(error),
    durationMs: Math.round(performance.now() - startedAt),
  });
}
