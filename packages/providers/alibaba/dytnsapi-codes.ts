import { type CodeTable, refusal, retry, verdict } from './codes.ts';

const authCode =
  'The source does not accept our authorisation code. The operator has to apply for the product in the Cell Phone Number Service console and put the approved AuthCode into the secret.';
const request =
  'The source rejects how we ask. The operator has to have the adapter compared with the source’s documentation.';

const account =
  'The source denies us the product. The operator has to check its subscription, its balance and the permissions of the RAM user in the Cell Phone Number Service console.';

/**
 * `Code` of every operation of Cell Phone Number Service (dytnsapi 2020-02-17), but for OK, which says only that
 * the call was processed. Sources: the provider's OpenAPI metadata (2025-12-19), which documents them with HTTP 400,
 * 403 and 500; the comments of the typed SDK; "Public error codes"
 * (https://help.aliyun.com/en/cpns/developer-reference/api-dytnsapi-2020-02-17-errorcodes); and "Billing overview"
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
  'System.LimitControl': retry('throttled', 'the system limits the rate'),
  'isp.UNKNOWN': retry('unavailable', 'unknown exception'),
  'isp.SYSTEM_ERROR': retry('unavailable', 'system error'),
  // The product's own, unlike the gateway's: a failed query of this product is not charged.
  InternalError: retry('unavailable', 'system error'),
  SystemError: retry('unavailable', 'system error'),
  Unknown: retry('unavailable', 'unknown error'),
  RequestTimeout: retry('unavailable', 'the supplier of the data did not answer in time'),
  RequestSupplierError: retry('unavailable', 'the supplier of the data failed'),
  AuthCodeNotExist: refusal('permanent', 'no such AuthCode, or not approved', authCode),
  AuthCodeIllegal: refusal('permanent', 'the AuthCode is not for this operation', authCode),
  AuthCodeAndApiNotMatch: refusal('permanent', 'the AuthCode is not for this operation', authCode),
  BIZ_NOT_OPEN_ERROR: refusal('permanent', 'the product is not activated', authCode),
  CarrierIllegal: refusal('permanent', 'no such carrier', request),
  CERTIFY_TYPE_NEED_ENTERPRISE_ERROR: refusal('permanent', 'only for verified enterprises', authCode),
  CUST_NOT_EXIST_ERROR: refusal('permanent', 'no such customer', authCode),
  'Product.Unsubscript': refusal('permanent', 'the product is not subscribed to', account),
  'Insufficient.Balance': refusal('permanent', 'the balance is insufficient', account),
  'Permission.NotAuthorized': refusal('permanent', 'no permission', account),
  'Ram.PermissionDeny': refusal('permanent', 'the RAM user has no permission', account),
  // The provider has both spellings.
  EncyrptTypeIllegal: refusal('permanent', 'no such Mask', request),
  EncryptTypeIllegal: refusal('permanent', 'no such Mask', request),
  MobileNumberTypeNotMatch: refusal('permanent', 'the number is not encrypted as Mask says', request),
  MobileNumberTypeIllegal: refusal('permanent', 'no such type of number', request),
  DateIllegal: refusal('permanent', 'malformed date', request),
  DateTimeIllegal: refusal('permanent', 'malformed time', request),
  CertCodeIllegal: refusal(
    'invalid',
    'malformed ID number',
    'The source rejects the ID number. Correct it and send a new request.',
  ),
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
