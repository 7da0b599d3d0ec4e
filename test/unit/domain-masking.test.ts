import { describe, expect, it } from '@jest/globals';
import type { Applicant } from '@kyc-china/core/applicant';
import { maskApplicant } from '@kyc-china/core/masking';
import fc from 'fast-check';

describe('masking', () => {
  it("masking returns the contract's examples", () => {
    expect(
      maskApplicant({
        name: '张三',
        idNumber: '110101199001011234',
        mobile: '13800138000',
        bankCardNumber: '6222021234567890123',
        facePhoto: true,
      }),
    ).toEqual({
      name: '张*',
      idNumber: '1101**********1234',
      mobile: '138****8000',
      bankCardNumber: '6222***********0123',
      facePhoto: true,
    });
  });

  it.each([
    ['欧阳修', '欧**'],
    ['𠮷田', '𠮷*'],
    ['𠮷𠮷𠮷', '𠮷**'],
    ['买买提·吐尔逊', '买******'],
  ])('masking of the name %s returns %s, in whole characters', (name, masked) => {
    expect(maskApplicant({ name })).toEqual({ name: masked });
  });

  it('masking keeps the years of the card, 长期, and the city of an address', () => {
    expect(
      maskApplicant({
        idIssueDate: '20200229',
        idExpiryDate: '20400228',
        addressesToVerify: [{ type: 'work', city: '北京市', address: '朝阳区示例路1号' }],
      }),
    ).toEqual({
      idIssueDate: '2020****',
      idExpiryDate: '2040****',
      addressesToVerify: [{ type: 'work', city: '北京市', address: '朝阳******' }],
    });
    expect(maskApplicant({ idExpiryDate: '长期' })).toEqual({ idExpiryDate: '长期' });
  });

  it('masking returns nothing for fields that were not sent', () => {
    expect(maskApplicant({})).toEqual({});
  });

  const han = fc.oneof(
    fc.integer({ min: 0x4e00, max: 0x9fa5 }),
    fc.integer({ min: 0x20000, max: 0x2a6df }),
    fc.integer({ min: 0x30000, max: 0x3134a }),
  );
  const hanText = (minLength: number) =>
    fc.array(han, { minLength, maxLength: 50 }).map((points) => String.fromCodePoint(...points));
  const day = fc.stringMatching(/^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])$/);
  const anyApplicant: fc.Arbitrary<Applicant> = fc.record(
    {
      name: hanText(2),
      idNumber: fc.stringMatching(/^[0-9]{17}[0-9X]$/),
      idIssueDate: day,
      idExpiryDate: fc.oneof(day, fc.constant('长期')),
      mobile: fc.stringMatching(/^1[3-9][0-9]{9}$/),
      bankCardNumber: fc.stringMatching(/^[0-9]{12,19}$/),
      addressesToVerify: fc.array(
        fc.record({
          type: fc.constantFrom('common' as const, 'work' as const, 'residential' as const),
          city: fc.constant('北京市'),
          address: hanText(3),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    },
    { requiredKeys: [] },
  );

  it('masking reveals no value, and keeps exactly the sent fields', () => {
    fc.assert(
      fc.property(anyApplicant, (applicant) => {
        const masked = maskApplicant(applicant);
        expect(new Set(Object.keys(masked))).toEqual(new Set(Object.keys(applicant)));
        for (const [field, value] of Object.entries(applicant))
          if (typeof value === 'string' && value !== '长期')
            expect(masked[field as keyof Applicant]).not.toContain(value);
        applicant.addressesToVerify?.forEach(({ address }, index) => {
          expect(masked.addressesToVerify?.[index]?.address).not.toContain(address);
        });
      }),
    );
  });

  it.each(['村', '新街'])('masking hides an address as short as %s too', (address) => {
    const masked = maskApplicant({ addressesToVerify: [{ type: 'work', city: '北京市', address }] });
    expect(masked.addressesToVerify?.[0]?.address).not.toContain(address);
  });

  it('masking keeps the length in characters and never splits a character', () => {
    fc.assert(
      fc.property(anyApplicant, (applicant) => {
        const masked = maskApplicant(applicant);
        for (const field of ['name', 'idNumber', 'mobile', 'bankCardNumber'] as const) {
          const value = masked[field];
          if (value === undefined) continue;
          expect([...value]).toHaveLength([...(applicant[field] as string)].length);
          expect(value.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
