import type { Label } from './sub-checks/catalogue.ts';

/** The separate consents of the Personal Information Protection Law, and the name of each for readers. */
export const separateConsentLabels = {
  sensitive: { en: 'sensitive information', zh: '敏感个人信息' },
  face: { en: 'face recognition', zh: '人脸识别' },
  'third-party': { en: 'third parties', zh: '向第三方提供' },
  'cross-border': { en: 'transfer abroad', zh: '出境' },
} as const satisfies Record<string, Label>;
