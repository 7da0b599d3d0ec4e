import { describe, expect, it } from '@jest/globals';
import { parsePollRequest } from '@kyc-china/core/contract/parse-poll';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { type FieldProblem, InvalidRequestError } from '@kyc-china/core/contract/problems';
import { jpegBase64, pngBase64, textBase64 } from '../support/images.ts';

function refusal(
  body: unknown,
  parse: (body: unknown) => unknown = parseVerificationRequest,
): InvalidRequestError {
  try {
    parse(body);
  } catch (error) {
    if (error instanceof InvalidRequestError) return error;
    throw error;
  }
  throw new Error('the body was accepted');
}

const problemsOf = (body: unknown): FieldProblem[] => [...refusal(body).problems];
const fieldsOf = (body: unknown): string[] => problemsOf(body).map(({ field }) => field);

describe('what is accepted', () => {
  it.each([
    ['the documented example', { name: '张三', idNumber: '110101199001011234', mobile: '13800138000' }],
    ['a card that fails Luhn', { bankCardNumber: '6222021234567890123' }],
    ['a card without expiry', { idIssueDate: '20180501', idExpiryDate: '长期' }],
    ['a leap day', { idIssueDate: '20200229', idExpiryDate: '20300228' }],
    ['a name beyond the basic plane', { name: '𠮷田' }],
    ['a name of 50 characters there', { name: '𠮷'.repeat(50) }],
    ['a name of three parts', { name: '阿·卜杜·热' }],
    ['a JPEG', { facePhoto: jpegBase64 }],
    ['a PNG', { facePhoto: pngBase64 }],
    [
      'five addresses',
      { addressesToVerify: Array(5).fill({ type: 'work', city: '上海', address: '南京路1号' }) },
    ],
    ['a public callback', { callbackUrl: 'https://example.com/hook?a=1' }],
    ['a Chinese callback', { callbackUrl: 'https://例子.测试/回调' }],
    ['the same in Punycode', { callbackUrl: 'https://xn--fsqu00a.xn--0zwm56d/%E5%9B%9E%E8%B0%83' }],
    ['a callback in capitals, with its port', { callbackUrl: 'https://EXAMPLE.com:443' }],
    ['a public IPv6 callback', { callbackUrl: 'https://[2606:4700:4700:0:0:0:0:1111]/' }],
  ])('request is accepted: %s', (_what, body) => {
    expect(() => parseVerificationRequest(body)).not.toThrow();
  });

  it("request's minority name is normalized in its separator, and trimmed", () => {
    for (const dot of ['\u2022', '\u2027', '\u30fb', '\uff65', '\u0387', '\u00b7'])
      expect(parseVerificationRequest({ name: ` 买买提${dot}吐尔逊 ` }).applicant.name).toBe('买买提·吐尔逊');
  });

  it.each([
    ...[
      '买买提 · 吐尔逊',
      '买买提\u2219吐尔逊',
      '买买提\u22c5吐尔逊',
      '买买提\u25cf吐尔逊',
      '买买提\u2e31吐尔逊',
    ],
    ...[
      '买买提.吐尔逊',
      '买买提\uff0e吐尔逊',
      '买买提 . 吐尔逊',
      '买买提\u3000\u2022\u3000吐尔逊',
      '买买提\u318d吐尔逊',
    ],
  ])("request's name accepts the separator that is typed in %j", (name) => {
    expect(parseVerificationRequest({ name }).applicant.name).toBe('买买提·吐尔逊');
  });

  it.each([
    ['\u2f6f磊', '石磊'],
    ['\u2fa9伟', '阜伟'],
    ['\u2ea0\u2f00', '民一'],
    ['\u2ef0', '龙'],
    ['\uf9f7\u2f42', '立文'],
  ])("request's radicals in a name, a city and an address are replaced by ideographs: %j", (sent, meant) => {
    const name = parseVerificationRequest({ name: `${sent}明` }).applicant.name;
    expect(name).toBe(`${meant}明`);
    const addressesToVerify = [{ type: 'work', city: ` ${sent}市\n`, address: `${sent}路\u3000` }];
    expect(parseVerificationRequest({ addressesToVerify }).applicant.addressesToVerify).toEqual([
      { type: 'work', city: `${meant}市`, address: `${meant}路` },
    ]);
  });

  it("request's name keeps 〇, and ideographs of every extension", () => {
    for (const name of ['李〇', '〇一', '\ufa0e文', '\u{30edd}文', '\u{323b0}文', '㐀𠀀'])
      expect(parseVerificationRequest({ name }).applicant.name).toBe(name);
  });

  it("request's ID number reaches the provider with X for x", () => {
    expect(parseVerificationRequest({ idNumber: '11010519491231002x' }).applicant.idNumber).toBe(
      '11010519491231002X',
    );
  });

  it("request's photo is kept apart from the applicant", () => {
    const { applicant, photo } = parseVerificationRequest({ facePhoto: jpegBase64 });
    expect(applicant).toEqual({ facePhoto: true });
    expect(photo).toEqual(Buffer.from(jpegBase64, 'base64'));
  });
});

describe('what is refused', () => {
  it.each([
    ['pinyin', { name: 'Zhang San' }, 'name', /pinyin/],
    ['a name of one character', { name: '张' }, 'name', /2 to 50/],
    ['a name of 51 characters', { name: '𠮷'.repeat(51) }, 'name', /2 to 50/],
    ['a name of separators', { name: '··' }, 'name', /only separator/],
    ['a name that starts with one', { name: '·张三' }, 'name', /only separator/],
    ['a name that ends with one', { name: '买买提·' }, 'name', /only separator/],
    ['a name with two at once', { name: '买买提··吐尔逊' }, 'name', /only separator/],
    [
      'a blank city',
      { addressesToVerify: [{ type: 'work', city: '\u3000', address: '南京路1号' }] },
      'addressesToVerify[0].city',
      /name of a city/,
    ],
    [
      'a blank address',
      { addressesToVerify: [{ type: 'work', city: '上海', address: ' ' }] },
      'addressesToVerify[0].address',
      /an address/,
    ],
    ['a short ID number', { idNumber: '1101011990' }, 'idNumber', /18 characters/],
    ['a day that does not exist', { idIssueDate: '20190229' }, 'idIssueDate', /day that exists/],
    ['a month that does not exist', { idExpiryDate: '20191301' }, 'idExpiryDate', /长期/],
    ['a landline', { mobile: '12800138000' }, 'mobile', /11-digit/],
    ['a card with spaces', { bankCardNumber: '6222 0212 3456 7890' }, 'bankCardNumber', /digits/],
    ['a number where a string belongs', { mobile: 13800138000 }, 'mobile', /11-digit/],
    [
      'a data: prefix',
      { facePhoto: `data:image/jpeg;base64,${jpegBase64}` },
      'facePhoto',
      /without the data:/,
    ],
    ['no image', { facePhoto: textBase64 }, 'facePhoto', /JPEG or PNG/],
    [
      'six addresses',
      { addressesToVerify: Array(6).fill({ type: 'work', city: '上海', address: '1号' }) },
      'addressesToVerify',
      /1 to 5/,
    ],
    ['http', { callbackUrl: 'http://example.com' }, 'callbackUrl', /https/],
    ['user info', { callbackUrl: 'https://user:pass@example.com' }, 'callbackUrl', /user name/],
    ['loopback', { callbackUrl: 'https://127.0.0.1/hook' }, 'callbackUrl', /public Internet/],
    ['loopback in decimal', { callbackUrl: 'https://2130706433/hook' }, 'callbackUrl', /public Internet/],
    ['metadata', { callbackUrl: 'https://169.254.169.254/latest' }, 'callbackUrl', /public Internet/],
    ['mapped IPv6', { callbackUrl: 'https://[::ffff:10.0.0.1]/' }, 'callbackUrl', /public Internet/],
    ['localhost', { callbackUrl: 'https://localhost/' }, 'callbackUrl', /public Internet/],
  ])('request is refused: %s', (_what, body, field, hint) => {
    const [problem, ...others] = problemsOf(body);
    expect(others).toEqual([]);
    expect(problem?.field).toBe(field);
    expect(problem?.message).toMatch(hint);
  });

  it.each(['李々', '\u3021三', '张\u3038', '\u2e80文', '\u31c0文', '张\u303b', '张.', 'A.张', '张..三'])(
    'request is refused for a name with a character that is not an ideograph: %j',
    (name) => {
      expect(problemsOf({ name })).toEqual([
        { field: 'name', message: expect.stringMatching(/2 to 50 Chinese/) },
      ]);
    },
  );

  it.each([
    ['mobile', '\u202d13800138000\u202c', 'invisible character (U+202D)'],
    ['mobile', '138\u200b00138000', 'invisible character (U+200B)'],
    ['idNumber', '110101199001011237\u200e', 'invisible character (U+200E)'],
    ['bankCardNumber', '\ufeff6222021234567890123', 'invisible character (U+FEFF)'],
    ['idIssueDate', '2018\u206005\u206001', 'invisible character (U+2060)'],
    ['name', '张\u00ad三', 'invisible character (U+00AD)'],
    ['name', '葛\u{e0100}三', 'variation selector (U+E0100)'],
    ['name', '葛\ufe00三', 'variation selector (U+FE00)'],
    ['name', '\ue863文', 'private-use character (U+E863)'],
  ])('request is refused for %s with an invisible character, and names it: %j', (field, value, hidden) => {
    expect(problemsOf({ [field]: value })).toEqual([{ field, message: expect.stringContaining(hidden) }]);
  });

  it('request is refused for an unknown field with the field that was probably meant', () => {
    for (const [sent, meant] of Object.entries({
      idNo: 'idNumber',
      phone: 'mobile',
      idnumber: 'idNumber',
      bankCardNo: 'bankCardNumber',
      facephoto: 'facePhoto',
      callbackURL: 'callbackUrl',
      // What vendors of this trade call them, in whatever case, with whatever between the words.
      idCardNumber: 'idNumber',
      id_card: 'idNumber',
      idcard: 'idNumber',
      'identity-number': 'idNumber',
      certNo: 'idNumber',
      realname: 'name',
      phone_number: 'mobile',
      mobilePhone: 'mobile',
      tel: 'mobile',
      face: 'facePhoto',
      imageBase64: 'facePhoto',
      card_no: 'bankCardNumber',
      validTo: 'idExpiryDate',
      notifyUrl: 'callbackUrl',
      address1: 'addressesToVerify',
    })) {
      const [problem] = problemsOf({ [sent]: 'x' });
      expect(problem).toEqual({
        field: sent,
        message: expect.stringContaining(`${meant} was probably meant`),
      });
    }
  });

  it('request is refused for an unknown field that ends in a number, and names it', () => {
    expect(problemsOf({ name2: 'x', idNo_1: 'x', address12: 'x' })).toEqual([
      { field: 'name2', message: expect.stringContaining('name was probably meant') },
      { field: 'idNo_1', message: expect.stringContaining('is not a field') },
      { field: 'address12', message: expect.stringContaining('is not a field') },
    ]);
  });

  it('request is refused for an unknown field that may be a value without naming it, with the field that was meant', () => {
    const problems = problemsOf({ 姓名: 'x', 'name ': 'x', mobil138: 'x', E12345678: 'x', 'mobile\n': 'x' });
    expect(problems).toEqual([
      { field: '(unknown)', message: 'is not a field of this request' },
      { field: '(unknown)', message: expect.stringContaining('name was probably meant') },
      { field: '(unknown)', message: expect.stringContaining('mobile was probably meant') },
    ]);
  });

  it('request is refused with all of its problems together', () => {
    const body = {
      name: 'Zhang San',
      idNumber: '1',
      idIssueDate: '20190229',
      facePhoto: textBase64,
      idNo: '1',
      addressesToVerify: [{ type: 'home', city: '上海' }],
      callbackUrl: 'https://10.0.0.1/',
    };
    expect(fieldsOf(body).sort()).toEqual(
      [
        'addressesToVerify[0].address',
        'addressesToVerify[0].type',
        'callbackUrl',
        'facePhoto',
        'idIssueDate',
        'idNo',
        'idNumber',
        'name',
      ].sort(),
    );
  });

  it('request with 100,000 problems gets an answer that is short enough to send', () => {
    const letters = (count: number) =>
      count.toString(26).replace(/[0-9]/g, (digit) => `z${'abcdefghij'[+digit]}`);
    const body = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [letters(index), 'x']));
    // Cut off, but still known to be broken: a day that is no text must not be looked at as one.
    const { message, problems } = refusal({ ...body, idIssueDate: 5 });
    expect(problems).toHaveLength(100);
    expect(message).toMatch(/ and 99901 more\.$/);
    expect(message.length + JSON.stringify(problems).length).toBeLessThan(20_000);
    expect(refusal(body, parsePollRequest).problems).toHaveLength(100);
  });

  it('request with a photo over 4 MB gets 413, and one of exactly 4 MB is accepted', () => {
    const photo = (bytes: number) => {
      const image = Buffer.alloc(bytes);
      image.set(Buffer.from(jpegBase64, 'base64'));
      return { facePhoto: image.toString('base64') };
    };
    expect(() => parseVerificationRequest(photo(4 * 1024 * 1024))).not.toThrow();
    expect(refusal(photo(4 * 1024 * 1024 + 1)).status).toBe(413);
    expect(refusal(photo(4 * 1024 * 1024 + 3)).status).toBe(413);
  });

  it.each([[null], [[]], ['text'], [1]])(
    'request is refused for a body that is not an object: %j',
    (body) => {
      expect(fieldsOf(body)).toEqual(['(body)']);
    },
  );

  it('request is refused without echoing what was sent', () => {
    const secret = '6222021234567890123';
    const error = refusal({ name: secret, mobile: secret, callbackUrl: secret, [secret]: secret });
    expect(error.message + JSON.stringify(error.problems)).not.toContain(secret);
  });
});
