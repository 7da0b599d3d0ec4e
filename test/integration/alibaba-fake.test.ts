/** The fake is as strict as the vendor documents itself to be: else a test that passes would prove little. */
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type FakeAlibaba, startFakeAlibaba } from '@kyc-china/vendor-fakes/alibaba/fake';
import { authorizationOf, encodeParameters, sha256 } from '../../packages/providers/alibaba/signature.ts';
import { send } from '../../packages/providers/wire.ts';
import { credentials } from '../../packages/vendor-fakes/alibaba/calls.ts';

const authCodes = { attribution: 'attr*code', certificatePhoto: 'photo*code' };
let fake: FakeAlibaba;
beforeAll(async () => {
  fake = await startFakeAlibaba({ ...credentials, authCodes });
});
afterEach(() => fake.reset());
afterAll(() => fake.stop());

interface Asked {
  readonly host: 'cloudauth' | 'dytnsapi';
  readonly version: string;
  readonly action: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}
let nonces = 0;

async function answerTo({ host, version, action, query = {}, form }: Asked) {
  const origin = new URL(fake.endpoints[host]);
  const body = form ? encodeParameters(form) : '';
  const encoded = encodeParameters(query);
  nonces += 1;
  const signed = {
    host: origin.host,
    ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': `nonce ${nonces}`,
    'x-acs-content-sha256': sha256(body),
  };
  const { status, body: text } = await send({
    method: 'POST',
    url: `${origin.origin}/?${encoded}`,
    headers: { ...signed, authorization: authorizationOf(encoded, signed, credentials) },
    body,
    signal: new AbortController().signal,
    tls: { ca: fake.ca },
  });
  return { status, code: JSON.parse(text).Code };
}

const cloudauth = { host: 'cloudauth', version: '2019-03-07' } as const;
const dytnsapi = { host: 'dytnsapi', version: '2020-02-17' } as const;
const person = { ParamType: 'normal', UserName: '张三', IdentifyNum: '11010519491231002X' };
const bank = {
  ...person,
  VerifyMode: 'VERIFY_BANK_CARD',
  ProductType: 'BANK_CARD_3_META',
  BankCard: '6222600260001072444',
};
const attribution = { InputNumber: '13800138000', Mask: 'NORMAL' };
const certificate = { CertName: '张三', CertNo: '11010519491231002X', CertPicture: 'AAAA' };

it.each([
  ['Id2MetaVerify in a form', { ...cloudauth, action: 'Id2MetaVerify', form: person }, 200, '200'],
  [
    'Id2MetaVerify in the query',
    { ...cloudauth, action: 'Id2MetaVerify', query: person },
    400,
    'MissingParameter',
  ],
  ['BankMetaVerify in the query', { ...cloudauth, action: 'BankMetaVerify', query: bank }, 200, '200'],
  [
    'BankMetaVerify in a form',
    { ...cloudauth, action: 'BankMetaVerify', form: bank },
    400,
    'MissingParameter',
  ],
  [
    'attribution with its own AuthCode',
    {
      ...dytnsapi,
      action: 'DescribePhoneNumberOperatorAttribute',
      query: { ...attribution, AuthCode: 'attr*code' },
    },
    200,
    'OK',
  ],
  [
    "attribution with another product's AuthCode",
    {
      ...dytnsapi,
      action: 'DescribePhoneNumberOperatorAttribute',
      query: { ...attribution, AuthCode: 'photo*code' },
    },
    400,
    'AuthCodeIllegal',
  ],
  [
    'attribution with an unknown AuthCode',
    {
      ...dytnsapi,
      action: 'DescribePhoneNumberOperatorAttribute',
      query: { ...attribution, AuthCode: 'unknown*' },
    },
    400,
    'AuthCodeNotExist',
  ],
  [
    "a certificate with attribution's AuthCode",
    {
      ...dytnsapi,
      action: 'CertNoThreeElementVerification',
      query: { ...certificate, AuthCode: 'attr*code' },
    },
    400,
    'AuthCodeIllegal',
  ],
  [
    'a number that is not a mobile number',
    {
      ...dytnsapi,
      action: 'DescribePhoneNumberOperatorAttribute',
      query: { ...attribution, InputNumber: '110', AuthCode: 'attr*code' },
    },
    400,
    'MobileNumberIllegal',
  ],
  [
    'a face photo of 1 MB',
    {
      ...cloudauth,
      action: 'Id3MetaVerify',
      form: { ...person, FacePicture: Buffer.alloc(1024 * 1024).toString('base64') },
    },
    200,
    '421',
  ],
  [
    'a face photo that is not base64',
    { ...cloudauth, action: 'Id3MetaVerify', form: { ...person, FacePicture: 'data:image/png;base64,AAAA' } },
    200,
    '405',
  ],
] as [string, Asked, number, string][])(
  'Alibaba Cloud fake answers %s with its documented status and code',
  async (_, asked, status, code) => {
    expect(await answerTo(asked)).toEqual({ status, code });
    const served = code === '200' || code === 'OK';
    expect([fake.processed(), fake.billed()]).toEqual(served ? [1, 1] : [0, 0]);
  },
);
