import type { Applicant } from '@kyc-china/core/applicant';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import type { CodeTable } from '../code-table.ts';
import { attributionFrom } from './attribution.ts';
import { bankCodes, faceCodes, identityCodes, mobileCodes } from './cloudauth-codes.ts';
import type { AuthorisedProduct } from './credentials.ts';
import { attributionCodes } from './dytnsapi-codes.ts';
import { verifyScoreFrom } from './face-detail.ts';

export type ProductHost = 'cloudauth' | 'dytnsapi' | 'saf';

/** What an operation is asked with. */
export interface Inputs {
  readonly applicant: Applicant;
  readonly photo?: Uint8Array;
}

/** One operation of the provider, and how its documentation says to ask it. */
export interface Operation {
  readonly host: ProductHost;
  readonly action: string;
  /** Where its metadata has the parameters: `formData` or `query`. One product may have both. */
  readonly parametersIn: 'form' | 'query';
  /** The product whose authorisation code goes with the parameters. */
  readonly authorisedBy?: AuthorisedProduct;
  readonly parametersFrom: (inputs: Inputs) => Readonly<Record<string, string | undefined>>;
  /** A photo of so many bytes is too large. */
  readonly tooLargePhotoBytes?: number;
  /** Reads `Data` of an answer that has some. Undefined: it is not as documented. */
  readonly findingFrom?: (data: Readonly<Record<string, unknown>>) => Finding | undefined;
  /** Reads how alike two faces are, of 100, from `ResultObject` of an answer to a comparison. */
  readonly scoreFrom?: (result: Readonly<Record<string, unknown>>) => unknown;
  /** The account's limit, where it is not the product's usual one. */
  readonly callsPerSecond?: number;
  readonly codes: CodeTable;
}

const versions = { cloudauth: '2019-03-07', dytnsapi: '2020-02-17', saf: '2019-05-21' } as const;

/** The version of an operation's API. */
export function versionOf({ host }: Operation): string {
  return versions[host];
}

/**
 * Returns the calls a second that the provider allows for an account, which RAM users share: 50 unless the operation's
 * page names another limit ("QPS").
 */
export function callsPerSecondOf({ callsPerSecond = 50 }: Operation): number {
  return callsPerSecond;
}

/** The photo as the provider takes it: base64, without a prefix. */
function base64Of(photo: Uint8Array): string {
  return Buffer.from(photo.buffer, photo.byteOffset, photo.byteLength).toString('base64');
}

const nameAndNumber = ({ applicant: { name, idNumber } }: Inputs) => ({
  ParamType: 'normal',
  UserName: name,
  IdentifyNum: idNumber,
});
const card = (productType: string) => (inputs: Inputs) => ({
  ...nameAndNumber(inputs),
  VerifyMode: 'VERIFY_BANK_CARD',
  ProductType: productType,
  BankCard: inputs.applicant.bankCardNumber,
});

/** The operations that serve sub-checks. A sub-check that is not here has none, or none whose answers are documented. */
export const operations: Readonly<Partial<Record<SubCheckId, Operation>>> = {
  'identity.two-factor': {
    host: 'cloudauth',
    action: 'Id2MetaVerify',
    parametersIn: 'form',
    parametersFrom: nameAndNumber,
    codes: identityCodes,
  },
  'identity.four-factor': {
    host: 'cloudauth',
    action: 'Id2MetaPeriodVerify',
    parametersIn: 'form',
    // A long-term card expires 长期 here too: the applicant's value is the provider's.
    parametersFrom: (inputs) => ({
      ...nameAndNumber(inputs),
      ValidityStartDate: inputs.applicant.idIssueDate,
      ValidityEndDate: inputs.applicant.idExpiryDate,
    }),
    codes: identityCodes,
  },
  'identity.image': {
    host: 'cloudauth',
    action: 'Id3MetaVerify',
    parametersIn: 'form',
    // Crop: its documentation advises T for photos that the provider's own SDK did not take.
    parametersFrom: (inputs) => ({
      ...nameAndNumber(inputs),
      FacePicture: inputs.photo && base64Of(inputs.photo),
      Crop: 'T',
    }),
    // "Less than 1 MB" (https://help.aliyun.com/document_detail/2983808.html), in the smaller reading of MB: a photo
    // that is not sent here can be sent to another provider.
    tooLargePhotoBytes: 1_000_000,
    scoreFrom: verifyScoreFrom,
    codes: faceCodes,
  },
  'identity.three-factor': {
    host: 'cloudauth',
    action: 'Mobile3MetaSimpleVerify',
    parametersIn: 'form',
    parametersFrom: (inputs) => ({ ...nameAndNumber(inputs), Mobile: inputs.applicant.mobile }),
    codes: mobileCodes,
  },
  'identity.name-mobile': {
    host: 'cloudauth',
    action: 'Mobile2MetaVerify',
    parametersIn: 'form',
    parametersFrom: ({ applicant }) => ({
      ParamType: 'normal',
      UserName: applicant.name,
      Mobile: applicant.mobile,
    }),
    codes: mobileCodes,
  },
  'mobile.attribution': {
    host: 'dytnsapi',
    action: 'DescribePhoneNumberOperatorAttribute',
    parametersIn: 'query',
    authorisedBy: 'attribution',
    parametersFrom: ({ applicant }) => ({ InputNumber: applicant.mobile, Mask: 'NORMAL' }),
    callsPerSecond: 2000,
    findingFrom: attributionFrom,
    codes: attributionCodes,
  },
  'bank.four-factor': {
    host: 'cloudauth',
    action: 'BankMetaVerify',
    parametersIn: 'query',
    parametersFrom: (inputs) => ({ ...card('BANK_CARD_4_META')(inputs), Mobile: inputs.applicant.mobile }),
    codes: bankCodes,
  },
  'bank.three-factor': {
    host: 'cloudauth',
    action: 'BankMetaVerify',
    parametersIn: 'query',
    parametersFrom: card('BANK_CARD_3_META'),
    codes: bankCodes,
  },
};
