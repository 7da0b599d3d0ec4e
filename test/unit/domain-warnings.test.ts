import { describe, expect, it } from '@jest/globals';
import type { Applicant } from '@kyc-china/core/applicant';
import { parseDay } from '@kyc-china/core/china-day';
import { idCheckCharacter } from '@kyc-china/core/id-number';
import { luhnCheckDigit, warningCodes, warningsFor } from '@kyc-china/core/warnings';
import fc from 'fast-check';

const today = new Date('2026-03-01T00:00:00Z');
const codesFor = (applicant: Applicant) => warningsFor(applicant, today).map(({ code }) => code);

/** An ID number of a region and a birth date, with a right check digit. */
function idNumber(region: string, birth: string): string {
  const first17 = `${region}${birth}100`;
  return first17 + idCheckCharacter(first17);
}

describe('an ID number', () => {
  it.each(['11010519491231002X', '440524188001010014'])(
    'ID number %s, from the standard, has no warning',
    (id) => {
      expect(codesFor({ idNumber: id })).toEqual([]);
    },
  );

  it.each(['130402198207290622', '110101199001011234'])('ID number %s has a wrong check digit', (id) => {
    expect(warningsFor({ idNumber: id }, today)).toEqual([
      expect.objectContaining({ field: 'idNumber', code: 'id-check-digit' }),
    ]);
  });

  it('ID number has a warning with any one digit changed, and with any two neighbors swapped', () => {
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

  it.each(['010101', '170101', '990101', '470101'])('ID number of region %s has a warning', (region) => {
    expect(codesFor({ idNumber: idNumber(region, '19900101') })).toEqual(['id-region']);
  });

  it.each(['110101', '650102', '710000', '810000', '820000', '830000'])(
    'ID number of region %s has no warning',
    (region) => {
      expect(codesFor({ idNumber: idNumber(region, '19900101') })).toEqual([]);
    },
  );

  it.each(['19900230', '19901301', '19900001', '20230229', '20260302', '17991231', '00000000'])(
    'ID number with the birth date %s has a warning',
    (birth) => {
      expect(codesFor({ idNumber: idNumber('110101', birth) })).toEqual(['id-birth-date']);
    },
  );

  it.each(['20240229', '20260301', '18800101'])(
    'ID number with the birth date %s has no warning',
    (birth) => {
      expect(codesFor({ idNumber: idNumber('110101', birth) })).not.toContain('id-birth-date');
    },
  );

  it.each(['911840', '931392', '983036'])(
    'ID number of a foreigner, %s, has no warning for its region',
    (region) => {
      expect(codesFor({ idNumber: idNumber(region, '19900101') })).toEqual([]);
    },
  );

  it('ID number can have all three warnings together', () => {
    expect(codesFor({ idNumber: '000000000000000000' })).toEqual([
      'id-check-digit',
      'id-region',
      'id-birth-date',
    ]);
  });
});

describe('a card number', () => {
  it.each(['6222600260001072444', '6225768888888888', '6226090210146748'])(
    'card number %s passes Luhn',
    (card) => {
      expect(codesFor({ bankCardNumber: card })).toEqual([]);
    },
  );

  it('card number of the documentation does not pass Luhn', () => {
    expect(warningsFor({ bankCardNumber: '6222021234567890123' }, today)).toEqual([
      expect.objectContaining({ field: 'bankCardNumber', code: 'card-check-digit' }),
    ]);
  });

  it('card number has exactly one check digit that passes', () => {
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
    codesFor({ idIssueDate, idExpiryDate, ...(birth && { idNumber: idNumber('110101', birth) }) }).filter(
      (code) => code === 'validity-period' || code === 'id-birth-date',
    );

  it.each([
    ['20200101', '20250101'],
    ['20200101', '20300101'],
    ['20200101', '20400101'],
    ['20200101', '长期'],
    ['20200229', '20400229'],
    ['20200229', '20300228'],
    ['20200229', '20300301'],
  ])('validity from %s to %s has no warning', (issue, expiry) => {
    expect(of(issue, expiry)).toEqual([]);
  });

  it.each([
    ['20200101', '20350101'],
    ['20200101', '20400102'],
    ['20200101', '20200101'],
    ['20200101', '20100101'],
  ])('validity from %s to %s has a warning', (issue, expiry) => {
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
  ])('validity for birth %s, issue %s, end %s has no warning (%s)', (birth, issue, expiry) => {
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
  ])('validity for birth %s, issue %s, end %s has a warning', (birth, issue, expiry) => {
    expect(of(issue, expiry, birth)).toEqual(['validity-period']);
  });

  // A card of 29 February may run out on 28 February or 1 March, but on no other day of the year.
  it.each([
    ['20200229', '20401231'],
    ['20200229', '20300615'],
  ])('validity from %s to %s has a warning, because it is not a whole number of years', (issue, expiry) => {
    expect(of(issue, expiry)).toEqual(['validity-period']);
  });

  it('validity is not checked with one date alone, nor against an impossible birth date', () => {
    expect(codesFor({ idIssueDate: '20200101' })).not.toContain('validity-period');
    expect(codesFor({ idExpiryDate: '20200101' })).not.toContain('validity-period');
    expect(of('20200101', '20400101', '19900230')).toEqual(['id-birth-date']);
  });
});

describe('the period of validity of other cards', () => {
  const of = (region: string, idIssueDate: string, idExpiryDate: string, birth = '19900101') =>
    codesFor({ idNumber: idNumber(region, birth), idIssueDate, idExpiryDate });

  it.each(['810000', '820000', '830000'])(
    'validity of a residence permit, %s, is 5 years at any age',
    (region) => {
      expect(of(region, '20230301', '20280301')).toEqual([]);
      expect(of(region, '20230301', '20280301', '19400101')).toEqual([]);
      expect(of(region, '20240229', '20290228')).toEqual([]);
      for (const expiry of ['20330301', '20430301', '长期', '20280302'])
        expect(of(region, '20230301', expiry)).toEqual(['validity-period']);
    },
  );

  it("validity of a foreigner's permanent residence card is 5 or 10 years", () => {
    expect(of('911840', '20230301', '20280301')).toEqual([]);
    expect(of('911840', '20230301', '20330301')).toEqual([]);
    for (const expiry of ['20430301', '长期', '20330302'])
      expect(of('911840', '20230301', expiry)).toEqual(['validity-period']);
  });

  it('validity of a card of a region that only starts with 8 follows the Resident Identity Card Law', () => {
    expect(of('710000', '20230301', '20280301')).toEqual(['validity-period']);
  });
});

/** 15:59 and 16:00 UTC on 28 February: the last minute of that day in China, and the first of the next. */
const before = new Date('2026-02-28T15:59:59Z');
const after = new Date('2026-02-28T16:00:00Z');
const codesAt = (moment: Date, applicant: Applicant) =>
  warningsFor(applicant, moment).map(({ code }) => code);

describe('today is the day in China', () => {
  it('current day in China decides for a birth date', () => {
    const applicant = { idNumber: idNumber('110101', '20260301') };
    expect(codesAt(before, applicant)).toEqual(['id-birth-date']);
    expect(codesAt(after, applicant)).toEqual(['minor']);
  });

  it('current day in China decides for the last day of a card, which is still valid', () => {
    const applicant = { idIssueDate: '20160228', idExpiryDate: '20260228' };
    expect(codesAt(before, applicant)).toEqual([]);
    expect(warningsFor(applicant, after)).toEqual([
      expect.objectContaining({ field: 'idExpiryDate', code: 'card-expired' }),
    ]);
  });

  it('current day in China decides for the first day of a card', () => {
    const applicant = { idIssueDate: '20260301', idExpiryDate: '20360301' };
    expect(warningsFor(applicant, before)).toEqual([
      expect.objectContaining({ field: 'idIssueDate', code: 'card-not-yet-valid' }),
    ]);
    expect(codesAt(after, applicant)).toEqual([]);
  });

  it('current day in China decides for the eighteenth birthday: no longer a minor', () => {
    const applicant = { idNumber: idNumber('110101', '20080301') };
    expect(warningsFor(applicant, before)).toEqual([
      expect.objectContaining({ field: 'idNumber', code: 'minor' }),
    ]);
    expect(codesAt(after, applicant)).toEqual([]);
  });

  it('current day in China decides for a birth on 29 February: 18 on 1 March', () => {
    const applicant = { idNumber: idNumber('110101', '20080229') };
    expect(codesAt(before, applicant)).toEqual(['minor']);
    expect(codesAt(after, applicant)).toEqual([]);
  });
});

describe('a card', () => {
  it('card of 长期 never expires, but may not be valid yet', () => {
    expect(codesFor({ idIssueDate: '20060301', idExpiryDate: '长期' })).toEqual([]);
    expect(codesFor({ idIssueDate: '20260302', idExpiryDate: '长期' })).toEqual(['card-not-yet-valid']);
  });

  it.each([
    [{ idIssueDate: '20200101' }, 'idIssueDate'],
    [{ idExpiryDate: '20300101' }, 'idExpiryDate'],
    [{ idExpiryDate: '长期' }, 'idExpiryDate'],
  ] as const)(
    'card of which only %j was sent has the warning that the date was not used',
    (applicant, field) => {
      expect(warningsFor(applicant, today)).toEqual([
        expect.objectContaining({ field, code: 'date-unpaired' }),
      ]);
    },
  );

  it('card has an expiry warning for a lone date too', () => {
    expect(codesFor({ idExpiryDate: '20260228' })).toEqual(['date-unpaired', 'card-expired']);
    expect(codesFor({ idIssueDate: '20260302' })).toEqual(['date-unpaired', 'card-not-yet-valid']);
  });
});

describe('a traditional character', () => {
  it.each(
    '張三 陳大文 李國強 劉伟 黃明 王國 鍾楚红 葉问 龍五 衞兰 爲民 內藤 歐阳 買买提 吳伟 說文 説文'.split(' '),
  )('traditional character in %s has a warning', (name) => {
    expect(warningsFor({ name }, today)).toEqual([
      expect.objectContaining({ field: 'name', code: 'traditional-character' }),
    ]);
  });

  // Characters of both scripts, surnames that a simplified text keeps, and rare ones of the standard table.
  it.each(
    '后羿 干将 里仁 面云 余秋 范谷 丰松 姜曲 于郁 台发 乾隆 沈朱 岳周 於梨 徵音 钟锺 著名 仇党 种万 吒幺 麽些 张堃 王喆 李昇 游胡 宁甯'.split(
      ' ',
    ),
  )('traditional character warning is absent for %s', (name) => {
    expect(codesFor({ name })).not.toContain('traditional-character');
  });

  it('traditional character warning is absent for a rare name that no standard simplifies', () => {
    for (const name of ['𠮷', '〇', '㗊'])
      expect(codesFor({ name: `张${name}` })).toEqual(['rare-character']);
  });
});

describe('a name', () => {
  it.each(['𠮷田', '㐀三', '张鿍', '买𠮷·吐尔逊'])('name %s has a rare character', (name) => {
    expect(warningsFor({ name }, today)).toEqual([
      expect.objectContaining({ field: 'name', code: 'rare-character' }),
    ]);
  });

  it.each(['张三', '买买提·吐尔逊', '一龥'])('name %s has no rare character', (name) => {
    expect(codesFor({ name })).toEqual([]);
  });
});

describe('a mobile', () => {
  it.each(['162', '165', '167', '170', '171', '192'])(
    'mobile that starts with %s belongs to a virtual operator',
    (prefix) => {
      expect(warningsFor({ mobile: `${prefix}00138000` }, today)).toEqual([
        expect.objectContaining({ field: 'mobile', code: 'virtual-operator' }),
      ]);
    },
  );

  it.each(['138', '166', '191', '172'])(
    'mobile that starts with %s does not belong to a virtual operator',
    (prefix) => {
      expect(codesFor({ mobile: `${prefix}00138000` })).toEqual([]);
    },
  );
});

describe('warnings', () => {
  it('warnings hold no value that was sent', () => {
    const everything: Applicant = {
      name: '𠮷田',
      idNumber: '000000000000000002',
      idIssueDate: '20260401',
      idExpiryDate: '20260102',
      mobile: '17000138000',
      bankCardNumber: '6222021234567890123',
    };
    const warnings = [
      ...warningsFor(everything, today),
      ...warningsFor({ name: '張三', idNumber: idNumber('110101', '20200101') }, today),
      ...warningsFor({ idIssueDate: '20200101' }, today),
    ];
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(warningCodes));
    const text = JSON.stringify(warnings);
    for (const value of Object.values(everything)) expect(text).not.toContain(value);
  });

  it('warnings of an empty request are an empty list', () => {
    expect(warningsFor({}, today)).toEqual([]);
  });
});

describe('parseDay', () => {
  it('parseDay accepts only existing days', () => {
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
