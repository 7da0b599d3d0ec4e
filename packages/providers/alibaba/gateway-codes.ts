import { billed, type CodeTable, refusal, retry, unbilled, unknownOutcome } from '../code-table.ts';

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
  Throttling: retry('more calls than allowed; so is every code with `Throttling` in it', 'throttled'),
  ServiceUnavailable: retry('the server cannot process requests for now', 'unavailable'),
  // Each call has a random nonce of its own and is sent once: if it was seen before, this very call came twice, say by
  // a repetition on its way, and the first of them may have been processed.
  SignatureNonceUsed: billed('the nonce was used before: so was the call', unknownOutcome),
  InternalError: billed('failed while processing', unknownOutcome),
  'InvalidAccessKeyId.NotFound': unbilled('no such access key', refusal('permanent', accessKey)),
  'InvalidAccessKeyId.Inactive': unbilled('the access key is disabled', refusal('permanent', accessKey)),
  MissingSecurityToken: unbilled('a temporary key came without its token', refusal('permanent', token)),
  InvalidSecurityToken: unbilled(
    'the token is not accepted; so is every code that starts with `InvalidSecurityToken.`',
    refusal('permanent', token),
  ),
  SignatureDoesNotMatch: unbilled('wrong signature', refusal('permanent', signing)),
  IncompleteSignature: unbilled('the signature is not as prescribed', refusal('permanent', signing)),
  // The clock of a function is kept by the platform, so a later attempt has a good chance.
  'InvalidTimeStamp.Expired': retry('the date is more than 15 minutes off: check the clock', 'own-fault'),
  'InvalidTimeStamp.Format': unbilled('the date is not as prescribed', refusal('permanent', clock)),
  IllegalTimestamp: unbilled('the date is missing', refusal('permanent', clock)),
  Forbidden: unbilled('no permission', refusal('permanent', rights)),
  'Forbidden.RAM': unbilled('the RAM user has no permission', refusal('permanent', rights)),
  'Forbidden.NotSupportRAM': unbilled('not for RAM users', refusal('permanent', rights)),
  // Spelled so in the provider's older table.
  'Forbedden.NotSupportRAM': unbilled('not for RAM users', refusal('permanent', rights)),
  'Forbidden.AccessKeyDisabled': unbilled('the access key is disabled', refusal('permanent', accessKey)),
  NoPermission: unbilled('the RAM user has no permission', refusal('permanent', rights)),
  ActionUnauthorized: unbilled('the operation is not available to the account', refusal('permanent', rights)),
  InsufficientBalance: unbilled('the balance is insufficient', refusal('permanent', balance)),
  'Forbidden.RiskControl': unbilled('blocked by risk control', refusal('permanent', rights)),
  'Forbidden.UserVerification': unbilled('the account has no verified owner', refusal('permanent', rights)),
  'InvalidApi.NotFound': unbilled('no such operation', refusal('permanent', offer)),
  NoSuchVersion: unbilled('no such version', refusal('permanent', offer)),
  UnsupportedOperation: unbilled('no such operation', refusal('permanent', offer)),
  UnsupportedHTTPMethod: unbilled('not by this method', refusal('permanent', offer)),
  InvalidAction: unbilled('no such operation', refusal('permanent', offer)),
  InvalidParameter: unbilled(
    'no such operation or version, or a wrong parameter',
    refusal('permanent', offer),
  ),
  UnsupportedParameter: unbilled('a parameter is not supported', refusal('permanent', offer)),
  MissingParameter: unbilled(
    'a parameter is missing; so is every code that starts with `Missing`',
    refusal('permanent', offer),
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
