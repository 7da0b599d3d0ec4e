import { type CodeTable, refusal, retry, verdict } from './codes.ts';

const authCode =
  'The source does not accept our authorisation code. The operator has to apply for the product in the Cell Phone Number Service console and put the approved AuthCode into the secret.';
const request =
  'The source rejects how we ask. The operator has to have the adapter compared with the source’s documentation.';

/**
 * `Code` of every operation of Cell Phone Number Service (dytnsapi 2020-02-17), but for OK, which says only that
 * the call was processed. Sources: the comments of the typed SDK, "Public error codes"
 * (https://help.aliyun.com/en/cpns/developer-reference/api-dytnsapi-2020-02-17-errorcodes) and "Billing overview"
 * (https://help.aliyun.com/en/cpns/product-overview/billing-overview): failed queries are not charged.
 */
const common: CodeTable = {
  InvalidParameter: refusal(
    'invalid',
    'the number, or the form of a parameter, is wrong',
    'The source rejects the form of a value. Correct it and send a new request.',
  ),
  'isv.INVALID_PARAMETERS': refusal(
    'invalid',
    'a parameter is wrong',
    'The source rejects the form of a value. Correct it and send a new request.',
  ),
  RequestFrequencyLimit: retry('throttled', 'the carrier forbids to ask for the same number so soon again'),
  // "Carrier restricted" in the FAQ of Cell Phone Number Service: the carrier's own rate limit.
  OperatorLimit: retry('throttled', 'the carrier limits the rate'),
  'isp.QPS_LIMIT': retry('throttled', 'more calls than allowed'),
  'isp.UNKNOWN': retry('unavailable', 'unknown exception'),
  'isp.SYSTEM_ERROR': retry('unavailable', 'system error'),
  AuthCodeNotExist: refusal('permanent', 'no such AuthCode, or not approved', authCode),
  AuthCodeIllegal: refusal('permanent', 'the AuthCode is not for this operation', authCode),
  AuthCodeAndApiNotMatch: refusal('permanent', 'the AuthCode is not for this operation', authCode),
  BIZ_NOT_OPEN_ERROR: refusal('permanent', 'the product is not activated', authCode),
  CarrierIllegal: refusal('permanent', 'no such carrier', request),
  // Spelt so by the provider.
  EncyrptTypeIllegal: refusal('permanent', 'no such Mask', request),
};

/** DescribePhoneNumberOperatorAttribute. */
export const attributionCodes: CodeTable = {
  ...common,
  OK: verdict('data', true, 'found, with carrier, province and city'),
  PhoneNumberNotfound: verdict('no-record', false, 'nothing is known of the number'),
  'isp.NUMBER_NON_EXISTENT': verdict('no-record', false, 'no such number'),
  MobileNumberIllegal: refusal(
    'invalid',
    'not a mobile number',
    'The source rejects the mobile number. Correct it and send a new request.',
  ),
};

/**
 * CertNoThreeElementVerification: every `Code=OK` is charged, whatever it says. Source of the values: the comments
 * of CertNoThreeElementVerificationResponseBodyData in the typed SDK.
 */
export const certificatePhotoCodes: CodeTable = {
  ...common,
  'IsConsistent=0': verdict('mismatch', true, 'name and number agree, the face is another person’s'),
  'IsConsistent=1': verdict('match', true, 'name and number agree, the face is the same person’s'),
  'IsConsistent=2': refusal(
    'photo-unusable',
    'name and number agree, the face may be the same person’s',
    'The source could not tell from this photo whether it is the same person. Take another: one face, from the front, evenly lit, in focus.',
    { billed: true },
  ),
  'IsConsistent=3': verdict('no-record', true, 'name and number agree, no photo is on file'),
  'IsConsistent=4': verdict('mismatch', true, 'name and number do not agree'),
  'IsConsistent=5': refusal(
    'photo-unusable',
    'the photo is not good enough',
    'The source finds the photo not good enough. Take another: one face, from the front, evenly lit, in focus.',
    { billed: true },
  ),
};
