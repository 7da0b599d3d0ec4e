import {
  billed,
  type CodeTable,
  match,
  mismatch,
  noRecord,
  photoUnusable,
  refusal,
  retry,
  unbilled,
} from '../code-table.ts';

/**
 * `Code` of every operation of the information verification products (cloudauth 2019-03-07), but for 200, which
 * says only that the call was processed. Source: "Server-side error codes",
 * https://help.aliyun.com/zh/id-verification/information-verification/developer-reference/error-code-info-check.
 * Billing goes by `BizCode` (1 and 2), which none of these answers has.
 */
const common: CodeTable = {
  '400': unbilled(
    'a parameter is missing',
    refusal(
      'invalid',
      'The source misses a value that it needs. Check that no field is empty and send a new request.',
    ),
  ),
  '401': unbilled(
    'a parameter is not as prescribed',
    refusal(
      'invalid',
      'The source rejects the form of a value (name, ID number, mobile, card or date). Correct it and send a new request.',
    ),
  ),
  // The newer, English page adds a blocking security policy and a missing permission to 402: neither is processed.
  '402': retry('the authoritative source is out of order', 'unavailable'),
  '403': unbilled(
    'the same call was repeated too often',
    refusal(
      'quota',
      'The source allows no more verifications of these values for now. Do not repeat them; try again tomorrow.',
    ),
  ),
  '410': unbilled(
    'the product is not activated',
    refusal(
      'permanent',
      'The product is not activated. The operator has to activate it in the Alibaba Cloud ID Verification console.',
    ),
  ),
  '411': unbilled(
    'the RAM user has no permission',
    refusal(
      'permanent',
      'The source denies us access. The operator has to grant the RAM user AliyunYundunCloudAuthFullAccess.',
    ),
  ),
  '412': unbilled(
    'the account is in arrears',
    refusal('permanent', 'The account at the source is in arrears. The operator has to top it up.'),
  ),
  '500': retry('system error', 'unavailable'),
};

const verdicts: CodeTable = {
  'BizCode=1': billed('consistent', match),
  'BizCode=2': billed('not consistent', mismatch),
  'BizCode=3': unbilled('no record', noRecord),
};

/** Id2MetaVerify and Id2MetaPeriodVerify. */
export const identityCodes: CodeTable = { ...common, ...verdicts };

/** Mobile2MetaVerify and Mobile3MetaSimpleVerify. */
export const mobileCodes: CodeTable = {
  ...identityCodes,
  '405': unbilled(
    'the number belongs to a segment that is not served',
    refusal(
      'unsupported',
      'The source does not serve this kind of mobile number (often a virtual operator). Use another number, or verify it otherwise.',
    ),
  ),
};

/** Name and number differ, so no face was compared. */
export const namesDiffer = 'BizCode=2,SubCode=201';

const anotherPhoto = 'Take another: one face, from the front, evenly lit, in focus.';
const badPhoto = (finding: string) => photoUnusable(finding, anotherPhoto);

/**
 * Id3MetaVerify. Sources: the comments of Id3MetaVerifyResponseBodyResultObject in the typed SDK of cloudauth
 * 2019-03-07 (3.14.0), the page of server-side error codes for 405, and for 419 to 421 the error table of
 * ContrastFaceVerify, which takes the same photos. The similarity in `FaceDetail` has no documented threshold.
 */
export const faceCodes: CodeTable = {
  ...common,
  '405': unbilled(
    'the format or the size of the image is wrong',
    badPhoto('cannot use the format or the size of the photo'),
  ),
  '419': unbilled(
    'the image is empty, of an unfit resolution, or shows no face',
    badPhoto('finds no usable face in the photo'),
  ),
  '420': unbilled(
    'the image came in more than one way',
    refusal(
      'permanent',
      'The source rejects how the photo was sent. The operator has to have the adapter compared with the source’s documentation.',
    ),
  ),
  '421': unbilled('the image is larger than 1 MB', badPhoto('finds the photo too large')),
  ...verdicts,
  'BizCode=1,SubCode=101': billed('passed', match),
  [namesDiffer]: billed('name and number do not agree', mismatch),
  'BizCode=2,SubCode=202': billed(
    'the face may be the same person’s',
    badPhoto('could not tell from this photo whether it is the same person'),
  ),
  'BizCode=2,SubCode=203': billed('no photo is on file', noRecord),
  'BizCode=2,SubCode=204': billed('the face is another person’s', mismatch),
  'BizCode=2,SubCode=205': billed(
    'no model could be made of the face',
    badPhoto('could not make out the face in the photo'),
  ),
  'BizCode=2,SubCode=206': billed(
    'the format of the image is wrong',
    badPhoto('cannot use the format of the photo'),
  ),
  'BizCode=2,SubCode=207': billed('the image is too small', badPhoto('finds the photo too small')),
  'BizCode=2,SubCode=208': billed(
    'the photo is not good enough',
    badPhoto('finds the photo not good enough'),
  ),
  'BizCode=3,SubCode=301': unbilled('no such ID number on file', noRecord),
  'BizCode=3,SubCode=302': unbilled('nothing to verify against', noRecord),
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
const undecided = (row: typeof billed): CodeTable => ({
  '301': row('the card does not support the service', refusal('unsupported', card('its kind is not served'))),
  '302': row(
    'the bank refused to verify',
    refusal('card-problem', card('its bank refused to answer, and can tell the holder why')),
  ),
  '303': row(
    'the mobile number of this card cannot be verified',
    refusal('unsupported', card('its bank does not verify mobile numbers')),
  ),
  '304': row(
    'the card number is wrong',
    refusal('invalid', 'The source knows no such bank card number. Correct it and send a new request.'),
  ),
  '305': row('another reason', refusal('card-problem', card('the bank gave no reason'))),
  '306': row(
    'verified too often',
    refusal(
      'quota',
      'This bank card was verified too often. Do not repeat it; try again tomorrow, or use another card.',
    ),
  ),
});

function prefixed(prefix: string, codes: CodeTable): CodeTable {
  return Object.fromEntries(Object.entries(codes).map(([code, row]) => [`${prefix}${code}`, row]));
}

/**
 * BankMetaVerify. BizCode=2 alone does not say whether the person or the card is at fault: only SubCode 201 is a
 * mismatch. Source: the comments of BankMetaVerifyResponseBody in Alibaba's typed SDK of cloudauth 2019-03-07.
 */
export const bankCodes: CodeTable = {
  ...common,
  'BizCode=1': billed('consistent', match),
  'BizCode=1,SubCode=101': billed('passed', match),
  'BizCode=2,SubCode=201': billed('the cardholder is another, or is described wrongly', mismatch),
  ...prefixed(
    'BizCode=2,SubCode=',
    Object.fromEntries(
      Object.entries(cardProblems).map(([code, [meaning, problem]]) => [
        code,
        billed(meaning, refusal('card-problem', card(problem))),
      ]),
    ),
  ),
  ...prefixed('BizCode=2,SubCode=', undecided(billed)),
  'BizCode=3': unbilled('no record', noRecord),
  ...prefixed('BizCode=3,SubCode=', undecided(unbilled)),
};
