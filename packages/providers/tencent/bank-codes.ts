/**
 * The results of the actions on bank cards. From -5 on the four-factor action's are one lower than the
 * three-factor action's, because it has a code for the mobile number in between. Meanings and billing: the
 * response types of the vendor's SDK (tencentcloud-sdk-nodejs 4.1.313, faceid v20180301).
 */
import { billed, type CodeTable, match, mismatch, refusal, retry, unbilled } from '../code-table.ts';
import { cardProblem, dailyLimit, invalid } from './verdicts.ts';

const passed = billed('passed', match);
const notPassed = billed('not passed', mismatch);
const badName = unbilled('the name fails its check', invalid('name'));
const badIdNumber = unbilled('malformed ID number', invalid('ID number'));
const badCardNumber = unbilled('malformed card number', invalid('card number'));
const badMobile = unbilled('malformed mobile number', invalid('mobile number'));
const holderWrong = billed('cardholder information wrong', mismatch);
const notEnabledOnline = billed(
  'card-not-present payment not enabled',
  cardProblem('the card is not enabled for payments without the card present'),
);
const confiscated = billed('card confiscated', cardProblem('the card is to be confiscated'));
const noSuchCard = billed('invalid card number', cardProblem('the card number is not valid'));
const noIssuer = billed('no issuer for the card', cardProblem('the card has no issuer known to it'));
const dormant = billed(
  'not activated, or dormant',
  cardProblem('the card was never activated, or is dormant'),
);
const retained = billed(
  'fraudulent or retained card',
  cardProblem('the card is blocked as misused or retained'),
);
const lost = billed('reported lost', cardProblem('the card is reported lost'));
const expired = billed('expired', cardProblem('the card has expired'));
const restricted = billed('restricted', cardProblem('the card is restricted'));
const pinTries = billed('PIN tries exceeded', cardProblem('the PIN was entered wrongly too often'));
const issuerUnsupported = billed(
  'the issuer does not support this',
  refusal(
    'unsupported',
    'The bank that issued this card does not support the verification. Ask for a card of another bank.',
  ),
);
const busy = retry('the verification centre is busy', 'throttled');
const limited = unbilled('daily limit reached', dailyLimit);
const documentUnsupported = unbilled(
  'document type not supported',
  refusal(
    'unsupported',
    'The source does not serve this type of document for bank cards. Verify by other means.',
  ),
);
const abnormal = billed(
  'card state abnormal, or number wrong',
  cardProblem('the card is in an abnormal state, or its number is wrong'),
);

export const bankCardVerification: CodeTable = {
  '0': passed,
  '-1': notPassed,
  '-2': badName,
  '-3': badIdNumber,
  '-4': badCardNumber,
  '-5': holderWrong,
  '-6': notEnabledOnline,
  '-7': confiscated,
  '-8': noSuchCard,
  '-9': noIssuer,
  '-10': dormant,
  '-11': retained,
  '-12': lost,
  '-13': expired,
  '-14': restricted,
  '-15': pinTries,
  '-16': issuerUnsupported,
  '-17': busy,
  '-18': limited,
  '-19': documentUnsupported,
  '-20': abnormal,
};

export const bankCard4EVerification: CodeTable = {
  '0': passed,
  '-1': notPassed,
  '-2': badName,
  '-3': badIdNumber,
  '-4': badCardNumber,
  '-5': badMobile,
  '-6': holderWrong,
  '-7': notEnabledOnline,
  '-8': confiscated,
  '-9': noSuchCard,
  '-10': noIssuer,
  '-11': dormant,
  '-12': retained,
  '-13': lost,
  '-14': expired,
  '-15': restricted,
  '-16': pinTries,
  '-17': issuerUnsupported,
  '-18': busy,
  '-19': limited,
  '-20': documentUnsupported,
  '-21': abnormal,
};
