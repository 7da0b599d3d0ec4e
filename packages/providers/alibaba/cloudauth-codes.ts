import { type Code, type CodeTable, refusal, retry, verdict } from './codes.ts';

/**
 * `Code` of every operation of the information verification products (cloudauth 2019-03-07), but for 200, which
 * says only that the call was processed. Source: "Server-side error codes",
 * https://help.aliyun.com/zh/id-verification/information-verification/developer-reference/error-code-info-check.
 * Billing goes by `BizCode` (1 and 2), which none of these answers has.
 */
const common: CodeTable = {
  '400': refusal(
    'invalid',
    'a parameter is missing',
    'The source misses a value that it needs. Check that no field is empty and send a new request.',
  ),
  '401': refusal(
    'invalid',
    'a parameter is not as prescribed',
    'The source rejects the form of a value (name, ID number, mobile, card or date). Correct it and send a new request.',
  ),
  // The newer, English page adds a blocking security policy and a missing permission to 402: neither is processed.
  '402': retry('unavailable', 'the authoritative source is out of order'),
  '403': refusal(
    'quota',
    'the same call was repeated too often',
    'The source allows no more verifications of these values for now. Do not repeat them; try again tomorrow.',
  ),
  '410': refusal(
    'permanent',
    'the product is not activated',
    'The product is not activated. The operator has to activate it in the Alibaba Cloud ID Verification console.',
  ),
  '411': refusal(
    'permanent',
    'the RAM user has no permission',
    'The source denies us access. The operator has to grant the RAM user AliyunYundunCloudAuthFullAccess.',
  ),
  '412': refusal(
    'permanent',
    'the account is in arrears',
    'The account at the source is in arrears. The operator has to top it up.',
  ),
  '500': retry('unavailable', 'system error'),
};

const verdicts: CodeTable = {
  'BizCode=1': verdict('match', true, 'consistent'),
  'BizCode=2': verdict('mismatch', true, 'not consistent'),
  'BizCode=3': verdict('no-record', false, 'no record'),
};

/** Id2MetaVerify and Id2MetaPeriodVerify. */
export const identityCodes: CodeTable = { ...common, ...verdicts };

/** Mobile2MetaVerify and Mobile3MetaSimpleVerify. */
export const mobileCodes: CodeTable = {
  ...identityCodes,
  '405': refusal(
    'unsupported',
    'the number belongs to a segment that is not served',
    'The source does not serve this kind of mobile number (often a virtual operator). Use another number, or verify it otherwise.',
  ),
};

const anotherPhoto = 'Take another: one face, from the front, evenly lit, in focus.';
const badPhoto = (meaning: string, finding: string, { billed } = { billed: false }) =>
  refusal('photo-unusable', meaning, `The source ${finding}. ${anotherPhoto}`, { billed });
const inDecidedAnswer = { billed: true };

/**
 * Id3MetaVerify. Sources: the comments of Id3MetaVerifyResponseBodyResultObject in the typed SDK of cloudauth
 * 2019-03-07 (3.14.0), the page of server-side error codes for 405, and for 419 to 421 the error table of
 * ContrastFaceVerify, which takes the same photos. The similarity in `FaceDetail` has no documented threshold.
 */
export const faceCodes: CodeTable = {
  ...common,
  '405': badPhoto(
    'the format or the size of the image is wrong',
    'cannot use the format or the size of the photo',
  ),
  '419': badPhoto(
    'the image is empty, of an unfit resolution, or shows no face',
    'finds no usable face in the photo',
  ),
  '420': refusal(
    'permanent',
    'the image came in more than one way',
    'The source rejects how the photo was sent. The operator has to have the adapter compared with the source’s documentation.',
  ),
  '421': badPhoto('the image is larger than 1 MB', 'finds the photo too large'),
  ...verdicts,
  'BizCode=1,SubCode=101': verdict('match', true, 'passed'),
  'BizCode=2,SubCode=201': verdict('mismatch', true, 'name and number do not agree'),
  'BizCode=2,SubCode=202': badPhoto(
    'the face may be the same person’s',
    'could not tell from this photo whether it is the same person',
    inDecidedAnswer,
  ),
  'BizCode=2,SubCode=203': verdict('no-record', true, 'no photo is on file'),
  'BizCode=2,SubCode=204': verdict('mismatch', true, 'the face is another person’s'),
  'BizCode=2,SubCode=205': badPhoto(
    'no model could be made of the face',
    'could not make out the face in the photo',
    inDecidedAnswer,
  ),
  'BizCode=2,SubCode=206': badPhoto(
    'the format of the image is wrong',
    'cannot use the format of the photo',
    inDecidedAnswer,
  ),
  'BizCode=2,SubCode=207': badPhoto('the image is too small', 'finds the photo too small', inDecidedAnswer),
  'BizCode=2,SubCode=208': badPhoto(
    'the photo is not good enough',
    'finds the photo not good enough',
    inDecidedAnswer,
  ),
  'BizCode=3,SubCode=301': verdict('no-record', false, 'no such ID number on file'),
  'BizCode=3,SubCode=302': verdict('no-record', false, 'nothing to verify against'),
};

const card = (problem: string) =>
  `The bank card could not be used to verify: ${problem}. It says nothing about the person: use another card of theirs.`;
const cardProblems: Readonly<Record<string, readonly [meaning: string, problem: string]>> = {
  '202': ['authenticated payment is not enabled', 'it is not enabled for authenticated payment'],
  '203': ['expired', 'it has expired'],
  '204': ['restricted', 'it is restricted'],
  '205': ['confiscated', 'it was confiscated'],
  '206': ['invalid', 'the bank calls it invalid'],
  '207': ['no issuing bank', 'no bank issued it'],
  '208': ['not initialised, or dormant', 'it is not activated or lies dormant'],
  '209': ['fraudulent, or swallowed by a machine', 'the bank withdrew it'],
  '210': ['reported lost', 'it was reported lost'],
  '211': ['wrong PIN too often', 'its PIN was entered wrongly too often'],
  '212': ['the issuing bank does not support the transaction', 'its bank does not take part'],
  '213': ['state abnormal, or invalid', 'it is in an abnormal state or invalid'],
  '214': ['no mobile number is registered', 'no mobile number is registered with the bank'],
  '215': ['PIN, expiry date or CVN2 is wrong', 'the bank asks for details that were not sent'],
  '216': ['another irregularity', 'the bank reports an irregularity'],
};

/** SubCodes of cards that could not be verified at all. They are documented for no BizCode in particular. */
const undecided = (billed: boolean): Readonly<Record<string, Code>> => ({
  '301': refusal('unsupported', 'the card does not support the service', card('its kind is not served'), {
    billed,
  }),
  '302': refusal(
    'card-problem',
    'the bank refused to verify',
    card('its bank refused to answer, and can tell the holder why'),
    { billed },
  ),
  '303': refusal(
    'unsupported',
    'the mobile number of this card cannot be verified',
    card('its bank does not verify mobile numbers'),
    { billed },
  ),
  '304': refusal(
    'invalid',
    'the card number is wrong',
    'The source knows no such bank card number. Correct it and send a new request.',
    { billed },
  ),
  '305': refusal('card-problem', 'another reason', card('the bank gave no reason'), { billed }),
  '306': refusal(
    'quota',
    'verified too often',
    'This bank card was verified too often. Do not repeat it; try again tomorrow, or use another card.',
    { billed },
  ),
});

function prefixed(prefix: string, codes: Readonly<Record<string, Code>>): CodeTable {
  return Object.fromEntries(Object.entries(codes).map(([code, row]) => [`${prefix}${code}`, row]));
}

/**
 * BankMetaVerify. BizCode=2 alone does not say whether the person or the card is at fault: only SubCode 201 is a
 * mismatch. Source: the comments of BankMetaVerifyResponseBody in Alibaba's typed SDK of cloudauth 2019-03-07.
 */
export const bankCodes: CodeTable = {
  ...common,
  'BizCode=1': verdict('match', true, 'consistent'),
  'BizCode=1,SubCode=101': verdict('match', true, 'passed'),
  'BizCode=2,SubCode=201': verdict('mismatch', true, 'the cardholder is another, or is described wrongly'),
  ...prefixed(
    'BizCode=2,SubCode=',
    Object.fromEntries(
      Object.entries(cardProblems).map(([code, [meaning, problem]]) => [
        code,
        refusal('card-problem', meaning, card(problem), { billed: true }),
      ]),
    ),
  ),
  ...prefixed('BizCode=2,SubCode=', undecided(true)),
  'BizCode=3': verdict('no-record', false, 'no record'),
  ...prefixed('BizCode=3,SubCode=', undecided(false)),
};
