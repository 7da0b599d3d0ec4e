import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { credentials as alibabaKey } from '../../../packages/vendor-fakes/alibaba/calls.ts';
import { person, smallPhoto } from '../../support/person.ts';

/** One call of a vendor's operation, as its documentation says to make it: written by hand, not by the adapters. */
export interface SdkCall {
  readonly id: string;
  readonly vendor: 'alibaba' | 'tencent';
  readonly action: string;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** What the adapters are asked for the same call. Undefined: no sub-check uses the operation. */
  readonly subCheck?: SubCheckId;
  readonly name: string;
}

/** The access keys that the calls are signed with. */
export const keys = {
  alibaba: {
    ...alibabaKey,
    authCodes: { ...alibabaKey.authCodes, certificatePhoto: 'photo*code' },
  },
  tencent: { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' },
} as const;

const { idNumber = '', mobile = '', bankCardNumber = '', idIssueDate = '' } = person;
const photo = Buffer.from(smallPhoto).toString('base64');

function alibabaCalls(name: string): Omit<SdkCall, 'id' | 'vendor' | 'name'>[] {
  const nameAndNumber = { ParamType: 'normal', UserName: name, IdentifyNum: idNumber };
  const card = { ...nameAndNumber, VerifyMode: 'VERIFY_BANK_CARD', BankCard: bankCardNumber };
  return [
    { subCheck: 'identity.two-factor', action: 'Id2MetaVerify', parameters: nameAndNumber },
    {
      subCheck: 'identity.four-factor',
      action: 'Id2MetaPeriodVerify',
      parameters: { ...nameAndNumber, ValidityStartDate: idIssueDate, ValidityEndDate: '长期' },
    },
    {
      subCheck: 'identity.image',
      action: 'Id3MetaVerify',
      parameters: { ...nameAndNumber, FacePicture: photo, Crop: 'T' },
    },
    {
      subCheck: 'identity.three-factor',
      action: 'Mobile3MetaSimpleVerify',
      parameters: { ...nameAndNumber, Mobile: mobile },
    },
    {
      subCheck: 'identity.name-mobile',
      action: 'Mobile2MetaVerify',
      parameters: { ParamType: 'normal', UserName: name, Mobile: mobile },
    },
    {
      subCheck: 'mobile.attribution',
      action: 'DescribePhoneNumberOperatorAttribute',
      parameters: { AuthCode: keys.alibaba.authCodes.attribution, InputNumber: mobile, Mask: 'NORMAL' },
    },
    {
      subCheck: 'bank.three-factor',
      action: 'BankMetaVerify',
      parameters: { ...card, ProductType: 'BANK_CARD_3_META' },
    },
    {
      subCheck: 'bank.four-factor',
      action: 'BankMetaVerify',
      parameters: { ...card, ProductType: 'BANK_CARD_4_META', Mobile: mobile },
    },
    {
      subCheck: 'risk.fraud',
      action: 'ExecuteRequest',
      parameters: { Service: 'risk_intelligence', ServiceParameters: JSON.stringify({ mobile }) },
    },
    {
      action: 'CertNoThreeElementVerification',
      parameters: {
        AuthCode: keys.alibaba.authCodes.certificatePhoto,
        CertName: name,
        CertNo: idNumber,
        CertPicture: photo,
      },
    },
  ];
}

function tencentCalls(name: string): Omit<SdkCall, 'id' | 'vendor' | 'name'>[] {
  const nameAndNumber = { Name: name, IdCard: idNumber };
  const card = { ...nameAndNumber, BankCard: bankCardNumber, CertType: 0 };
  return [
    { subCheck: 'identity.two-factor', action: 'IdCardVerification', parameters: nameAndNumber },
    {
      subCheck: 'identity.four-factor',
      action: 'CheckIdNameDate',
      parameters: { ...nameAndNumber, ValidityBegin: idIssueDate, ValidityEnd: '00000000' },
    },
    {
      subCheck: 'identity.image',
      action: 'ImageRecognitionV2',
      parameters: { ...nameAndNumber, ImageBase64: photo },
    },
    {
      subCheck: 'identity.three-factor',
      action: 'PhoneVerification',
      parameters: { ...nameAndNumber, Phone: mobile, VerifyMode: '0' },
    },
    {
      subCheck: 'identity.name-mobile',
      action: 'CheckPhoneAndName',
      parameters: { Name: name, Mobile: mobile },
    },
    { subCheck: 'bank.three-factor', action: 'BankCardVerification', parameters: card },
    {
      subCheck: 'bank.four-factor',
      action: 'BankCard4EVerification',
      parameters: { ...card, Phone: mobile },
    },
  ];
}

/** An ordinary name, one with a separator, and two with characters beyond the first plane and beyond GB 2312. */
const names = ['张三', person.name ?? '', '𠮷田𫖯', '㛃䶮'];

/** Every operation, with each of the names. */
export const sdkCalls: readonly SdkCall[] = names.flatMap((name) =>
  (['alibaba', 'tencent'] as const).flatMap((vendor) =>
    (vendor === 'alibaba' ? alibabaCalls : tencentCalls)(name).map((call) => ({
      id: `${vendor} ${call.action} ${call.subCheck ?? 'unused'} ${name}`,
      vendor,
      name,
      ...call,
    })),
  ),
);
