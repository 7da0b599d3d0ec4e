import { describe, expect, it } from '@jest/globals';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { InvalidRequestError } from '@kyc-china/core/contract/problems';

/** A provider bills the comparison of an invisible address, and the PDF would print it as code points. */

const codePointsOf = (text: string) =>
  [...text].map((one) => `U+${one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`).join(' ') ||
  'nothing';

function refused(field: 'city' | 'address', text: string): string[] {
  const address = { type: 'work', city: '上海', address: '南京路1号', [field]: text };
  try {
    parseVerificationRequest({ mobile: '13800138000', addressesToVerify: [address] });
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.problems.map((problem) => problem.field);
    throw error;
  }
  return [];
}

describe('an address', () => {
  const invisible = [
    ...[
      '\u200b',
      '\ufeff',
      '\u202e',
      '\u2066\u2069',
      '\u00ad',
      '\u2060',
      '\u{e0061}',
      '\ufe0f',
      '\u180e',
      '\u3000',
    ],
    ...[
      '\u3164',
      '\uffa0',
      '\u115f\u1160',
      '\ud800',
      '\udc00',
      '\u{e000}',
      '\u{f0000}',
      '\u0378',
      '\u{10ffff}',
    ],
    ...['\u0001', '京\u0000', '京\n1', '京\u007f', '\u0085京', '京\ud800', '\u0301', '—', '🏠', '', ' '],
  ];
  it.each(invisible.map((text) => [codePointsOf(text), text]))(
    'address is refused for %s as its city or its address',
    (_shown, text) => {
      expect(refused('city', text)).toEqual(['addressesToVerify[0].city']);
      expect(refused('address', text)).toEqual(['addressesToVerify[0].address']);
    },
  );

  it.each(['京', '8', 'é', '〇', '𠮷', '٣', '①', '一路 8-1#', '\u200e京', '京\u3164', '🏠8'])(
    'address is accepted for %j, which has a visible letter or digit',
    (text) => {
      expect(refused('city', text)).toEqual([]);
      expect(refused('address', text)).toEqual([]);
    },
  );

  // An expression that tries each split of the text would not end within hours.
  it('address of megabytes of letters before a control character is refused', () => {
    expect(refused('address', `${'路'.repeat(2_000_000)}\u0001`)).toEqual(['addressesToVerify[0].address']);
  });
});
