import { describe, expect, it } from '@jest/globals';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { createHttpProvider } from '../../packages/providers/http/provider.ts';
import { confirm } from '../../packages/providers/http/unconfirmed.ts';
import { vendors } from '../../packages/providers/http/vendors/index.ts';
import { aesProduct, yushanAnswer } from '../../packages/vendor-fakes/data-vendor/products.ts';
import { dataVendorConversation, errored } from '../support/data-vendor-conversation.ts';
import { callFor, person, redirected } from '../support/http-provider.ts';

const now = new Date('2026-11-24T17:00:00Z');
const clock = () => now;
const neither = { outcome: 'clear' };

const conversation = dataVendorConversation();
const { answer, ask } = conversation;

describe('Yushan', () => {
  const key = '0123456789abcdef';
  const common = {
    'yushan.auth': { headers: { 'X-Account': '{secret.account}' } },
    'yushan.encryption': { cipher: 'aes-128-ecb', encoding: 'base64' },
    'yushan.contentTypes': ['text/plain'],
  };
  const fin024 = {
    ...common,
    'yushan.fin024.url': 'https://yushan.example/fin024',
    'yushan.fin024.code':
      "retcode == '000000' ? (retdata.riskresultcode ? '000000:hit' : '000000:none') : to_string(retcode)",
    'yushan.fin024.codes': {
      '000000:hit': { class: 'flagged', billed: true },
      '000000:none': { class: 'clear', billed: true },
    },
    'yushan.fin024.levels': { from: "split(retdata.riskresultcodevalue, ',')" },
  };
  const tra012 = {
    ...common,
    'yushan.billsOthers': false,
    'yushan.tra012.url': 'https://yushan.example/tra012',
    'yushan.tra012.fields':
      '{name: applicant.name, cardNo: applicant.idNumber, mobile: applicant.mobile, date: today}',
    'yushan.tra012.code': 'retcode',
    'yushan.tra012.province': 'retdata.province',
    'yushan.tra012.city': 'retdata.city',
  };

  async function provider(subChecks: SubCheckId[], given: Record<string, unknown>) {
    const product = aesProduct(key, answer);
    await conversation.start({ products: { '/fin024': product, '/tra012': product } });
    const confirmed = confirm(vendors.yushan, { subChecks, answers: given });
    return createHttpProvider(redirected(confirmed, 'https://yushan.example', conversation.vendor.url), {
      secret: async () => ({ account: 'acc', aesKey: key, vendorCa: conversation.vendorCa }),
      clock,
    });
  }

  it.each<[string, unknown, object, string]>([
    [
      '000000',
      { riskresultcode: '110', riskresultcodevalue: '1' },
      { outcome: 'flagged', severity: 1 },
      '000000:hit',
    ],
    [
      '000000',
      { riskresultcode: '130', riskresultcodevalue: '2' },
      { outcome: 'flagged', severity: 2 },
      '000000:hit',
    ],
    [
      '000000',
      { riskresultcode: '110,150', riskresultcodevalue: '1,3' },
      { outcome: 'flagged', severity: 3 },
      '000000:hit',
    ],
    ['000000', { riskresultcode: '110', riskresultcodevalue: '4' }, errored('unknown-code'), '000000:hit'],
    ['000000', {}, neither, '000000:none'],
    ['200000', undefined, errored('unknown-code'), '200000'],
  ])('Yushan FIN024: %s %j', async (retcode, retdata, finding, code) => {
    conversation.answers = yushanAnswer(retcode, retdata);
    const { fields, ...result } = await ask(await provider(['risk.fraud'], fin024), 'risk.fraud');
    expect(result).toEqual({ finding, billed: true, code });
    expect(fields).toEqual({ mobile: person.mobile });
    expect(conversation.vendor.calls[0]?.headers['x-account']).toBe('acc');
  });

  const lives = { province: '浙江省', city: '杭州市', distinct: '西湖区' };
  const residential: SubCheckId = 'mobile.location-residential';
  it.each<[string, unknown, object, boolean]>([
    ['000000', lives, { outcome: 'data', province: '浙江省', city: '杭州市' }, true],
    ['000000', {}, errored('unknown-code'), true],
    ['200010', undefined, errored('upstream-unavailable'), false],
    ['warn_044', undefined, errored('invalid-input'), false],
    ['warn_059', undefined, errored('invalid-input'), false],
    ['warn_060', undefined, errored('invalid-input'), false],
    ['warn_062', undefined, { outcome: 'notFound' }, false],
    ['warn_111', undefined, errored('invalid-input'), false],
  ])('Yushan TRA012: %s %j', async (code, retdata, finding, billed) => {
    conversation.answers = yushanAnswer(code, retdata);
    const { fields, ...result } = await ask(await provider([residential], tra012), residential);
    expect(result).toEqual({ finding, billed, code });
    // It is the 25th in China.
    expect(fields).toEqual({
      name: person.name,
      cardNo: person.idNumber,
      mobile: person.mobile,
      date: '20261125',
    });
  });

  it.each(['200000', 'warn_001'])(
    'Yushan TRA012: %s was not processed, if the vendor says that it is free',
    async (code) => {
      conversation.answers = yushanAnswer(code);
      const free = ask(await provider([residential], tra012), residential);
      await expect(free).rejects.toMatchObject({ name: 'UpstreamNotProcessedError', code });
      await conversation.vendor.close();
      const charged = await provider([residential], { ...tra012, 'yushan.billsOthers': true });
      expect(await ask(charged, residential)).toMatchObject({
        finding: errored('unknown-outcome'),
        billed: true,
        code,
      });
    },
  );

  it('Yushan TRA012 is not called with a mobile alone, which is all that the sub-check reads', async () => {
    const asked = await provider([residential], tra012);
    const call = callFor(residential, { applicant: { mobile: person.mobile } });
    expect(await asked.ask(call)).toMatchObject({ finding: errored('unsupported'), billed: false });
    expect(conversation.vendor.calls).toHaveLength(0);
  });
});
