import { expect, it } from '@jest/globals';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import type { VerificationRequest } from '@kyc-china/core/contract/request-schema';
import { maskApplicant } from '@kyc-china/core/masking';
import { personalFields, personalFieldsOf } from '../../codegen/personal-fields.ts';
import { sampleRequest } from '../../local/sample.ts';
import { personalValues } from '../../packages/client/src/transport.ts';

/** A full request whose personal values occur nowhere else. */
const request = {
  ...sampleRequest(),
  idIssueDate: '20170823',
  idExpiryDate: '20370823',
};

it('personalFieldsOf finds marked fields at every depth', () => {
  const text = { personal: true };
  expect(
    personalFieldsOf({
      properties: {
        a: text,
        b: {},
        c: { properties: { d: text } },
        e: { items: { properties: { f: text } } },
      },
    }),
  ).toEqual(['a', 'c.d', 'e[].f']);
});

it('typed client keeps every personal value of a request out of its errors', () => {
  const values = personalValues(request as VerificationRequest);
  const addresses = request.addressesToVerify.length;
  // Each path has one value, but that of the addresses.
  expect(values).toHaveLength(personalFields.length - 1 + addresses);
  for (const value of [request.name, request.idNumber, request.mobile, request.addressesToVerify[0]?.address])
    expect(values).toContain(value);
});

it('report masks every personal value of a request', () => {
  const shown = JSON.stringify(maskApplicant(parseVerificationRequest(request).applicant));
  for (const value of personalValues(request as VerificationRequest)) expect(shown).not.toContain(value);
});
