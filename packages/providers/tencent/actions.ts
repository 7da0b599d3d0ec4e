import { OwnFaultError } from '@kyc-china/core/own-fault';
import type { UpstreamCall } from '@kyc-china/core/provider-port';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { CodeTable } from '../code-table.ts';
import { bankCard4EVerification, bankCardVerification } from './bank-codes.ts';
import {
  checkIdNameDate,
  checkPhoneAndName,
  idCardVerification,
  phoneVerification,
} from './identity-codes.ts';
import { imageRecognitionV2 } from './image-codes.ts';

export type Parameters = Readonly<Record<string, string | number>>;

/** One action of the vendor's API, and how a sub-check is asked with it. */
export interface Action {
  readonly name: string;
  /** Calls a second that the vendor allows for it (cloud.tencent.com/product/236/12407). */
  readonly callsPerSecond: number;
  readonly parametersOf: (call: UpstreamCall) => Parameters;
  readonly results: CodeTable;
  /** Whether its results are listed as API errors too, and carry a similarity: of ImageRecognitionV2 alone. */
  readonly comparesFaces?: true;
}

/** A field that the sub-check needs. Its absence is a fault of ours, found before anything is sent. */
function required<T>(value: T | undefined): T {
  if (value === undefined)
    throw new OwnFaultError('unexpected', 'the call lacks a field that the source needs');
  return value;
}

function nameAndId({ applicant }: UpstreamCall): { Name: string; IdCard: string } {
  return { Name: required(applicant.name), IdCard: required(applicant.idNumber) };
}

function bankCard(call: UpstreamCall): Parameters {
  // 0: the resident identity card, the only type of document there is.
  return { ...nameAndId(call), BankCard: required(call.applicant.bankCardNumber), CertType: 0 };
}

/** CheckIdNameDate writes 长期 as 00000000. */
function validityEnd(idExpiryDate: string): string {
  return idExpiryDate === '长期' ? '00000000' : idExpiryDate;
}

/** The action that answers each sub-check: the vendor offers none for the others. */
export const actions: Readonly<Partial<Record<SubCheckId, Action>>> = {
  'identity.two-factor': {
    name: 'IdCardVerification',
    callsPerSecond: 100,
    parametersOf: nameAndId,
    results: idCardVerification,
  },
  'identity.four-factor': {
    name: 'CheckIdNameDate',
    callsPerSecond: 20,
    parametersOf: (call) => ({
      ...nameAndId(call),
      ValidityBegin: required(call.applicant.idIssueDate),
      ValidityEnd: validityEnd(required(call.applicant.idExpiryDate)),
    }),
    results: checkIdNameDate,
  },
  'identity.image': {
    name: 'ImageRecognitionV2',
    callsPerSecond: 20,
    // Plain base64: the vendor wants the standard alphabet with padding and no data: prefix.
    parametersOf: (call) => ({
      ...nameAndId(call),
      ImageBase64: Buffer.from(required(call.photo)).toString('base64'),
    }),
    results: imageRecognitionV2,
    comparesFaces: true,
  },
  'identity.three-factor': {
    name: 'PhoneVerification',
    callsPerSecond: 20,
    // VerifyMode 0: whether the three agree. Mode 1 says which does not, at another price, and we do not report it.
    parametersOf: (call) => ({ ...nameAndId(call), Phone: required(call.applicant.mobile), VerifyMode: '0' }),
    results: phoneVerification,
  },
  'identity.name-mobile': {
    name: 'CheckPhoneAndName',
    callsPerSecond: 20,
    // Mobile here, Phone elsewhere: so it is in the vendor's documentation.
    parametersOf: ({ applicant }) => ({ Name: required(applicant.name), Mobile: required(applicant.mobile) }),
    results: checkPhoneAndName,
  },
  'bank.three-factor': {
    name: 'BankCardVerification',
    callsPerSecond: 20,
    parametersOf: bankCard,
    results: bankCardVerification,
  },
  'bank.four-factor': {
    name: 'BankCard4EVerification',
    callsPerSecond: 20,
    parametersOf: (call) => ({ ...bankCard(call), Phone: required(call.applicant.mobile) }),
    results: bankCard4EVerification,
  },
};
