import { billed, type CodeTable, data, noRecord, refusal, retry, unbilled } from '../code-table.ts';

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
  InvalidParameter: unbilled(
    'the number, or the form of a parameter, is wrong',
    refusal('invalid', 'The source rejects the form of a value. Correct it and send a new request.'),
  ),
  'isv.INVALID_PARAMETERS': unbilled(
    'a parameter is wrong',
    refusal('invalid', 'The source rejects the form of a value. Correct it and send a new request.'),
  ),
  RequestFrequencyLimit: retry('the carrier forbids to ask for the same number so soon again', 'throttled'),
  // "Carrier restricted" in the FAQ of Cell Phone Number Service: the carrier's own rate limit.
  OperatorLimit: retry('the carrier limits the rate', 'throttled'),
  'isp.QPS_LIMIT': retry('more calls than allowed', 'throttled'),
  'System.LimitControl': retry('the system limits the rate', 'throttled'),
  'isp.UNKNOWN': retry('unknown exception', 'unavailable'),
  'isp.SYSTEM_ERROR': retry('system error', 'unavailable'),
  // The product's own, unlike the gateway's: a failed query of this product is not charged.
  InternalError: retry('system error', 'unavailable'),
  SystemError: retry('system error', 'unavailable'),
  Unknown: retry('unknown error', 'unavailable'),
  RequestTimeout: retry('the supplier of the data did not answer in time', 'unavailable'),
  RequestSupplierError: retry('the supplier of the data failed', 'unavailable'),
  AuthCodeNotExist: unbilled('no such AuthCode, or not approved', refusal('permanent', authCode)),
  AuthCodeIllegal: unbilled('the AuthCode is not for this operation', refusal('permanent', authCode)),
  AuthCodeAndApiNotMatch: unbilled('the AuthCode is not for this operation', refusal('permanent', authCode)),
  BIZ_NOT_OPEN_ERROR: unbilled('the product is not activated', refusal('permanent', authCode)),
  CarrierIllegal: unbilled('no such carrier', refusal('permanent', request)),
  CERTIFY_TYPE_NEED_ENTERPRISE_ERROR: unbilled(
    'only for verified enterprises',
    refusal('permanent', authCode),
  ),
  CUST_NOT_EXIST_ERROR: unbilled('no such customer', refusal('permanent', authCode)),
  'Product.Unsubscript': unbilled('the product is not subscribed to', refusal('permanent', account)),
  'Insufficient.Balance': unbilled('the balance is insufficient', refusal('permanent', account)),
  'Permission.NotAuthorized': unbilled('no permission', refusal('permanent', account)),
  'Ram.PermissionDeny': unbilled('the RAM user has no permission', refusal('permanent', account)),
  // The provider has both spellings.
  EncyrptTypeIllegal: unbilled('no such Mask', refusal('permanent', request)),
  EncryptTypeIllegal: unbilled('no such Mask', refusal('permanent', request)),
  MobileNumberTypeNotMatch: unbilled(
    'the number is not encrypted as Mask says',
    refusal('permanent', request),
  ),
  MobileNumberTypeIllegal: unbilled('no such type of number', refusal('permanent', request)),
  DateIllegal: unbilled('malformed date', refusal('permanent', request)),
  DateTimeIllegal: unbilled('malformed time', refusal('permanent', request)),
  CertCodeIllegal: unbilled(
    'malformed ID number',
    refusal('invalid', 'The source rejects the ID number. Correct it and send a new request.'),
  ),
};

/** DescribePhoneNumberOperatorAttribute. */
export const attributionCodes: CodeTable = {
  ...common,
  OK: billed('found, with carrier, province and city', data),
  PhoneNumberNotfound: unbilled('nothing is known of the number', noRecord),
  'isp.NUMBER_NON_EXISTENT': unbilled('no such number', noRecord),
  MobileNumberIllegal: unbilled(
    'not a mobile number',
    refusal('invalid', 'The source rejects the mobile number. Correct it and send a new request.'),
  ),
};
