import type { ErrorCode } from '@kyc-china/core/sub-checks/findings';

/** The code in the report of each class of answer by which a source refuses, or cannot decide, for good. */
export const errorCodeOf = {
  invalid: 'invalid-input',
  unsupported: 'unsupported',
  quota: 'quota',
  'photo-unusable': 'photo-unusable',
  'card-problem': 'card-problem',
  /** Of the configuration or the account, which only the operator can change. */
  permanent: 'upstream-unavailable',
} as const satisfies Record<string, ErrorCode>;

export type RefusalClass = keyof typeof errorCodeOf;
