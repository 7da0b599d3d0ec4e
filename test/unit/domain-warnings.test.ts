import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Applicant } from '../../lambdas/domain/applicant.ts';
import {
  idCheckCharacter,
  luhnCheckDigit,
  parseDay,
  warningCodes,
  warningsFor,
} from '../../lambdas/domain/warnings.ts';

const today = new Date('2026-03-01T00:00:00Z');
const codesFor = (applicant: Applicant) => warningsFor(applicant, today).map(({ code }) => code);

/** An ID number of a region and a birth date, with a right check digit. */
function idNumber(region: string, birth: string): string {
  const first17 = `${region}${birth}100`;
  return first17 + idCheckCharacter(first17);
}

describe('an ID number', () => {
  it.each(['11010519491231002X', '440524188001010014'])("%s, the standard's own, earns no warning", (id) => {
    expect(codesFor({ idNumber: id })).toEqual([]);
  });

  it.each(['130402198207290622', '110101199001011234'])('%s fails the check digit', (id) => {
    expect(warningsFor({ idNumber: id }, today)).toEqual([
      expect.objectContaining({ field: 'idNumber', code: 'id-check-digit' }),
    ]);
  });

  it('is caught with any one digit changed, and with any two neighbours swapped', () => {
    const digits = fc.stringMatching(/^[0-9]{17}$/);
    fc.assert(
      fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (first17, at, by) => {
        const changed = [...first17];
        changed[at] = String((Number(first17[at]) + by) % 10);
        expect(idCheckCharacter(changed.join(''))).not.toBe(idCheckCharacter(first17));
      }),
    );
    fc.assert(
      fc.property(digits, fc.nat(15), (first17, at) => {
        fc.pre(first17[at] !== first17[at + 1]);
        const swapped = [...first17];
        [swapped[at], swapped[at + 1]] = [first17[at + 1] as string, first17[at] as string];
        expect(idCheckCharacter(swapped.join(''))).not.toBe(idCheckCharacter(first17));
      }),
    );
  });

  it.each(['010101', '170101', '990101', '470101'])('of region %s is doubted', (region) => {
    expect(codesFor({ idNumber: idNumber(region, '19900101') })).toEqual(['id-region']);
  });

  it.each(['110101', '650102', '710000', '810000', '820000', '830000'])('of region %s is not', (region) => {
    expect(codesFor({ idNumber: idNumber(region, '19900101') })).toEqual([]);
  });

  it.each(['19900230', '19901301', '19900001', '20230229', '20260302', '17991231', '00000000'])(
    'with the birth date %s is doubted',
    (birth) => {
      expect(codesFor({ idNumber: idNumber('110101', birth) })).toEqual(['id-birth-date']);
    },
  );

  it.each(['20240229', '20260301', '18800101'])('with the birth date %s is not', (birth) => {
    expect(codesFor({ idNumber: idNumber('110101', birth) })).toEqual([]);
  });

  it('can earn all three at once', () => {
    expect(codesFor({ idNumber: '000000000000000000' })).toEqual([
      'id-check-digit',
      'id-region',
      'id-birth-date',
    ]);
  });
});

describe('a card number', () => {
  it.each(['6222600260001072444', '6225768888888888', '6226090210146748'])('%s passes Luhn', (card) => {
    expect(codesFor({ bankCardNumber: card })).toEqual([]);
  });

  it('of the documentation does not', () => {
    expect(warningsFor({ bankCardNumber: '6222021234567890123' }, today)).toEqual([
      expect.objectContaining({ field: 'bankCardNumber', code: 'card-check-digit' }),
    ]);
  });

  it('has exactly one check digit that passes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{11,18}$/), (card) => {
        const passing = [...'0123456789'].filter(
          (digit) => codesFor({ bankCardNumber: card + digit }).length === 0,
        );
        expect(passing).toEqual([luhnCheckDigit(card)]);
      }),
    );
  });
});

describe('a period of validity', () => {
  const of = (idIssueDate: string, idExpiryDate: string, birth?: string) =>
    codesFor({ idIssueDate, idExpiryDate, ...(birth && { idNumber: idNumber('110101', birth) }) });

  it.each([
    ['20200101', '20250101'],
    ['20200101', '20300101'],
    ['20200101', '20400101'],
    ['20200101', '长期'],
    ['20200229', '20400229'],
    ['20200229', '20300228'],
    ['20200229', '20300301'],
  ])('%s to %s is possible', (issue, expiry) => {
    expect(of(issue, expiry)).toEqual([]);
  });

  it.each([
    ['20200101', '20350101'],
    ['20200101', '20400102'],
    ['20200101', '20200101'],
    ['20200101', '20100101'],
  ])('%s to %s is doubted', (issue, expiry) => {
    expect(of(issue, expiry)).toEqual(['validity-period']);
  });

  it.each([
    // Article 5: under 16 five years, 16 to 25 ten, 26 to 45 twenty, from 46 on long-term.
    ['20100301', '20250301', '20300301', '15 years old: 5'],
    ['20100301', '20260228', '20310228', 'the day before 16: 5'],
    ['20100301', '20260301', '20360301', '16 that day: 10'],
    ['19950601', '20210531', '20310531', 'the day before 26: 10'],
    ['19950601', '20210601', '20410601', '26 that day: 20'],
    ['19750601', '20210531', '20410531', 'the day before 46: 20'],
    ['19750601', '20210601', '长期', '46 that day: long-term'],
    ['20200601', '20200601', '20250601', 'the day of birth: 5'],
  ])('born %s, issued %s, valid until %s fits (%s)', (birth, issue, expiry) => {
    expect(of(issue, expiry, birth)).toEqual([]);
  });

  it.each([
    ['20100301', '20260301', '20310301'],
    ['19950601', '20210601', '20310601'],
    ['19950601', '20210601', '长期'],
    ['19750601', '20210601', '20410601'],
    ['20100301', '20250301', '长期'],
    // Issued before the birth: 5 years would fit a negative age.
    ['20200601', '20180501', '20230501'],
    ['20200601', '20200531', '20250531'],
  ])('born %s, issued %s, valid until %s does not', (birth, issue, expiry) => {
    expect(of(issue, expiry, birth)).toEqual(['validity-period']);
  });

  // A card of 29 February may run out on 28 February or 1 March, but on no other day of the year.
  it.each([
    ['20200229', '20401231'],
    ['20200229', '20300615'],
  ])('%s to %s is doubted, for it is no whole number of years', (issue, expiry) => {
    expect(of(issue, expiry)).toEqual(['validity-period']);
  });

  it('is not looked at with one date alone, nor against an impossible birth date', () => {
    expect(codesFor({ idIssueDate: '20200101' })).toEqual([]);
    expect(codesFor({ idExpiryDate: '20200101' })).toEqual([]);
    expect(of('20200101', '20400101', '19900230')).toEqual(['id-birth-date']);
  });
});

describe('a name', () => {
  it.each(['𠮷田', '㐀三', '张鿍', '买𠮷·吐尔逊'])('%s has a rare character', (name) => {
    expect(warningsFor({ name }, today)).toEqual([
      expect.objectContaining({ field: 'name', code: 'rare-character' }),
    ]);
  });

  it.each(['张三', '买买提·吐尔逊', '一龥'])('%s has none', (name) => {
    expect(codesFor({ name })).toEqual([]);
  });
});

describe('a mobile', () => {
  it.each(['162', '165', '167', '170', '171', '192'])(
    'that begins with %s is of a virtual operator',
    (prefix) => {
      expect(warningsFor({ mobile: `${prefix}00138000` }, today)).toEqual([
        expect.objectContaining({ field: 'mobile', code: 'virtual-operator' }),
      ]);
    },
  );

  it.each(['138', '166', '191', '172'])('that begins with %s is not', (prefix) => {
    expect(codesFor({ mobile: `${prefix}00138000` })).toEqual([]);
  });
});

describe('warnings', () => {
  it('hold no value that was sent', () => {
    const everything: Applicant = {
      name: '𠮷田',
      idNumber: '000000000000000002',
      idIssueDate: '20200101',
      idExpiryDate: '20310102',
      mobile: '17000138000',
      bankCardNumber: '6222021234567890123',
    };
    const warnings = warningsFor(everything, today);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(warningCodes));
    const text = JSON.stringify(warnings);
    for (const value of Object.values(everything)) expect(text).not.toContain(value);
  });

  it('are none for nothing', () => {
    expect(warningsFor({}, today)).toEqual([]);
  });
});

describe('parseDay', () => {
  it('knows the days that exist', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1850-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString().slice(0, 10);
          expect(parseDay(iso.replaceAll('-', ''))?.toISOString()).toBe(`${iso}T00:00:00.000Z`);
        },
      ),
    );
    for (const text of ['20230229', '19000229', '20241301', '20240100', '20240431'])
      expect(parseDay(text)).toBeUndefined();
  });
});
