import type { Vendor } from '../unconfirmed.ts';

/**
 * Spiderid (蜘蛛): one address for all services, which `method` tells apart. Police records only: its three documented
 * results are all charged. Its public parameters and signature are documented on a page that was not read.
 */
export const spiderid: Vendor = {
  name: 'spiderid',
  auth: { $unconfirmed: 'spiderid.auth' },
  subChecks: {
    'risk.criminal': {
      needs: ['name', 'idNumber'],
      request: {
        method: 'POST',
        url: 'https://api.spiderid.cn/api/router/rest',
        encoding: 'form',
        // It asks for a final x in lower case.
        fields:
          "merge(auth, {method: 'realid.credit.publicSecurity', realname: applicant.name, idcard: lower(applicant.idNumber)})",
      },
      response: {
        code: "to_string(code) == '0' ? join(':', ['0', to_string(data.incorrect)]) : to_string(code)",
        codes: {
          '0:100': { class: 'flagged', billed: true },
          '0:101': { class: 'clear', billed: true },
          // Name and number do not belong together: nothing was looked up.
          '0:102': { class: 'invalid', billed: true },
        },
        data: {
          categories: {
            // A text, documented as separated by commas and shown as "[1,2]"; a list of texts reads the same.
            from: "split(replace(replace(replace(replace(to_string(data.misconductCode), '[', ''), ']', ''), ' ', ''), '\"', ''), ',')",
            map: {
              '1': 'other',
              '2': 'offender',
              '3': 'drug-related',
              '4': 'drug-user',
              '5': 'fugitive',
              '6': 'case-involved',
            },
          },
        },
      },
    },
  },
  questions: {
    'spiderid.auth':
      'the public parameters (app key, time stamp, …) as values, and the signature with the field that carries it',
  },
};
