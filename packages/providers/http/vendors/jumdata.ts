import type { RequestDescription } from '../description.ts';
import type { Vendor } from '../unconfirmed.ts';

const base = 'https://api.jumdata.com';

function post(path: string): Pick<RequestDescription, 'method' | 'url' | 'encoding'> {
  return { method: 'POST', url: `${base}${path}`, encoding: 'form' };
}

/** Every answer says whether it is charged: nothing is assumed. */
const charged = 'charge';

/** 400 is documented for every product; 401 only for addresses that serve one carrier. */
const commonCodes = { '400': { class: 'invalid', billed: charged } } as const;

/**
 * Jumdata (聚美智数): forms, an unsalted digest as signature that does not cover the fields, and answers
 * `{ code, msg, charge, taskNo, data }` with 200 for success. Its secret holds appId and appSecret.
 */
export const jumdata: Vendor = {
  name: 'jumdata',
  auth: {
    values: { appId: '{secret.appId}', timestamp: '{timestamp}' },
    signature: {
      algorithm: 'sha256',
      signs: '{secret.appId}{secret.appSecret}{timestamp}',
      encoding: 'hex',
      field: 'sign',
    },
  },
  subChecks: {
    'identity.id-mobile': {
      needs: ['idNumber', 'mobile'],
      request: {
        ...post('/mobile-two/check-v2'),
        fields: 'merge(auth, {mobile: applicant.mobile, idcard: applicant.idNumber})',
      },
      response: {
        code: "to_string(code) == '200' ? join(':', ['200', to_string(data.result)]) : to_string(code)",
        codes: { ...commonCodes, $unconfirmed: 'jumdata.idMobile.results' },
      },
    },
    'risk.criminal': {
      needs: ['name', 'idNumber'],
      request: { ...post('/personal/badness'), fields: { $unconfirmed: 'jumdata.badness.fields' } },
      response: {
        // Without a record the result is "0", with one it is letters.
        code: "to_string(code) != '200' ? to_string(code) : (to_string(data.result) == '0' ? '200:none' : (data.result ? '200:hit' : '200:empty'))",
        codes: {
          ...commonCodes,
          '200:none': { class: 'clear', billed: charged },
          '200:hit': { class: 'flagged', billed: charged },
        },
        data: { categories: { $unconfirmed: 'jumdata.badness.categories' } },
      },
    },
    'risk.fraud': {
      request: {
        ...post('/deceiver-risk/check'),
        // It takes one of the two.
        fields: 'merge(auth, applicant.mobile ? {mobile: applicant.mobile} : {idcard: applicant.idNumber})',
      },
      response: {
        code: { $unconfirmed: 'jumdata.deceiver.code' },
        codes: { ...commonCodes, $unconfirmed: 'jumdata.deceiver.codes' },
        data: { severity: { $unconfirmed: 'jumdata.deceiver.severity' } },
      },
    },
  },
  questions: {
    'jumdata.idMobile.results':
      'the codes of /mobile-two/check-v2, as {"200:<data.result>": {class, billed: "charge"}}: which result is a match, a mismatch, no record; and whether it compares ID number and mobile at all',
    'jumdata.badness.fields':
      'the fields of /personal/badness, as an expression: probably merge(auth, {name: applicant.name, idcard: applicant.idNumber})',
    'jumdata.badness.categories':
      'where the letters of /personal/badness stand and what each means, as {from, map}: how several letters are separated',
    'jumdata.deceiver.code':
      'an expression that gives the code of /deceiver-risk/check, with its score cut into bands',
    'jumdata.deceiver.codes': 'what those codes mean: which score is clear, and how no record shows',
    'jumdata.deceiver.severity': 'where the score is and which band is which severity, as {from, map}',
  },
};
