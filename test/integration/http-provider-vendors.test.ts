import { describe, expect, it } from '@jest/globals';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import { createHttpProvider } from '../../packages/providers/http/provider.ts';
import { confirm } from '../../packages/providers/http/unconfirmed.ts';
import { vendors } from '../../packages/providers/http/vendors/index.ts';
import { anybody, digestGate } from '../../packages/vendor-fakes/data-vendor/gate.ts';
import { jumdataAnswer, spideridAnswer } from '../../packages/vendor-fakes/data-vendor/products.ts';
import { dataVendorConversation, errored } from '../support/data-vendor-conversation.ts';
import { person, redirected } from '../support/http-provider.ts';

const now = new Date('2026-11-24T17:00:00Z');
const clock = () => now;
const neither = { outcome: 'clear' };

const conversation = dataVendorConversation();
const { answer, ask } = conversation;

describe('Jumdata', () => {
  // What the operator would have asked; here, what a reseller documents of the same product.
  const charge = 'charge';
  const confirmed = confirm(vendors.jumdata, {
    subChecks: ['identity.id-mobile', 'risk.criminal', 'risk.fraud'],
    answers: {
      'jumdata.idMobile.results': {
        '200:0': { class: 'matched', billed: charge },
        '200:1': { class: 'unmatched', billed: charge },
        '200:2': { class: 'not-found', billed: charge },
      },
      'jumdata.badness.fields': 'merge(auth, {name: applicant.name, idcard: applicant.idNumber})',
      'jumdata.badness.categories': {
        from: "split(data.result, ',')",
        map: { A: 'offender', B: 'fugitive' },
      },
      'jumdata.deceiver.code':
        "to_string(code) != '200' ? to_string(code) : (to_number(data.score) < `40` ? '200:low' : '200:hit')",
      'jumdata.deceiver.codes': {
        '200:low': { class: 'clear', billed: charge },
        '200:hit': { class: 'flagged', billed: charge },
      },
      'jumdata.deceiver.severity': 'to_number(data.score) < `80` ? `2` : `3`',
    },
  });

  async function provider() {
    const gate = digestGate({ appId: 'app', appSecret: 's3cret', now: () => now.getTime() });
    const product = { answer };
    await conversation.start({
      gate,
      products: {
        '/mobile-two/check-v2': product,
        '/personal/badness': product,
        '/deceiver-risk/check': product,
      },
    });
    return createHttpProvider(redirected(confirmed, 'https://api.jumdata.com', conversation.vendor.url), {
      secret: async () => ({ appId: 'app', appSecret: 's3cret', vendorCa: conversation.vendorCa }),
      clock,
    });
  }

  it.each<[SubCheckId, number, unknown, boolean, object, string]>([
    ['identity.id-mobile', 200, { result: '0' }, true, { outcome: 'matched' }, '200:0'],
    ['identity.id-mobile', 200, { result: 1 }, true, { outcome: 'unmatched' }, '200:1'],
    ['identity.id-mobile', 200, { result: '2' }, false, { outcome: 'notFound' }, '200:2'],
    ['identity.id-mobile', 400, null, false, errored('invalid-input'), '400'],
    ['risk.criminal', 200, { result: '0' }, true, neither, '200:none'],
    ['risk.criminal', 200, { result: 0 }, true, neither, '200:none'],
    [
      'risk.criminal',
      200,
      { result: 'A' },
      true,
      { outcome: 'flagged', categories: ['offender'] },
      '200:hit',
    ],
    [
      'risk.criminal',
      200,
      { result: 'B,A' },
      true,
      { outcome: 'flagged', categories: ['offender', 'fugitive'] },
      '200:hit',
    ],
    ['risk.criminal', 200, { result: 'Q' }, true, errored('unknown-code'), '200:hit'],
    ['risk.criminal', 400, null, false, errored('invalid-input'), '400'],
    ['risk.fraud', 200, { score: '39' }, true, neither, '200:low'],
    ['risk.fraud', 200, { score: 40 }, true, { outcome: 'flagged', severity: 2 }, '200:hit'],
    ['risk.fraud', 200, { score: '95' }, true, { outcome: 'flagged', severity: 3 }, '200:hit'],
    ['risk.fraud', 400, null, false, errored('invalid-input'), '400'],
  ])('Jumdata %s: %d %j, charged %j', async (id, code, data, charged, finding, shown) => {
    conversation.answers = jumdataAnswer(code, data, charged);
    expect(await ask(await provider(), id)).toMatchObject({ finding, billed: charged, code: shown });
  });

  it.each<[number, unknown, string]>([
    [200, {}, '200:null'],
    [200, null, '200:null'],
    [200, { result: '9' }, '200:9'],
    [401, null, '401'],
    [500, null, '500'],
  ])('Jumdata answer that was not confirmed is an unknown code: %d %j', async (code, data, shown) => {
    conversation.answers = jumdataAnswer(code, data, false);
    expect(await ask(await provider(), 'identity.id-mobile')).toMatchObject({
      finding: errored('unknown-code'),
      billed: true,
      code: shown,
    });
  });

  it('Jumdata fraud list gets one identifier: the mobile, or else the ID number', async () => {
    conversation.answers = jumdataAnswer(200, { score: 1 }, true);
    const { fields } = await ask(await provider(), 'risk.fraud');
    expect(Object.keys(fields ?? {}).sort()).toEqual(['appId', 'mobile', 'sign', 'timestamp']);
    conversation.vendor.reset();
    await conversation.vendor.close();
    const other = await ask(await provider(), 'risk.fraud', { idNumber: person.idNumber });
    expect(Object.keys(other.fields ?? {}).sort()).toEqual(['appId', 'idcard', 'sign', 'timestamp']);
  });
});

describe('Spiderid', () => {
  const confirmed = confirm(vendors.spiderid, {
    subChecks: ['risk.criminal'],
    answers: { 'spiderid.auth': { values: { appKey: '{secret.appKey}' } } },
  });

  async function provider() {
    await conversation.start({ gate: anybody, products: { '/api/router/rest': { answer } } });
    return createHttpProvider(redirected(confirmed, 'https://api.spiderid.cn', conversation.vendor.url), {
      secret: async () => ({ appKey: 'key', vendorCa: conversation.vendorCa }),
    });
  }

  const flagged = (...categories: string[]) => ({ outcome: 'flagged', categories });
  it.each<[object, object, string]>([
    [{ incorrect: 100, misconductCode: '[1,2]' }, flagged('offender', 'other'), '0:100'],
    [{ incorrect: 100, misconductCode: '[1]' }, flagged('other'), '0:100'],
    [{ incorrect: 100, misconductCode: '2' }, flagged('offender'), '0:100'],
    [{ incorrect: 100, misconductCode: '[3]' }, flagged('drug-related'), '0:100'],
    [{ incorrect: 100, misconductCode: '4, 5' }, flagged('drug-user', 'fugitive'), '0:100'],
    [{ incorrect: 100, misconductCode: '[6]' }, flagged('case-involved'), '0:100'],
    [{ incorrect: 100, misconductCode: 3 }, flagged('drug-related'), '0:100'],
    [{ incorrect: 100, misconductCode: ['1', '2'] }, flagged('offender', 'other'), '0:100'],
    [{ incorrect: 101 }, neither, '0:101'],
    [{ incorrect: 102 }, errored('invalid-input'), '0:102'],
    [{ incorrect: 103 }, errored('unknown-code'), '0:103'],
    // A hit whose codes are not there, or not all known, is no clean record and no guess.
    [{ incorrect: 100 }, errored('unknown-code'), '0:100'],
    [{ incorrect: 100, misconductCode: '[]' }, errored('unknown-code'), '0:100'],
    [{ incorrect: 100, misconductCode: '[1,7]' }, errored('unknown-code'), '0:100'],
  ])('Spiderid answer %j is read', async (data, finding, code) => {
    conversation.answers = spideridAnswer(0, data as Record<string, unknown>);
    expect(await ask(await provider(), 'risk.criminal')).toMatchObject({ finding, billed: true, code });
  });

  it('Spiderid has no codes of failures, and gets the final x in lower case', async () => {
    conversation.answers = spideridAnswer(40);
    const { fields, ...result } = await ask(await provider(), 'risk.criminal');
    expect(result).toMatchObject({ finding: errored('unknown-code'), billed: true, code: '40' });
    expect(fields).toEqual({
      appKey: 'key',
      method: 'realid.credit.publicSecurity',
      realname: person.name,
      idcard: '11010119900101123x',
    });
  });
});
