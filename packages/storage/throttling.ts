import { StorageThrottledError } from '@kyc-china/core/storage-throttled-error';

/** What the AWS SDK's errors say of themselves. */
interface SdkError extends Error {
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The names of DynamoDB, KMS, S3, Secrets Manager and Step Functions for "later". */
const throttlingNames =
  /^(Throttl|SlowDown|TooManyRequests|ProvisionedThroughput|RequestLimitExceeded|LimitExceeded|KMSThrottl|RequestThrottled)/;

/** Whether an AWS service was too busy, or not well, so that the same call may succeed later. */
export function isThrottling(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, $retryable, $metadata } = error as SdkError;
  // Without metadata it is not from the SDK: an error of ours may bear any name.
  if ($metadata === undefined) return false;
  return (
    $retryable?.throttling === true || throttlingNames.test(name) || ($metadata.httpStatusCode ?? 0) >= 500
  );
}

/**
 * Runs work on our own stores.
 * @throws StorageThrottledError when one of them was too busy; otherwise what the work throws.
 */
export async function namingThrottling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Without its cause: what an AWS error says may name resources, and this goes into the execution's history.
    if (isThrottling(error)) throw new StorageThrottledError('a store was too busy to take the call');
    throw error;
  }
}
