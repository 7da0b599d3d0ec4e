import type { EncryptionDescription } from '../description.ts';
import type { Open, Vendor } from '../unconfirmed.ts';

/** Documented as AES-128 of the JSON, both ways; how exactly is not. Its key is the secret's `aesKey`. */
const encryption: Open<EncryptionDescription> = {
  key: 'aesKey',
  answer: 'encrypted',
  cipher: 'aes-128-ecb',
  encoding: 'base64',
  $unconfirmed: 'yushan.encryption',
};
const contentTypes = { $unconfirmed: 'yushan.contentTypes' };

/** Only 000000 is documented as charged; of the others nothing is said. */
const billsOthers = { $unconfirmed: 'yushan.billsOthers' };

/** Yushan (羽山数据): AES-encrypted JSON. Its secret holds aesKey and whatever its auth takes. */
export const yushan: Vendor = {
  name: 'yushan',
  auth: { $unconfirmed: 'yushan.auth' },
  subChecks: {
    'risk.fraud': {
      request: {
        method: 'POST',
        url: { $unconfirmed: 'yushan.fin024.url' },
        encoding: 'json',
        // Product FIN024 takes any one of them.
        fields: 'applicant.mobile ? {mobile: applicant.mobile} : {cardNum: applicant.idNumber}',
        encryption,
      },
      response: {
        contentTypes,
        code: { $unconfirmed: 'yushan.fin024.code' },
        codes: { $unconfirmed: 'yushan.fin024.codes' },
        // One level for each label that was found (110 fraud, 130 gambling house, 150 gambler); higher is worse.
        data: {
          severity: { map: { '1': 1, '2': 2, '3': 3 }, $unconfirmed: 'yushan.fin024.levels' },
        },
      },
    },
    // Product TRA012 finds where a person usually lives: not quite the same as where the phone is at night.
    'mobile.location-residential': {
      needs: ['name', 'idNumber', 'mobile'],
      request: {
        method: 'POST',
        url: { $unconfirmed: 'yushan.tra012.url' },
        encoding: 'json',
        fields: { $unconfirmed: 'yushan.tra012.fields' },
        encryption,
      },
      response: {
        contentTypes,
        code: { $unconfirmed: 'yushan.tra012.code' },
        codes: {
          '000000': { class: 'data', billed: true },
          '200000': { class: 'retry', billed: billsOthers },
          '200010': { class: 'permanent', billed: billsOthers },
          warn_001: { class: 'retry', billed: billsOthers },
          warn_044: { class: 'invalid', billed: billsOthers },
          warn_059: { class: 'invalid', billed: billsOthers },
          warn_060: { class: 'invalid', billed: billsOthers },
          warn_062: { class: 'not-found', billed: billsOthers },
          warn_111: { class: 'invalid', billed: billsOthers },
        },
        data: {
          province: { $unconfirmed: 'yushan.tra012.province' },
          city: { $unconfirmed: 'yushan.tra012.city' },
        },
      },
    },
  },
  questions: {
    'yushan.auth': 'how the account is named and authenticated, as headers, values or a signature',
    'yushan.encryption':
      'mode and encoding of the encryption, as {"cipher": "aes-128-ecb" or "aes-128-cbc" with iv, "encoding": …, "answer": "encrypted" or "plain"}',
    'yushan.contentTypes': 'the content types of its answers, as a list',
    'yushan.billsOthers': 'whether codes other than 000000 are charged: true or false',
    'yushan.fin024.url': 'the address of FIN024',
    'yushan.fin024.code':
      'an expression that gives the code, with success recognized by whether a label was found',
    'yushan.fin024.codes': 'what those codes mean: how no label, and no record, show',
    'yushan.fin024.levels': 'where riskresultcodevalue is, as {"from": …}: how several labels come',
    'yushan.tra012.url': 'the address of TRA012',
    'yushan.tra012.fields':
      'the fields, as an expression: {name: applicant.name, cardNo: applicant.idNumber, mobile: applicant.mobile, date: …} with the date it looks back from in its form',
    'yushan.tra012.code': 'an expression that gives retcode',
    'yushan.tra012.province': 'an expression that gives province',
    'yushan.tra012.city': 'an expression that gives city; of a municipality, too',
  },
};
