/**
 * Response.Error.Code of every action: what Tencent Cloud's gateway and its FaceID service refuse a call with.
 * Meanings: "Common Error Codes" of the vendor's API documentation, and its SDKs' list for FaceID. What the gateway
 * refuses (a signature, a parameter, the rate) never reaches the service; account states and parameters are marked
 * unbilled in cloud.tencent.com/document/product/1007/47911 too.
 */
import { type CodeMeaning, type CodeTable, refusal, retry, unbilled, undocumented } from '../code-table.ts';
import { fault, permanent } from './verdicts.ts';

const refused = (meaning: string, cause: string, remedy: string) =>
  unbilled(meaning, permanent(cause, remedy));

const badKey = (meaning: string) =>
  refused(
    meaning,
    'The source does not accept the access key.',
    'check the key in the secret and in the console',
  );
const badRequest = (meaning: string) =>
  refused(
    meaning,
    'The source does not accept the request as this service forms it.',
    "compare the service's version with the source's documentation",
  );
const notAllowed = (meaning: string) =>
  refused(
    meaning,
    'The access key may not call this action.',
    "grant the sub-account the action in the source's access management",
  );
const addressRefused = (meaning: string) =>
  refused(
    meaning,
    'The source does not accept calls from this network address.',
    "correct the address conditions in the source's access management",
  );

const apiCodes: CodeTable = {
  RequestLimitExceeded: retry('more calls a second than allowed', 'throttled'),
  'RequestLimitExceeded.UinLimitExceeded': retry(
    'more calls a second than the account may make',
    'throttled',
  ),
  'RequestLimitExceeded.GlobalRegionUinLimitExceeded': retry(
    'more calls a second than the account may make',
    'throttled',
  ),
  'RequestLimitExceeded.IPLimitExceeded': retry('more calls a second than the address may make', 'throttled'),
  'FailedOperation.RequestLimitExceeded': retry('more calls than allowed', 'throttled'),

  InternalError: fault('internal error'),
  'FailedOperation.UnKnown': fault('unknown internal error'),
  'FailedOperation.DbError': fault('database error'),
  ServiceUnavailable: fault('the service is unavailable for now'),
  FailedOperation: fault('the operation failed'),
  ResourceInsufficient: fault('resources are insufficient'),
  ResourceUnavailable: fault('a resource is unavailable'),
  ResponseSizeLimitExceeded: fault('the answer is too large to send'),
  LimitExceeded: undocumented(
    'a quota of the account is used up',
    refusal(
      'quota',
      'A quota of the account at the source is used up. The operator has to have it raised; send a new request then.',
    ),
  ),
  // The vendor's SDKs list both for every action.
  'FailedOperation.DecryptSystemError': undocumented(
    'decryption failed',
    permanent(
      'The source could not decrypt the request.',
      'check the encryption settings of the account at the source',
    ),
  ),
  'FailedOperation.StsUnAuthErrError': undocumented(
    'not authorised by STS',
    permanent(
      'The source was not given access to the photo or the account.',
      "check the access key's permissions at the source",
    ),
  ),

  // The clock of a function is kept by the platform, so a later attempt has a good chance.
  'AuthFailure.SignatureExpire': retry(
    'the timestamp is more than 5 minutes off: check the clock',
    'own-fault',
  ),
  'AuthFailure.UnauthorizedOperation': notAllowed('the access management denies the action'),

  UnauthorizedOperation: notAllowed('not authorised'),
  'UnauthorizedOperation.Arrears': refused(
    'the account is in arrears',
    'The account at the source is in arrears.',
    'settle its bill',
  ),
  'UnauthorizedOperation.Nonactivated': refused(
    'the service is not activated',
    'The service is not activated at the source.',
    'activate it in the FaceID console',
  ),
  // These two and OperationDenied: unbilled in tencentcloud.com/document/product/1061/55390, of the same service abroad.
  'UnauthorizedOperation.Activating': refused(
    'the service is being activated',
    'The service is still being activated at the source.',
    'wait until the FaceID console shows it as active',
  ),
  'UnauthorizedOperation.ActivateError': refused(
    'the service could not be activated',
    'The service could not be activated at the source.',
    'activate it in the FaceID console',
  ),
  OperationDenied: refused(
    'the operation is denied',
    'The source denies the operation to the account.',
    'open a ticket at the source',
  ),
  'UnauthorizedOperation.NonAuthorize': refused(
    'the account is not verified',
    'The account at the source has not passed its own identity verification.',
    'complete it in the console',
  ),
  'UnauthorizedOperation.ChargeStatusException': refused(
    'the billing state is abnormal',
    'The billing state of the account at the source is abnormal.',
    'look at its billing centre, or open a ticket there',
  ),

  InvalidParameter: badRequest('a parameter is wrong'),
  'InvalidParameter.UnsupportEncryptField': badRequest('a field is encrypted that may not be'),
  InvalidParameterValue: unbilled(
    'the value of a parameter is wrong',
    refusal(
      'permanent',
      'The source does not accept one of the values as sent, and does not say which. Compare every value with the ' +
        "document; if they are right, give the operator the report's id.",
    ),
  ),
  MissingParameter: badRequest('a parameter is missing'),
  UnknownParameter: badRequest('a parameter is not known'),
  UnsupportedOperation: badRequest('the operation is not supported'),
  UnsupportedProtocol: badRequest('the protocol is not supported'),
  UnsupportedRegion: badRequest('the region is not supported'),
  RequestSizeLimitExceeded: badRequest('the request is too large'),
  InvalidRequest: badRequest('the body is malformed'),
  DryRunOperation: badRequest('the request was taken for a dry run'),
  InvalidAction: badRequest('there is no such action'),
  ActionOffline: badRequest('the action is no longer offered'),
  NoSuchProduct: badRequest('there is no such product'),
  NoSuchVersion: badRequest('there is no such version'),
  IpInBlacklist: addressRefused('the address is on the block list'),
  IpNotInWhitelist: addressRefused('the address is not on the allow list'),
};

/** Codes with any second part that the vendor documents as one kind. */
const families: CodeTable = {
  AuthFailure: badKey('signature or key not accepted'),
  InternalError: fault('internal error'),
};

/** Undefined for a code that no document has. */
export function meaningOfApiCode(code: string): CodeMeaning | undefined {
  if (Object.hasOwn(apiCodes, code)) return apiCodes[code];
  const [family] = code.split('.', 1);
  return family !== undefined && code !== family && Object.hasOwn(families, family)
    ? families[family]
    : undefined;
}

/** The table as the documentation shows it: families are written with an asterisk. */
export const documentedApiCodes: CodeTable = {
  ...apiCodes,
  ...Object.fromEntries(Object.entries(families).map(([family, meaning]) => [`${family}.*`, meaning])),
};
