import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';

export const credentials = {
  accessKeyId: 'LTAI-fake',
  accessKeySecret: 'a-secret-of-the-fake',
  authCodes: { attribution: 'attr*code' },
};

/** Every sub-check that Alibaba serves, and the operation that does. */
export const operationOf = {
  'identity.two-factor': 'Id2MetaVerify',
  'identity.four-factor': 'Id2MetaPeriodVerify',
  'identity.image': 'Id3MetaVerify',
  'identity.three-factor': 'Mobile3MetaSimpleVerify',
  'identity.name-mobile': 'Mobile2MetaVerify',
  'mobile.attribution': 'DescribePhoneNumberOperatorAttribute',
  'bank.three-factor': 'BankMetaVerify',
  'bank.four-factor': 'BankMetaVerify',
} as const satisfies Partial<Record<SubCheckId, string>>;
export type ServedSubCheck = keyof typeof operationOf;
export const servedSubChecks = Object.keys(operationOf) as ServedSubCheck[];
