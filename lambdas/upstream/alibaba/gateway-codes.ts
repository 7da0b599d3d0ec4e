import { type CodeTable, refusal, retry, unknown } from './codes.ts';

const accessKey =
  'The source does not accept our access key. The operator has to check the access key in the secret and its state in the RAM console.';
const signing =
  'The source does not accept our signature. The operator has to check the access key secret, and then that nothing between us and the source changes requests.';
const clock =
  'The source finds our clock more than 15 minutes off. The operator has to correct the clock of the machine that sends.';
const rights =
  'The source denies us this operation. The operator has to grant the RAM user the permission, or clear what blocks the account.';
const offer =
  'The source does not offer this operation as we call it. The operator has to check the configured endpoint; if it is right, the adapter has to be changed.';

/**
 * What Alibaba Cloud's gateway answers before a product sees the call, for every operation. But for what is unknown,
 * none of it is billed.
 * Sources: "Common error codes" (https://developer.aliyun.com/ask/278265 and the error tables of
 * https://help.aliyun.com/document_detail/435312.html and /51132.html).
 */
export const gatewayCodes: CodeTable = {
  Throttling: retry('throttled', 'more calls than allowed; so is every code that starts with `Throttling.`'),
  ServiceUnavailable: retry('unavailable', 'the server cannot process requests for now'),
  // Each call has a random nonce of its own and is sent once: if it was seen before, this very call came twice, say by
  // a repetition on its way, and the first of them may have been processed.
  SignatureNonceUsed: unknown('the nonce was used before: so was the call'),
  InternalError: unknown('failed while processing'),
  'InvalidAccessKeyId.NotFound': refusal('permanent', 'no such access key', accessKey),
  'InvalidAccessKeyId.Inactive': refusal('permanent', 'the access key is disabled', accessKey),
  SignatureDoesNotMatch: refusal('permanent', 'wrong signature', signing),
  IncompleteSignature: refusal('permanent', 'the signature is not as prescribed', signing),
  'InvalidTimeStamp.Expired': refusal('permanent', 'more than 15 minutes off', clock),
  'InvalidTimeStamp.Format': refusal('permanent', 'the date is not as prescribed', clock),
  Forbidden: refusal('permanent', 'no permission', rights),
  'Forbidden.RAM': refusal('permanent', 'the RAM user has no permission', rights),
  'Forbidden.RiskControl': refusal('permanent', 'blocked by risk control', rights),
  'Forbidden.UserVerification': refusal('permanent', 'the account has no verified owner', rights),
  'InvalidApi.NotFound': refusal('permanent', 'no such operation', offer),
  NoSuchVersion: refusal('permanent', 'no such version', offer),
  UnsupportedOperation: refusal('permanent', 'no such operation', offer),
  UnsupportedHTTPMethod: refusal('permanent', 'not by this method', offer),
  MissingParameter: refusal('permanent', 'a parameter is missing', offer),
};

/** The row of the gateway's table that stands for a code: throttling codes come as a family. */
export function gatewayFamilyOf(code: string): string {
  return code.startsWith('Throttling.') ? 'Throttling' : code;
}
