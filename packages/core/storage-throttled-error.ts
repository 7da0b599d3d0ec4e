/**
 * Our own stores were too busy to take a call. It says nothing about a provider, and waiting helps: its name has the long
 * schedule in the state machine.
 */
export class StorageThrottledError extends Error {
  override name = 'StorageThrottledError';
}
