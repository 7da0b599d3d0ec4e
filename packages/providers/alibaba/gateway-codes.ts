import { type CodeTable, refusal, retry, unknown } from './codes.ts';

const accessKey =
  'The source does not accept our access key. The operator has to check the access key in the secret and its state in the RAM console.';
const signing =
  'The source does not accept our signature. The operator has to check the access key secret, and then that nothing between us and the source changes requests.';
const clock =
  'The source cannot read the time of our request. The operator has to have the adapter compared with the source’s documentation.';
const token =
  'The access key is a temporary one, which this service does not use. The operator has to put a permanent access key of a RAM user into the secret.';
const balance = 'The account at the source has not enough balance. The operator has to top it up.';
const rights =
  'The source denies us this operation. The operator has to grant the RAM user the permission, or clear what blocks the account.';
const offer =
  'The source does not offer this operation as we call it. The operator has to check the configured endpoint; if it is right, the adapter has to be changed.';

/**
 * What Alibaba Cloud's gateway answers before a product sees the call, for every operation. But for what is unknown,
 * none of it is billed.
 * Sources: "Common error codes" (https://developer.aliyun.com/ask/278265 and the error tables of
 * https://help.aliyun.com/document_detail/435312.html and /51132.html), and the OpenAPI metadata of the provider's
 * products (2025-12-19), where NoPermission and the tokens' codes are.
 */
export const gatewayCodes: CodeTable = {
  Throttling: retry('throttled', 'more calls than allowed; so is every code with `Throttling` in it'),
  ServiceUnavailable: retry('unavailable', 'the server cannot process requests for now'),
  // Each call has a random nonce of its own and is sent once: if it was seen before, this very call came twice, say by
  // a repetition on its way, and the first of them may have been processed.
  SignatureNonceUsed: unknown('the nonce was used before: so was the call'),
  InternalError: unknown('failed while processing'),
  'InvalidAccessKeyId.NotFound': refusal('permanent', 'no such access key', accessKey),
  'InvalidAccessKeyId.Inactive': refusal('permanent', 'the access key is disabled', accessKey),
  MissingSecurityToken: refusal('permanent', 'a temporary key came without its token', token),
  InvalidSecurityToken: refusal(
    'permanent',
    'the token is not accepted; so is every code that starts with `InvalidSecurityToken.`',
    token,
  ),
  SignatureDoesNotMatch: refusal('permanent', 'wrong signature', signing),
  IncompleteSignature: refusal('permanent', 'the signature is not as prescribed', signing),
  // The clock of a function is kept by the platform, so a later attempt has a good chance.
  'InvalidTimeStamp.Expired': retry('unavailable', 'the date is more than 15 minutes off: check the clock'),
  'InvalidTimeStamp.Format': refusal('permanent', 'the date is not as prescribed', clock),
  IllegalTimestamp: refusal('permanent', 'the date is missing', clock),
  Forbidden: refusal('permanent', 'no permission', rights),
  'Forbidden.RAM': refusal('permanent', 'the RAM user has no permission', rights),
  'Forbidden.NotSupportRAM': refusal('permanent', 'not for RAM users', rights),
  // Spelled so in the provider's older table.
  'Forbedden.NotSupportRAM': refusal('permanent', 'not for RAM users', rights),
  'Forbidden.AccessKeyDisabled': refusal('permanent', 'the access key is disabled', accessKey),
  NoPermission: refusal('permanent', 'the RAM user has no permission', rights),
  ActionUnauthorized: refusal('permanent', 'the operation is not available to the account', rights),
  InsufficientBalance: refusal('permanent', 'the balance is insufficient', balance),
  'Forbidden.RiskControl': refusal('permanent', 'blocked by risk control', rights),
  'Forbidden.UserVerification': refusal('permanent', 'the account has no verified owner', rights),
  'InvalidApi.NotFound': refusal('permanent', 'no such operation', offer),
  NoSuchVersion: refusal('permanent', 'no such version', offer),
  UnsupportedOperation: refusal('permanent', 'no such operation', offer),
  UnsupportedHTTPMethod: refusal('permanent', 'not by this method', offer),
  InvalidAction: refusal('permanent', 'no such operation', offer),
  InvalidParameter: refusal('permanent', 'no such operation or version, or a wrong parameter', offer),
  UnsupportedParameter: refusal('permanent', 'a parameter is not supported', offer),
  MissingParameter: refusal(
    'permanent',
    'a parameter is missing; so is every code that starts with `Missing`',
    offer,
  ),
};

/** The row of a family of codes, by the form of the family. The first that fits is taken. */
const families: readonly (readonly [form: RegExp, row: string])[] = [
  // The official SDK takes any code with the word in it as throttling.
  [/Throttling/, 'Throttling'],
  [/^InvalidSecurityToken\./, 'InvalidSecurityToken'],
  [/^Missing[A-Z]/, 'MissingParameter'],
];

/** Returns the name of the row of the gateway's table that holds for a code. */
export function gatewayFamilyOf(code: string): string {
  if (Object.hasOwn(gatewayCodes, code)) return code;
  return families.find(([form]) => form.test(code))?.[1] ?? code;
}
