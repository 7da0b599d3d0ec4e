import { domainToUnicode } from 'node:url';
import { describe, expect, it, test } from '@jest/globals';
import { type InputField, inputFields, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { eligibleSubChecks } from '@kyc-china/core/sub-checks/eligibility';
import fc from 'fast-check';
import { Buffer as BrowserBuffer } from '../../console/browser/buffer.ts';
import { domainToUnicode as browserDomainToUnicode } from '../../console/browser/node-url.ts';
import { assess, bodyOf, emptyDraft } from '../../console/src/form/draft.ts';
import { additionBy, standings } from '../../console/src/form/preview.ts';
import { controlId, fieldName } from '../../console/src/form/problem-words.ts';

const presentFields = fc.subarray([...inputFields]).map((fields) => new Set<InputField>(fields));

describe('what the form says will run', () => {
  it("form's list of sub-checks equals the domain's", () => {
    fc.assert(
      fc.property(presentFields, (present) => {
        const all = [...standings(present)];
        const running = all.filter(([, standing]) => standing.is === 'running').map(([id]) => id);
        expect(all.map(([id]) => id)).toEqual(subCheckIds);
        expect(running).toEqual(eligibleSubChecks(present));
      }),
    );
  });

  it("form's hints name only missing fields that make a waiting sub-check run", () => {
    fc.assert(
      fc.property(presentFields, (present) => {
        for (const [id, standing] of standings(present)) {
          if (standing.is === 'covered') expect(eligibleSubChecks(present)).toContain(standing.by);
          if (standing.is !== 'waiting') continue;
          expect(standing.missing.length).toBeGreaterThan(0);
          expect(standing.missing.filter((field) => present.has(field))).toEqual([]);
          const after = standings(new Set([...present, ...standing.missing])).get(id);
          expect(after?.is).not.toBe('waiting');
        }
      }),
    );
  });

  it('form states for each field exactly what it adds', () => {
    fc.assert(
      fc.property(presentFields, fc.constantFrom(...inputFields), (present, field) => {
        const addition = additionBy(present, field);
        if (present.has(field)) {
          expect(addition).toBeUndefined();
          return;
        }
        if (!addition) return;
        const before = eligibleSubChecks(present);
        const after = eligibleSubChecks(new Set([...present, field, ...addition.alongWith]));
        expect(addition.adds).toEqual(after.filter((id) => !before.includes(id)));
        expect(addition.replaces).toEqual(before.filter((id) => !after.includes(id)));
        expect(addition.adds.length).toBeGreaterThan(0);
      }),
    );
  });

  it('form has a hint for every field that could add something', () => {
    fc.assert(
      fc.property(presentFields, fc.constantFrom(...inputFields), presentFields, (present, field, others) => {
        fc.pre(!present.has(field));
        const without = eligibleSubChecks(new Set([...present, ...others].filter((one) => one !== field)));
        const withIt = eligibleSubChecks(new Set([...present, ...others, field]));
        if (withIt.some((id) => !without.includes(id) && !eligibleSubChecks(present).includes(id)))
          expect(additionBy(present, field)).toBeDefined();
      }),
    );
  });

  it('form adds the two dates together, in place of the weaker sub-check', () => {
    expect(additionBy(new Set(['name', 'idNumber']), 'idIssueDate')).toEqual({
      alongWith: ['idExpiryDate'],
      adds: ['identity.four-factor'],
      replaces: ['identity.two-factor'],
    });
  });
});

describe("the form's validation", () => {
  it("form validation gives the API's message at the same field, and an invalid field counts as missing", () => {
    const body = bodyOf({ ...emptyDraft, name: 'Zhang San', mobile: '13800138000' });
    const { problems, present } = assess({ ...body, idNo: '1' });
    expect(problems).toEqual([
      { field: 'idNo', message: 'is not a field of this request; idNumber was probably meant' },
      { field: 'name', message: expect.stringContaining('the sources do not accept pinyin') },
    ]);
    expect([...present]).toEqual(['mobile']);
  });

  it("form validation reports in the API's words that nothing can run", () => {
    expect(assess({}).nothingEligible).toContain('With no field sent, no sub-check can run');
    expect(assess({ callbackUrl: 'https://example.com/' }).nothingEligible).toContain(
      'With only callbackUrl sent, no sub-check can run',
    );
    expect(assess({ mobile: '13800138000' }).nothingEligible).toBeUndefined();
  });

  it('form validation counts null and an empty list as not sent, as the API does', () => {
    const { problems, present, nothingEligible } = assess({ name: '张三', idNumber: null, subChecks: [] });
    expect(problems).toEqual([]);
    expect([...present]).toEqual(['name']);
    expect(nothingEligible).toContain('With only name sent, no sub-check can run');
  });

  it('form sends no empty field', () => {
    expect(bodyOf(emptyDraft)).toEqual({});
  });

  it('form problem links to its control under a readable name', () => {
    expect(controlId('addressesToVerify[2].city')).toBe('address-2-city');
    expect(controlId('mobile')).toBe('field-mobile');
    expect(fieldName('addressesToVerify[2].city')).toEqual({ en: 'Address 3 City', zh: '地址 3 城市' });
    expect(fieldName('idNo')).toEqual({ en: 'idNo', zh: 'idNo' });
  });
});

describe('what replaces Node modules in the browser', () => {
  test('browser replacement decodes base64 as Node does', () => {
    const almost = fc.string({ unit: fc.constantFrom(...'ABCxyz019+/=-_ \n') });
    fc.assert(
      fc.property(fc.oneof(fc.base64String(), almost), (text) => {
        const bytes = BrowserBuffer.from(text, 'base64');
        expect([...bytes]).toEqual([...Buffer.from(text, 'base64')]);
        expect(bytes.toString('base64')).toBe(Buffer.from(text, 'base64').toString('base64'));
      }),
    );
  });

  test('browser replacement reads international names as Node does', () => {
    const names = ['例子.中国', 'bücher.example', '点看.com', 'mañana.example', 'faß.de'];
    for (const name of names) {
      const host = new URL(`https://${name}`).hostname;
      expect(browserDomainToUnicode(host)).toBe(domainToUnicode(host));
    }
  });
});
