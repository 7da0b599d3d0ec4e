import { describe, expect, it } from '@jest/globals';
import { presentFields } from '@kyc-china/core/applicant';
import { parsePollRequest } from '@kyc-china/core/contract/parse-poll';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { requestSchema } from '@kyc-china/core/contract/request-schema';

/** Serializers of Java and .NET send null for a field that was not set, and models generated for Java send empty lists. */

function fieldsRefused(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.problems.map(({ field }) => field);
    throw error;
  }
  return [];
}

const person = { name: '张三', idNumber: '110101199001011234' };
const fields = Object.keys(requestSchema.properties);

describe('a request', () => {
  it.each(fields.flatMap((field) => [null, []].map((value) => [field, value] as const)))(
    'request counts %s: %j as not sent',
    (field, value) => {
      const { [field as keyof typeof person]: _replaced, ...others } = person;
      expect(parseVerificationRequest({ ...others, [field]: value })).toEqual(
        parseVerificationRequest(others),
      );
    },
  );

  it('request with null for every field counts as empty', () => {
    const nulls = Object.fromEntries(fields.map((field) => [field, null]));
    const { applicant, photo, callbackUrl } = parseVerificationRequest(nulls);
    expect([[...presentFields(applicant)], photo, callbackUrl]).toEqual([[], undefined, undefined]);
  });

  it.each<[string, object, string]>([
    ['an unknown field that is null', { ...person, idNo: null }, 'idNo'],
    ['an address that is null', { ...person, addressesToVerify: [null] }, 'addressesToVerify[0]'],
    [
      'an address whose city is null',
      { ...person, addressesToVerify: [{ type: 'work', city: null, address: '南京路1号' }] },
      'addressesToVerify[0].city',
    ],
    [
      'an address whose type is null',
      { ...person, addressesToVerify: [{ type: null, city: '上海', address: '南京路1号' }] },
      'addressesToVerify[0].type',
    ],
    ['an empty text', { ...person, mobile: '' }, 'mobile'],
    ['an empty object', { ...person, mobile: {} }, 'mobile'],
    ['a list with an empty list', { ...person, addressesToVerify: [[]] }, 'addressesToVerify[0]'],
  ])('request is refused for %s', (_what, body, field) => {
    expect(fieldsRefused(() => parseVerificationRequest(body))).toEqual([field]);
  });

  it.each([null, []])('request is refused when the whole body is %j', (body) => {
    expect(fieldsRefused(() => parseVerificationRequest(body))).toEqual(['(body)']);
  });
});

describe('a poll', () => {
  it.each([null, []])('poll is refused for the token %j, which is required', (token) => {
    expect(fieldsRefused(() => parsePollRequest({ token }))).toEqual(['token']);
  });
});
