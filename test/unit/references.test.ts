import { describe, expect, it } from '@jest/globals';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { type FieldProblem, InvalidRequestError } from '@kyc-china/core/contract/problems';
import { checkVerification } from '@kyc-china/core/start-verification';
import { subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { everythingOffered } from '../support/offers.ts';

const person = {
  name: '买买提·吐尔逊',
  idNumber: '11010119900101123X',
  mobile: '13800138000',
  bankCardNumber: '6222021234567890123',
};

function problemsOf(body: object): readonly FieldProblem[] {
  try {
    parseVerificationRequest(body);
    return [];
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.problems;
    throw error;
  }
}

const check = (body: object) =>
  checkVerification(
    { clientId: 'bank', limits: {}, rawBody: '', body },
    { offers: everythingOffered, consentRequiredFor: {} },
  );

describe('references of a request', () => {
  it('a request keeps clientReference and metadata as they were sent', () => {
    const metadata = { zebra: ' a\nb ', 'loan.id-1': '', __proto: '1' };
    const parsed = parseVerificationRequest({
      mobile: person.mobile,
      clientReference: ' Case 4711/é',
      metadata,
    });
    expect(parsed.clientReference).toBe(' Case 4711/é');
    expect(Object.entries(parsed.metadata ?? {})).toEqual(Object.entries(metadata));
    expect(parsed.applicant).toEqual({ mobile: person.mobile });
  });

  it.each([null, []])('a clientReference, metadata or subChecks of %j counts as not sent', (absent) => {
    const parsed = parseVerificationRequest({
      mobile: person.mobile,
      clientReference: absent,
      metadata: absent,
      subChecks: absent,
    });
    expect(parsed).toEqual({ applicant: { mobile: person.mobile } });
  });

  it.each([
    ['an empty clientReference', { clientReference: '' }, 'clientReference'],
    ['a clientReference of 129 characters', { clientReference: 'x'.repeat(129) }, 'clientReference'],
    ['a clientReference with a line break', { clientReference: 'a\nb' }, 'clientReference'],
    ['a clientReference that is a number', { clientReference: 4711 }, 'clientReference'],
    [
      'metadata of 21 keys',
      { metadata: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, ''])) },
      'metadata',
    ],
    ['a metadata value of 201 characters', { metadata: { branch: 'x'.repeat(201) } }, 'metadata.branch'],
    ['a metadata value that is no string', { metadata: { branch: null } }, 'metadata.branch'],
    ['a metadata value that is an object', { metadata: { branch: { deep: '' } } }, 'metadata.branch'],
    ['a metadata key of 41 characters', { metadata: { ['k'.repeat(41)]: '' } }, 'metadata'],
    ['an empty metadata key', { metadata: { '': '' } }, 'metadata'],
    ['a metadata key with a slash', { metadata: { 'a/b': '' } }, 'metadata'],
    ['metadata that is a list', { metadata: ['a'] }, 'metadata'],
    ['subChecks with an unknown id', { subChecks: ['identity.five-factor'] }, 'subChecks[0]'],
    ['subChecks with an id twice', { subChecks: ['risk.fraud', 'risk.fraud'] }, 'subChecks'],
    ['subChecks that is a string', { subChecks: 'risk.fraud' }, 'subChecks'],
  ])('%s is refused by the name of its field', (_what, fields, field) => {
    const problems = problemsOf({ mobile: person.mobile, ...fields });
    expect(problems.map((problem) => problem.field)).toEqual([field]);
  });

  it('a request accepts the longest clientReference and metadata', () => {
    const clientReference = '𠮷'.repeat(128);
    const metadata = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [String(i).padEnd(40, '_'), '𠮷'.repeat(200)]),
    );
    expect(problemsOf({ mobile: person.mobile, clientReference, metadata })).toEqual([]);
  });
});

describe('texts that identify the person', () => {
  it.each([
    ['the ID number', person.idNumber, 'ID number'],
    ['the ID number with a small x', `id ${person.idNumber.toLowerCase()}`, 'ID number'],
    ['the ID number with spaces', '110101 19900101 123X', 'ID number'],
    ['the ID number with × for X', '11010119900101123×', 'ID number'],
    ['the ID number in full-width characters', '１１０１０１１９９００１０１１２３Ｘ', 'ID number'],
    ['the mobile with dashes', 'tel. 138-0013-8000', 'mobile number'],
    ['the mobile with the country code', '+86 (138) 0013.8000', 'mobile number'],
    ['the mobile inside other digits', '9913800138000123', 'mobile number'],
    ['the mobile in Arabic digits', '١٣٨٠٠١٣٨٠٠٠', 'mobile number'],
    ['the mobile in mathematical digits', '𝟣𝟥𝟪𝟢𝟢𝟣𝟥𝟪𝟢𝟢𝟢', 'mobile number'],
    ['the mobile in Chinese numerals', '一三八〇〇一三八〇〇〇', 'mobile number'],
    ['the mobile in Chinese numerals of forms', '壹叁捌零零壹叁捌零零零', 'mobile number'],
    ['the mobile with invisible characters', '138\u200b0013\u200b8000', 'mobile number'],
    ['the card number in groups', '6222 0212 3456 7890 123', 'bank card number'],
    ['the name', `case of ${person.name}`, 'the name'],
    ['the name without its dot', '买买提吐尔逊', 'the name'],
    ['the name with another dot', '买买提•吐尔逊', 'the name'],
    ['the name with spaces', '买 买 提 吐 尔 逊', 'the name'],
  ])('%s is refused in clientReference and metadata, without the value', (_what, text, named) => {
    const problems = problemsOf({ ...person, clientReference: text, metadata: { note: text } });
    expect(problems.map(({ field }) => field)).toEqual(['clientReference', 'metadata.note']);
    for (const { message } of problems) {
      expect(message).toContain(named);
      expect(message).not.toContain(text);
    }
  });

  it('a metadata key that identifies the person is refused and not repeated', () => {
    const problems = problemsOf({ ...person, metadata: { 'm-138.0013.8000': 'x' } });
    expect(problems).toEqual([{ field: 'metadata', message: expect.stringContaining('mobile number') }]);
  });

  it('a name that is typed with radicals is found in metadata, and the other way round', () => {
    const [ideograph, radical] = ['金山', '⾦山'];
    for (const [name, note] of [
      [radical, ideograph],
      [ideograph, radical],
    ])
      expect(
        problemsOf({ name, mobile: person.mobile, metadata: { note } }).map(({ field }) => field),
      ).toEqual(['metadata.note']);
  });

  it('a name of numerals is not found in a number', () => {
    const clientReference = 'case 03';
    expect(problemsOf({ name: '〇三', mobile: person.mobile, clientReference })).toEqual([]);
  });

  it('a clientReference that only resembles the person is accepted', () => {
    const clientReference = 'case 1380013800, 买买提, 6222, 110101';
    expect(problemsOf({ ...person, clientReference })).toEqual([]);
  });

  it('an identifying text and the other problems of a body are reported together', () => {
    const problems = problemsOf({
      ...person,
      mobile: '1',
      clientReference: person.idNumber,
      subChecks: ['identity.image'],
    });
    expect(problems.map(({ field }) => field)).toEqual(['mobile', 'subChecks[0]', 'clientReference']);
  });
});

describe('selected sub-checks', () => {
  it('subChecks runs only what it names, in the catalog’s order', () => {
    const { subChecks } = check({ ...person, subChecks: ['risk.fraud', 'mobile.attribution'] });
    expect(subChecks.run).toEqual(['mobile.attribution', 'risk.fraud']);
  });

  it('subChecks runs a weaker variant of an axis that it names, and both if it names both', () => {
    expect(check({ ...person, subChecks: ['bank.three-factor'] }).subChecks.run).toEqual([
      'bank.three-factor',
    ]);
    const both = ['identity.three-factor', 'identity.name-mobile'];
    expect(check({ ...person, subChecks: both }).subChecks.run).toEqual(both);
  });

  it('subChecks reports the missing field of each sub-check that cannot run', () => {
    const { mobile, name } = person;
    expect(
      problemsOf({ mobile, name, subChecks: ['risk.criminal', 'risk.fraud', 'bank.three-factor'] }),
    ).toEqual([
      { field: 'subChecks[0]', message: 'cannot run: risk.criminal needs idNumber, which was not sent' },
      {
        field: 'subChecks[2]',
        message: 'cannot run: bank.three-factor needs idNumber and bankCardNumber, which was not sent',
      },
    ]);
    expect(problemsOf({ name, subChecks: ['risk.fraud'] })).toEqual([
      {
        field: 'subChecks[0]',
        message: 'cannot run: risk.fraud needs mobile or idNumber, which was not sent',
      },
    ]);
  });

  it('subChecks does not report a field as missing that was sent and is wrong', () => {
    const problems = problemsOf({ name: person.name, mobile: '1', subChecks: ['identity.name-mobile'] });
    expect(problems.map(({ field }) => field)).toEqual(['mobile']);
  });

  it.each(subCheckIds)('subChecks can select %s alone when every field is sent', (id) => {
    const everything = {
      ...person,
      name: '张三',
      idIssueDate: '20180501',
      idExpiryDate: '长期',
      addressesToVerify: [{ type: 'work', city: '北京市', address: '海淀区中关村大街1号' }],
    };
    const body = { ...everything, subChecks: [id] };
    const lacksPhoto = id === 'identity.image';
    expect(problemsOf(body).map(({ field }) => field)).toEqual(lacksPhoto ? ['subChecks[0]'] : []);
    if (!lacksPhoto) expect(check(body).subChecks.run).toEqual([id]);
  });
});
