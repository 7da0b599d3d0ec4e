import { describe, expect, it } from '@jest/globals';
import { parseUsageQuery, usageMonths } from '@kyc-china/core/contract/parse-usage';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { usageSchema } from '@kyc-china/core/contract/usage-schema';
import { amountOf, millionthsIn } from '@kyc-china/core/money';
import { chargesOf, usageOf } from '@kyc-china/core/monthly-usage';
import { InvalidPriceListError, parsePriceList, priceFor } from '@kyc-china/core/price-list';
import { retentionDays } from '@kyc-china/core/retention';
import { type SubCheckId, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';

describe('amounts of money', () => {
  it.each([
    ['0', 0, '0.00'],
    ['1', 1_000_000, '1.00'],
    ['1.5', 1_500_000, '1.50'],
    ['0.000001', 1, '0.000001'],
    ['12.345', 12_345_000, '12.345'],
    ['999999999.999999', 999_999_999_999_999, '999999999.999999'],
  ])('amount %s is %i millionths, and is written as %s', (text, millionths, written) => {
    expect(millionthsIn(text)).toBe(millionths);
    expect(amountOf(millionths)).toBe(written);
  });

  it.each(['', '1.', '.5', '01', '-1', '1e3', '1,5', ' 1', '0.0000001', '1000000000'])(
    'amount %j is refused',
    (text) => {
      expect(() => millionthsIn(text)).toThrow(RangeError);
    },
  );

  it('amount is the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (millionths) =>
        expect(millionthsIn(amountOf(millionths))).toBe(millionths),
      ),
    );
  });
});

describe('a price list', () => {
  it('price list is read as it is', () => {
    const list = { currency: 'CNY', prices: { default: '1.50', 'risk.fraud': '0' } };
    expect(parsePriceList(list)).toEqual(list);
  });

  it.each([
    [[], /must be an object/],
    [{ prices: {} }, /currency must be/],
    [{ currency: 'yuan', prices: {} }, /currency must be/],
    [{ currency: 'CNY' }, /prices must be an object/],
    [{ currency: 'CNY', prices: [] }, /prices must be an object/],
    [{ currency: 'CNY', prices: { default: 1.5 } }, /prices\["default"\] must be a decimal string/],
    [
      { currency: 'CNY', prices: { 'risk.fraud': '1.5 CNY' } },
      /prices\["risk.fraud"\] must be a decimal string/,
    ],
    [{ currency: 'CNY', prices: { 'risk.frauds': '1' } }, /names something else/],
    [{ currency: 'CNY', prices: {}, vat: '6' }, /only the fields currency and prices/],
  ])('price list %j is refused', (value, message) => {
    expect(() => parsePriceList(value)).toThrow(InvalidPriceListError);
    expect(() => parsePriceList(value)).toThrow(message);
  });

  it("price is the client's for the sub-check, else the client's default, else the stage's", () => {
    const stage = { default: '1', 'risk.fraud': '2' };
    expect(priceFor('risk.fraud', stage, { 'risk.fraud': '3', default: '4' })).toBe(3e6);
    expect(priceFor('risk.fraud', stage, { default: '4' })).toBe(4e6);
    expect(priceFor('risk.fraud', stage, { 'identity.image': '3' })).toBe(2e6);
    expect(priceFor('identity.image', stage)).toBe(1e6);
    expect(priceFor('identity.image', {})).toBe(0);
  });
});

const task = (subCheck: SubCheckId, billed: boolean, addressIndex?: number) => ({
  task: { subCheck, ...(addressIndex !== undefined && { addressIndex }) },
  billed,
});

describe('the charges of a report', () => {
  it('charges count each call, and cost what was billed', () => {
    const outcomes = [
      task('mobile.address-verify', true, 0),
      task('mobile.address-verify', true, 1),
      task('mobile.address-verify', false, 2),
      task('risk.fraud', false),
    ];
    expect(chargesOf(outcomes, { default: '0.1' }, { 'mobile.address-verify': '0.2' })).toEqual([
      { check: 'mobile.address-verify', ran: 3, billed: 2, costMillionths: 400_000 },
      { check: 'risk.fraud', ran: 1, billed: 0, costMillionths: 0 },
    ]);
  });

  it('costs of a month add up to the last decimal', () => {
    const charge = { check: 'risk.fraud', ran: 3, billed: 3, costMillionths: 300_000 } as const;
    const other = { check: 'identity.image', ran: 1, billed: 1, costMillionths: 1 } as const;
    const usage = usageOf('2026-11', { reports: 3, charges: [charge, other] }, 'CNY', new Date(0));
    expect(usage).toEqual({
      month: '2026-11',
      reports: 3,
      subChecks: [
        { check: 'identity.image', ran: 1, billed: 1, cost: '0.000001' },
        { check: 'risk.fraud', ran: 3, billed: 3, cost: '0.30' },
      ],
      cost: { amount: '0.300001', currency: 'CNY' },
      asOf: '1970-01-01T00:00:00.000Z',
    });
  });

  it("usage of any month has the contract's schema, and names only sub-checks that ran", () => {
    const isUsage = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(usageSchema);
    const charges = fc.array(
      fc.record({
        check: fc.constantFrom(...subCheckIds),
        ran: fc.nat(1000),
        billed: fc.nat(1000),
        costMillionths: fc.nat(),
      }),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(fc.nat(), charges, (reports, counted) => {
        const usage = usageOf('2026-11', { reports, charges: counted }, 'CNY', new Date(0));
        expect([isUsage(usage), isUsage.errors]).toEqual([true, null]);
        for (const { ran } of usage.subChecks) expect(ran).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the query of usage', () => {
  const now = new Date('2026-11-29T12:00:00Z');

  it('query names the current month, or one of the twelve before', () => {
    for (const month of ['2026-11', '2026-10', '2025-12', '2025-11'])
      expect(parseUsageQuery({ month: [month] }, now)).toBe(month);
  });

  it.each<[Record<string, string[]>, string]>([
    [{}, 'is required: a month, such as 2026-11'],
    [{ month: [] }, 'is required: a month, such as 2026-11'],
    [{ month: [''] }, 'must be a month, such as 2026-11'],
    [{ month: ['2026-13'] }, 'must be a month, such as 2026-11'],
    [{ month: ['2026-00'] }, 'must be a month, such as 2026-11'],
    [{ month: ['2026-1'] }, 'must be a month, such as 2026-11'],
    [{ month: ['2026-11-01'] }, 'must be a month, such as 2026-11'],
    [{ month: ['２０２６-11'] }, 'must be a month, such as 2026-11'],
    [{ month: ['2026-12'] }, 'must not be in the future (months are those of UTC)'],
    [{ month: ['2025-10'] }, 'must be one of the last 13 months: older counts are deleted'],
    [{ month: ['2026-10', '2026-11'] }, 'must be sent once'],
  ])('query %j is a 400', (query, message) => {
    expect(() => parseUsageQuery(query, now)).toThrow(InvalidRequestError);
    expect(() => parseUsageQuery(query, now)).toThrow(
      expect.objectContaining({ problems: [{ field: 'month', message }] }),
    );
  });

  it('query with another parameter is a 400, and its name is not repeated', () => {
    expect(() => parseUsageQuery({ month: ['2026-11'], 张三: ['1'] }, now)).toThrow(
      expect.objectContaining({
        problems: [{ field: '(unknown)', message: 'is not a parameter: month is the only one' }],
      }),
    );
  });

  it('counts of every month that can be read are kept', () => {
    // A month's counts expire so long after its last request, which may come at its beginning.
    for (let month = 0; month < 48; month += 1) {
      const begins = Date.UTC(2026, month, 1);
      const lastReadable = Date.UTC(2026, month + usageMonths, 1);
      expect(begins + retentionDays.usage * 24 * 60 * 60 * 1000).toBeGreaterThanOrEqual(lastReadable);
    }
  });
});
