import { describe, expect, it } from '@jest/globals';
import { StorageThrottledError } from '@kyc-china/core/storage-throttled-error';
import { namingThrottling } from '@kyc-china/storage/throttling';

const sdkError = (name: string, httpStatusCode: number, more: object = {}) =>
  Object.assign(new Error(`${name} on arn:aws:secret`), { name, $metadata: { httpStatusCode }, ...more });

const rethrown = (error: unknown) =>
  namingThrottling(() => Promise.reject(error)).catch((thrown: unknown) => thrown);

describe('an error of an AWS service', () => {
  it.each([
    ['ThrottlingException', 400],
    ['ThrottledException', 400],
    ['ProvisionedThroughputExceededException', 400],
    ['RequestLimitExceeded', 400],
    ['TooManyRequestsException', 429],
    ['LimitExceededException', 400],
    ['KMSThrottlingException', 400],
    ['SlowDown', 503],
    ['InternalServerError', 500],
  ])('AWS error %s with status %d becomes StorageThrottledError', async (name, status) => {
    const error = await rethrown(sdkError(name, status));
    expect(error).toBeInstanceOf(StorageThrottledError);
    expect(String(error)).not.toContain('arn:aws');
  });

  it('AWS error that the SDK itself calls throttling becomes StorageThrottledError', async () => {
    const error = sdkError('Other', 400, { $retryable: { throttling: true } });
    expect(await rethrown(error)).toBeInstanceOf(StorageThrottledError);
  });

  it.each([
    ['AccessDeniedException', 400],
    ['ConditionalCheckFailedException', 400],
    ['ValidationException', 400],
  ])('AWS error %s with status %d stays as it is', async (name, status) => {
    const error = sdkError(name, status);
    expect(await rethrown(error)).toBe(error);
  });

  it('AWS error is distinguished from an error of ours with such a name', async () => {
    const error = Object.assign(new Error(), { name: 'ThrottlingOfOurs' });
    expect(await rethrown(error)).toBe(error);
  });

  it('AWS call that succeeds keeps its result', async () => {
    expect(await namingThrottling(async () => 7)).toBe(7);
  });
});
