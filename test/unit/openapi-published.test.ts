import { describe, expect, it } from '@jest/globals';
import { presentFields } from '@kyc-china/core/applicant';
import { parsePollRequest } from '@kyc-china/core/contract/parse-poll';
import { parseVerificationRequest } from '@kyc-china/core/contract/parse-request';
import { eligibleSubChecks } from '@kyc-china/core/sub-checks/eligibility';
import fc from 'fast-check';
import { anyRequest } from '../support/contract-arbitraries.ts';
import { publishedViolations } from '../support/contract-document.ts';
import { jpegBase64 } from '../support/images.ts';

/**
 * The published schemas may accept more than the API. What the API accepts, they must accept as well, in the bytes that a
 * client sends, because a generated client checks a body before it sends it. Only null, and an empty list in place of a
 * text, are accepted by the API without being published.
 */

type Body = Record<string, unknown>;

/** Whether the API starts a verification for this body. */
function isAccepted(body: unknown): boolean {
  try {
    return eligibleSubChecks(presentFields(parseVerificationRequest(body).applicant)).length > 0;
  } catch {
    return false;
  }
}

const dots = fc.constantFrom('·', '•', '‧', '・', '･', '·');
const spaces = fc.stringMatching(/^[ \t\n\u00a0\u3000\u2003\ufeff]{0,60}$/);

/** A name as a client may type it: spaces around it, a look-alike of the dot, compatibility ideographs. */
const rawName = fc
  .tuple(
    spaces,
    fc.array(fc.constantFrom('张', '𠮷', '\uf900', '\u{2f800}'), { minLength: 1, maxLength: 30 }),
    dots,
    spaces,
  )
  .map(
    ([before, name, dot, after]) => `${before}${name.join('')}${dot}${name.slice(0, 15).join('')}${after}`,
  );

/** A value near the ones that are accepted: right, almost right, or neither. */
const nearby: Record<string, fc.Arbitrary<unknown>> = {
  name: fc.oneof(
    rawName,
    fc.string({ unit: fc.constantFrom('张', '三', '·', ' ', 'a', '〇'), maxLength: 60 }),
  ),
  idNumber: fc.stringMatching(/^[0-9]{16,18}[0-9XxY]$/),
  idIssueDate: fc.stringMatching(/^[0-9]{4}[0-1][0-9][0-3][0-9]$/),
  idExpiryDate: fc.oneof(fc.stringMatching(/^[0-9]{4}[0-1][0-9][0-3][0-9]$/), fc.constant('长期')),
  facePhoto: fc.constantFrom(jpegBase64, `${jpegBase64}\n`, `data:image/jpeg;base64,${jpegBase64}`),
  mobile: fc.stringMatching(/^\+?1[2-9][0-9]{8,10}$/),
  bankCardNumber: fc.stringMatching(/^[0-9]{11,20}$/),
  addressesToVerify: fc.array(
    fc.record({
      type: fc.constantFrom('common', 'work', 'residential', 'home'),
      city: fc.string({ unit: 'binary', maxLength: 60 }),
      address: fc.string({ unit: fc.constantFrom('路', '8', '\u200b', ' ', '\u0001', '\n'), maxLength: 210 }),
    }),
    { maxLength: 6 },
  ),
  callbackUrl: fc.oneof(
    fc.webUrl({ validSchemes: ['https', 'http'] }),
    fc.webUrl().map((url) => `${url}\n`),
  ),
};

const raw: fc.Arbitrary<Body> = fc
  .tuple(
    anyRequest,
    fc.record(nearby, { requiredKeys: [], noNullPrototype: true }),
    fc.subarray(Object.keys(nearby)),
  )
  .map(([right, near, replaced]) => ({
    ...right,
    ...Object.fromEntries(Object.entries(near).filter(([field]) => replaced.includes(field))),
  }));

describe('the published schema of a request', () => {
  it('published request schema accepts every body that starts a verification', () => {
    let accepted = 0;
    fc.assert(
      fc.property(raw, (body) => {
        if (!isAccepted(body)) return;
        accepted += 1;
        expect(publishedViolations('VerificationRequest', body)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  const mobile = '13800138000';
  const idNumber = '110101199001011234';
  it.each<[string, Body]>([
    ['spaces around a name', { name: ' \u3000张三\n', idNumber }],
    [
      'a name that is longer than 50 characters before its spaces are dropped',
      { name: `${' '.repeat(60)}张三`, idNumber },
    ],
    ['a bullet in place of the middle dot', { name: '买买提•吐尔逊', idNumber }],
    ['a compatibility ideograph', { name: '\uf9a7明', idNumber }],
    ['an empty list of addresses', { mobile, addressesToVerify: [] }],
    ['a day at the end of a month', { mobile, idIssueDate: '20200229', idExpiryDate: '20301231' }],
    ['an address of one digit', { mobile, addressesToVerify: [{ type: 'work', city: '京', address: '8' }] }],
  ])('published request schema accepts %s, as the API does', (_what, body) => {
    expect(isAccepted(body)).toBe(true);
    expect(publishedViolations('VerificationRequest', body)).toEqual([]);
  });

  it.each<[string, Body]>([
    ['an empty object', {}],
    ['a month 20', { mobile, idIssueDate: '00703209' }],
    ['pinyin', { mobile, name: 'Zhang San' }],
    ['a photo of more than 4 MB', { mobile, facePhoto: 'A'.repeat(5_592_412) }],
    ['an empty address', { mobile, addressesToVerify: [{ type: 'work', city: '京', address: '' }] }],
    ['a misspelt field', { mobile, idNo: idNumber }],
  ])('published request schema refuses %s, as the API does', (_what, body) => {
    expect(isAccepted(body)).toBe(false);
    expect(publishedViolations('VerificationRequest', body)).not.toEqual([]);
  });

  it('published request schema accepts the largest photo that the API accepts', () => {
    const largest = Buffer.alloc(4 * 1024 * 1024, Buffer.from(jpegBase64, 'base64')).toString('base64');
    expect(publishedViolations('VerificationRequest', { mobile, facePhoto: largest })).toEqual([]);
  });
});

describe('the published schema of a poll', () => {
  it('published poll schema accepts every token that the API reads', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/), (token) => {
        expect(parsePollRequest({ token })).toEqual({ token });
        expect(publishedViolations('PollRequest', { token })).toEqual([]);
      }),
    );
  });
});

describe('the published schema of an answer', () => {
  it.each([
    [
      'Summary',
      {
        ran: ['risk.new'],
        matched: [],
        unmatched: [],
        notFound: [],
        flagged: [],
        errored: [],
        notOffered: [],
      },
    ],
    ['Warning', { field: 'clientReference', code: 'minor', message: 'A sentence.' }],
    ['ErroredSubCheck', { check: 'risk.new', error: 'A sentence.', code: 'later' }],
    ['VerificationResult', { consistent: null, code: 'pending', message: 'A sentence.', score: 1 }],
    ['PoliceRecordResult', { categories: ['new'], flagged: true, message: 'A sentence.' }],
    ['ApiError', { message: 'A sentence.', requestId: '-', code: 'report-failed' }],
    ['RiskResults', { new: {} }],
  ])('published answer schema accepts a field and a code that are added later: %s', (name, answer) => {
    expect(publishedViolations(name, answer)).toEqual([]);
  });
});
