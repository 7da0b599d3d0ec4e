/** The fake is as strict as the vendor documents itself to be: else a test that passes would prove little. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FakeTencent, startFakeTencent } from '@kyc-china/vendor-fakes/tencent/fake';
import { authorizationOf } from '../../packages/providers/tencent/signature.ts';
import { send } from '../../packages/providers/wire.ts';

const key = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
const now = new Date('2026-11-24T23:59:59Z');
let fake: FakeTencent;
beforeAll(async () => {
  fake = await startFakeTencent({ ...key, clock: () => now });
});
afterEach(() => fake.reset());
afterAll(() => fake.stop());

interface Change {
  readonly at?: Date;
  readonly headers?: Record<string, string>;
  readonly action?: string;
  readonly body?: unknown;
  /** Replaces the body after it was signed. */
  readonly tampered?: string;
}

const person = { Name: '张三', IdCard: '11010519491231002X' };

async function answerTo({
  at = now,
  headers,
  action = 'IdCardVerification',
  body = person,
  tampered,
}: Change) {
  const { host } = new URL(fake.url);
  const text = JSON.stringify(body);
  const contentType = 'application/json; charset=utf-8';
  const { body: answer } = await send({
    method: 'POST',
    url: fake.url,
    headers: {
      host,
      'content-type': contentType,
      authorization: authorizationOf({ host, contentType, body: text, service: 'faceid', at }, key),
      'x-tc-action': action,
      'x-tc-version': '2018-03-01',
      'x-tc-timestamp': String(Math.floor(at.getTime() / 1000)),
      ...headers,
    },
    body: tampered ?? text,
    signal: new AbortController().signal,
    tls: { ca: fake.ca },
  });
  const { Result, Error: error, RequestId } = JSON.parse(answer).Response;
  expect(RequestId).toMatch(/^[0-9a-f-]{36}$/);
  return error?.Code ?? Result;
}

const minutes = (n: number) => new Date(now.getTime() + n * 60_000);

describe('the fake', () => {
  it.each([
    ['a good request', {}, '0'],
    ['a clock 4 minutes slow', { at: minutes(-4) }, '0'],
    ['a clock fast over midnight', { at: minutes(4) }, '0'],
    ['a clock 6 minutes slow', { at: minutes(-6) }, 'AuthFailure.SignatureExpire'],
    ['a clock 6 minutes fast', { at: minutes(6) }, 'AuthFailure.SignatureExpire'],
    ['another body than was signed', { tampered: '{"Name":"李四"}' }, 'AuthFailure.SignatureFailure'],
    [
      'another content type than was signed',
      { headers: { 'content-type': 'application/json' } },
      'AuthFailure.SignatureFailure',
    ],
    [
      'a timestamp that was not signed',
      { headers: { 'x-tc-timestamp': '1795564798' } },
      'AuthFailure.SignatureFailure',
    ],
    ['no signature', { headers: { authorization: 'Basic eA==' } }, 'AuthFailure.InvalidAuthorization'],
    ['another version', { headers: { 'x-tc-version': '2017-03-12' } }, 'NoSuchVersion'],
    ['another action', { action: 'ImageRecognition' }, 'InvalidAction'],
    [
      'form data',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'UnsupportedProtocol',
    ],
    ['a parameter too few', { body: { Name: '张三' } }, 'MissingParameter'],
    ['a parameter too many', { body: { ...person, Phone: '13800138000' } }, 'UnknownParameter'],
    ['a lower-case x', { body: { ...person, IdCard: '11010519491231002x' } }, 'InvalidParameterValue'],
    ['a number for a string', { body: { ...person, IdCard: 110105 } }, 'InvalidParameter'],
    [
      '长期 as a validity',
      { action: 'CheckIdNameDate', body: { ...person, ValidityBegin: '20200101', ValidityEnd: '长期' } },
      'InvalidParameterValue',
    ],
    [
      'Mobile for Phone',
      { action: 'PhoneVerification', body: { ...person, Mobile: '13800138000' } },
      'UnknownParameter',
    ],
    [
      'Phone for Mobile',
      { action: 'CheckPhoneAndName', body: { Name: '张三', Phone: '13800138000' } },
      'UnknownParameter',
    ],
    [
      'a text for CertType',
      { action: 'BankCardVerification', body: { ...person, BankCard: '6222600260001072444', CertType: '0' } },
      'InvalidParameter',
    ],
    [
      'a data: prefix',
      { action: 'ImageRecognitionV2', body: { ...person, ImageBase64: 'data:image/png;base64,AAAA' } },
      'InvalidParameterValue',
    ],
    [
      'base64 without padding',
      { action: 'ImageRecognitionV2', body: { ...person, ImageBase64: 'AAAAAA' } },
      'InvalidParameterValue',
    ],
  ] as [string, Change, string][])('Tencent Cloud fake answers %s with %s', async (_, change, code) => {
    expect(await answerTo(change)).toBe(code);
    expect([fake.processed(), fake.billed()]).toEqual(code === '0' ? [1, 1] : [0, 0]);
  });
});
