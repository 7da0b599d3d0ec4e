import type { WatchedOperation } from './ask-upstreams.ts';
import type { OwnFaultCode } from './own-fault.ts';
import type { ErrorCode } from './sub-checks/findings.ts';

/** What became of a call to a provider, or of the wish to make one. */
export const callOutcomes = [
  /** The provider returned a finding. */
  'answered',
  /** The provider returned that it cannot decide, or rejects what was sent. */
  'refused',
  /** The provider was busy, and did not process the call. */
  'throttled',
  /** The provider was not reached, did not process the call, or its response did not come. */
  'failed',
  /** Its circuit is open: it was not called. */
  'left-alone',
  /** A fault of this service. It does not count against the provider. */
  'own-fault',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** Why a call did not end with a finding. */
export type CallCode = ErrorCode | OwnFaultCode | 'throttled' | 'circuit-open';

/** One call to a provider, for logs and metrics. It holds nothing of the person. */
export interface ObservedCall extends WatchedOperation {
  readonly outcome: CallOutcome;
  /** Undefined when it was answered. */
  readonly code?: CallCode;
  /** The provider's own code. */
  readonly providerCode?: string;
  /** How long the provider took, in milliseconds; undefined when it was not called. */
  readonly upstreamMs?: number;
  /** Whether the call was, or may have been, billed. */
  readonly billed: boolean;
  /** The provider that was passed over before this one was called. */
  readonly failedOverFrom?: WatchedOperation;
  /** Of a provider that is left alone: since when it fails, and with which code it failed last. */
  readonly since?: Date;
  readonly lastError?: string;
}

/** What kept a call from being processed the last time that it was tried. */
export type CallFailure = WatchedOperation & { readonly code: CallCode };

/** The provider of a call that failed before any provider was chosen. */
export const noProvider = { provider: 'none', operation: 'none' } as const;

/** Is given each call when it has ended. It must not throw. */
export type ObserveCall = (call: ObservedCall) => void;
