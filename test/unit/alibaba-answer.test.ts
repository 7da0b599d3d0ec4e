import { describe, expect, it } from '@jest/globals';
import { read } from '../../packages/providers/alibaba/answer.ts';
import { identityCodes } from '../../packages/providers/alibaba/cloudauth-codes.ts';

const json = { 'content-type': 'application/json;charset=utf-8' };
const xml = { 'content-type': 'text/xml;charset=utf-8' };
const refusal = (code: string) =>
  `<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>1</RequestId><Code>${code}</Code><Message>m</Message></Error>`;
const readRefusal = (headers: Record<string, string>, status: number, body: string) =>
  read({ status, headers, body }, { codes: identityCodes });

describe('an answer of the gateway', () => {
  it('Alibaba Cloud answer is read when its code is in lower case', () => {
    expect(readRefusal(json, 403, '{"code":"NoPermission","requestId":"1"}')).toMatchObject({
      code: 'NoPermission',
      billed: false,
      finding: { code: 'upstream-unavailable' },
    });
  });

  it('Alibaba Cloud answer is read when it is a refusal in XML', () => {
    expect(readRefusal(xml, 403, refusal('Forbidden.RAM'))).toMatchObject({
      code: 'Forbidden.RAM',
      billed: false,
    });
    expect(() => readRefusal(xml, 400, refusal('Throttling.User'))).toThrow(
      expect.objectContaining({
        name: 'UpstreamNotProcessedError',
        reason: 'throttled',
        code: 'Throttling.User',
      }),
    );
  });

  it.each([
    ['XML without a code', xml, '<Error/>'],
    ['XML whose code has another form', xml, refusal('张三')],
    ['HTML with a code in it', { 'content-type': 'text/html' }, refusal('Forbidden.RAM')],
  ])('Alibaba Cloud answer leaves the outcome unknown when it is %s', (_, headers, body) => {
    expect(() => readRefusal(headers, 400, body)).toThrow(
      expect.objectContaining({ name: 'AnswerLostError' }),
    );
  });

  it('Alibaba Cloud answer in XML gives no verdict: only refusals are read', () => {
    expect(readRefusal(xml, 200, refusal('200'))).toMatchObject({
      finding: { code: 'unknown-code' },
      billed: true,
    });
  });
});
