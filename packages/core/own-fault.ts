import { UpstreamNotProcessedError } from './provider-port.ts';
import { StorageThrottledError } from './storage-throttled-error.ts';

/**
 * What of this service kept a provider from taking a call. Logs and metrics have these codes; a report says
 * `upstream-unavailable`.
 */
export const ownFaultCodes = [
  /** The secret with the provider's credentials is missing, or may not be read. */
  'credentials-unreadable',
  /** The secret is not of the form that the adapter needs. */
  'credentials-malformed',
  /** The account, key, permission or configuration that the provider, or its description, does not accept. */
  'provider-setup',
  /** A table, key or secret of this service was too busy. */
  'storage-throttled',
  /** Any other error of this service. */
  'unexpected',
] as const;
export type OwnFaultCode = (typeof ownFaultCodes)[number];

/**
 * A fault of this service before anything was sent. It says nothing about the provider: it opens no circuit, and another
 * provider may be called.
 */
export class OwnFaultError extends UpstreamNotProcessedError {
  override name = 'OwnFaultError';
  readonly fault: OwnFaultCode;

  /**
   * @param message what happened, in our own words: it goes into the execution's history.
   * @param code the provider's own code, when it gave one.
   */
  constructor(fault: OwnFaultCode, message: string, code?: string) {
    super(message, 'unavailable', code);
    this.fault = fault;
  }
}

/** Returns the code of an error of this service, or undefined for one that a provider caused. */
export function ownFaultOf(error: unknown): OwnFaultCode | undefined {
  if (error instanceof OwnFaultError) return error.fault;
  if (error instanceof StorageThrottledError) return 'storage-throttled';
  return error instanceof UpstreamNotProcessedError ? undefined : 'unexpected';
}
