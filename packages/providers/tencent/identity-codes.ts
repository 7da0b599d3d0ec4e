/**
 * The results of the actions on identity and mobile number, one table for each: the same number means different
 * things in different actions. Meanings and billing: the response types of the vendor's SDK
 * (tencentcloud-sdk-nodejs 4.1.313, faceid v20180301), which repeat its API documentation.
 */
import {
  billed,
  type CodeTable,
  match,
  mismatch,
  noRecord,
  refusal,
  retry,
  unbilled,
} from '../code-table.ts';
import { dailyLimit, invalid, segmentUnsupported } from './verdicts.ts';

export const idCardVerification: CodeTable = {
  '0': billed('name and ID number agree', match),
  '-1': billed('name and ID number do not agree', mismatch),
  '-2': unbilled('malformed ID number (length, check digit)', invalid('ID number')),
  '-3': unbilled('malformed name', invalid('name')),
  '-4': retry('fault of the ID source', 'unavailable'),
  '-5': unbilled('the ID source does not hold this ID number', noRecord),
  '-6': retry('the authoritative system is being upgraded', 'unavailable'),
  '-7': unbilled('daily limit reached', dailyLimit),
};

export const checkIdNameDate: CodeTable = {
  '0': billed('name, ID number and validity agree', match),
  '-1': billed('they do not agree; which of them is not said', mismatch),
  '-2': unbilled('malformed ID number', invalid('ID number')),
  '-3': unbilled('malformed name', invalid('name')),
  '-4': unbilled('malformed validity', invalid("card's validity")),
  // Ambiguous: the document does not say whether the card or a value is meant. So it is no mismatch.
  '-5': unbilled(
    'identity information invalid',
    refusal(
      'invalid',
      'The source calls the identity information invalid and does not say why: the card may have been replaced or ' +
        'revoked, or a value mistyped. Compare every value with the card that is valid now and send a new request.',
    ),
  ),
  '-6': retry('fault of the source', 'unavailable'),
  '-7': unbilled('the source does not hold this ID number', noRecord),
  '-8': unbilled('daily limit reached', dailyLimit),
};

/** A mismatch is a positive 1 here. */
export const checkPhoneAndName: CodeTable = {
  '0': billed('name and mobile number agree', match),
  '1': billed('name and mobile number do not agree', mismatch),
  '-1': unbilled('no record', noRecord),
  '-2': retry('unknown error of the engine', 'unavailable'),
  '-3': retry('fault of the engine', 'unavailable'),
  '-4': unbilled('malformed name', invalid('name')),
  '-5': unbilled('malformed mobile number', invalid('mobile number')),
  '-6': unbilled('daily limit reached', dailyLimit),
  '-13': unbilled('number segment not supported', segmentUnsupported),
};

export const phoneVerification: CodeTable = {
  '0': billed('name, ID number and mobile number agree', match),
  '-4': billed('they do not agree', mismatch),
  '-6': unbilled('malformed mobile number', invalid('mobile number')),
  '-7': unbilled('malformed ID number', invalid('ID number')),
  '-8': unbilled('the name fails its check', invalid('name')),
  '-9': unbilled('no record', noRecord),
  '-11': retry('the verification centre is busy', 'throttled'),
  '-12': unbilled('daily limit reached', dailyLimit),
  '-13': unbilled('number segment not supported', segmentUnsupported),
};
