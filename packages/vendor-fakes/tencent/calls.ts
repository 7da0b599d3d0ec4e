import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';

/** Every sub-check that Tencent serves, and the action that answers it. */
export const actionOf = {
  'identity.two-factor': 'IdCardVerification',
  'identity.four-factor': 'CheckIdNameDate',
  'identity.image': 'ImageRecognitionV2',
  'identity.three-factor': 'PhoneVerification',
  'identity.name-mobile': 'CheckPhoneAndName',
  'bank.three-factor': 'BankCardVerification',
  'bank.four-factor': 'BankCard4EVerification',
} as const satisfies Partial<Record<SubCheckId, string>>;
export type ServedSubCheck = keyof typeof actionOf;
export const servedSubChecks = Object.keys(actionOf) as ServedSubCheck[];
