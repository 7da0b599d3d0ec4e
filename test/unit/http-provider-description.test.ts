import { describe, expect, it } from '@jest/globals';
import { DescriptionError } from '../../packages/providers/http/description-problems.ts';
import { createHttpProvider } from '../../packages/providers/http/provider.ts';
import { confirm, openQuestionsIn } from '../../packages/providers/http/unconfirmed.ts';
import { vendors } from '../../packages/providers/http/vendors/index.ts';
import { simpleDescription } from '../support/http-provider.ts';

const secret = async () => ({});
const sound = simpleDescription('https://vendor.example', {
  'risk.fraud': { '0': { class: 'clear', billed: 'charge' }, '1': { class: 'flagged', billed: true } },
  'mobile.address-verify': { '0': { class: 'data', billed: true } },
  'identity.id-mobile': { '0': { class: 'matched', billed: true } },
});

type Json = Record<string, unknown>;

/** A copy with something else, or nothing, at a JSON pointer. */
function withAt(pointer: string, value: unknown): Json {
  const copy = structuredClone(sound) as unknown as Json;
  const steps = pointer.slice(1).split('/');
  const last = steps.pop() as string;
  const place = steps.reduce((at, name) => {
    at[name] ??= {};
    return at[name] as Json;
  }, copy);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

function problemsOf(description: unknown): string[] {
  try {
    createHttpProvider(description as never, { secret });
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.problems.map(({ path, message }) => `${path} ${message}`);
  }
}

const fraud = '/subChecks/risk.fraud';
const idMobile = '/subChecks/identity.id-mobile';
const faulty: [path: string, value: unknown, message: RegExp, at?: string][] = [
  ['/name', 'Bad Name', /lower-case/],
  ['/name', undefined, /is missing/],
  ['/colour', 'red', /is not part of a description/],
  ['/auth/headers', { 'X Bad': 'a' }, /name of a header/, '/auth/headers/X Bad'],
  ['/auth/headers', { 'X-Key': '{secret.key}{bodyy}' }, /names \{bodyy\}/, '/auth/headers/X-Key'],
  ['/auth/headers', { 'X-Sign': '{signature}' }, /names \{signature\}/, '/auth/headers/X-Sign'],
  ['/auth/values', { at: '{body}' }, /names \{body\}/, '/auth/values/at'],
  ['/auth/tls', { cert: 'cert' }, /is missing/, '/auth/tls/key'],
  [
    '/auth/signature',
    { algorithm: 'sha9', signs: 'a', encoding: 'hex', field: 's' },
    /digest/,
    '/auth/signature/algorithm',
  ],
  ['/auth/signature', { algorithm: 'md5', signs: 'a', encoding: 'hex' }, /goes nowhere/],
  [
    '/auth/signature',
    { algorithm: 'md5', signs: '{body}', encoding: 'hex', field: 's' },
    /names \{body\}/,
    '/auth/signature/signs',
  ],
  [
    '/auth/signature',
    { algorithm: 'md5', key: '{fields}', signs: 'a', encoding: 'hex', field: 's' },
    /names \{fields\}/,
    '/auth/signature/key',
  ],
  ['/notProcessedStatuses', { '200': 'throttled' }, /HTTP status/, '/notProcessedStatuses/200'],
  ['/notProcessedStatuses', { '500': 'maybe' }, /reason/, '/notProcessedStatuses/500'],
  ['/subChecks', {}, /at least one/],
  ['/subChecks/risk.nothing', sound.subChecks['risk.fraud'], /must be a sub-check/],
  [`${fraud}/needs`, ['shoeSize'], /field of the applicant/, `${fraud}/needs/0`],
  [`${fraud}/request/method`, 'PUT', /method/],
  [`${fraud}/request/url`, 'http://vendor.example/x', /https/],
  [`${fraud}/request/url`, 'https://a:b@vendor.example/x', /credentials/],
  [`${fraud}/request/url`, 'https://[bad/x', /must be a URL/],
  [`${fraud}/request/encoding`, 'xml', /encoding/],
  [`${fraud}/request/method`, 'GET', /no body/, `${fraud}/request/encoding`],
  [`${fraud}/request/fields`, '{mobile: ', /is no expression/],
  [`${fraud}/request/fields`, 'a'.repeat(2001), /1 to 2000 characters/],
  [
    `${fraud}/request/encryption`,
    { cipher: 'aes-128-cbc', key: 'k', encoding: 'hex', answer: 'plain' },
    /is missing/,
    `${fraud}/request/encryption/iv`,
  ],
  [
    `${fraud}/request/encryption`,
    { cipher: 'sm4-ecb', key: 'k', iv: 'i', encoding: 'hex', answer: 'plain' },
    /too much/,
    `${fraud}/request/encryption/iv`,
  ],
  [
    `${fraud}/request/encryption`,
    { cipher: 'rot13', key: 'k', encoding: 'hex', answer: 'plain' },
    /cipher/,
    `${fraud}/request/encryption/cipher`,
  ],
  [`${fraud}/response/contentTypes`, ['JSON'], /content type/, `${fraud}/response/contentTypes/0`],
  [`${fraud}/response/code`, 'a..b', /is no expression/],
  [`${fraud}/response/codes`, {}, /at least one/],
  [
    `${fraud}/response/codes/9`,
    { class: 'maybe', billed: true },
    /what the code means/,
    `${fraud}/response/codes/9/class`,
  ],
  [`${fraud}/response/codes/9`, { class: 'quota' }, /is missing/, `${fraud}/response/codes/9/billed`],
  [
    `${fraud}/response/codes/9`,
    { class: 'quota', billed: 1 },
    /true, false or an expression/,
    `${fraud}/response/codes/9/billed`,
  ],
  [
    `${fraud}/response/codes/9`,
    { class: 'quota', billed: 'a[' },
    /is no expression/,
    `${fraud}/response/codes/9/billed`,
  ],
  [
    `${fraud}/response/codes/9`,
    { class: 'matched', billed: true },
    /cannot find/,
    `${fraud}/response/codes/9/class`,
  ],
  [
    `${idMobile}/response/codes/9`,
    { class: 'data', billed: true },
    /cannot find/,
    `${idMobile}/response/codes/9/class`,
  ],
  [`${fraud}/response/data`, undefined, /is missing/, `${fraud}/response/data/severity`],
  [
    `${fraud}/response/data/severity`,
    { from: 'a', map: { A: 4 } },
    /severity/,
    `${fraud}/response/data/severity/map/A`,
  ],
  [`${fraud}/response/data/severity`, 'max(', /is no expression/],
  [`${fraud}/response/data/city`, 'data.city', /not among the data/],
  [
    `${idMobile}/response/data`,
    { city: 'data.city' },
    /not among the data/,
    `${idMobile}/response/data/city`,
  ],
  [
    '/subChecks/mobile.address-verify/response/data/distanceBand',
    { from: 'a', map: { near: 'near' } },
    /band/,
    '/subChecks/mobile.address-verify/response/data/distanceBand/map/near',
  ],
];

describe('a description', () => {
  it('provider description is accepted when valid, and serves what it describes', () => {
    const provider = createHttpProvider(sound, { secret });
    expect(provider.name).toBe('simple');
    expect(provider.serves('risk.fraud')).toBe(true);
    expect(provider.serves('risk.criminal')).toBe(false);
  });

  it.each(faulty)('provider description is refused with %s as %j', (path, value, message, at = path) => {
    const problems = problemsOf(withAt(path, value));
    const found = problems.find((problem) => problem.startsWith(`${at} `));
    expect({ problems, found }).toEqual({ problems, found: expect.stringMatching(message) });
    // No further problem: one fault is one problem.
    expect(problems).toHaveLength(1);
  });

  it.each([null, 1, 'text', []])('provider description is refused when it is %j', (value) => {
    expect(problemsOf(value)).toHaveLength(1);
  });

  it('provider description is refused with all of its problems together', () => {
    const copy = { ...withAt('/name', 'Bad Name'), notProcessedStatuses: { '200': 'throttled' } };
    expect(() => createHttpProvider(copy as never, { secret })).toThrow(
      /^the description of the provider Bad Name is faulty:\n {2}\/name must.*\n {2}\/notProcessedStatuses\/200 must/,
    );
  });
});

describe.each(Object.values(vendors))('the vendor $name', (vendor) => {
  const ids = Object.keys(vendor.subChecks) as (keyof typeof vendor.subChecks)[];

  it('vendor description cannot be used unconfirmed', () => {
    const open = { name: vendor.name, auth: vendor.auth, subChecks: vendor.subChecks };
    expect(problemsOf(open).length).toBeGreaterThan(0);
    for (const problem of problemsOf(open)) expect(problem).toMatch(/is not confirmed: ask the vendor/);
  });

  it.each(ids)('vendor description cannot be used for %s before every question is answered', (id) => {
    expect(() => confirm(vendor, { subChecks: [id] })).toThrow(/before the vendor has confirmed/);
  });

  it('vendor description explains every question, and asks every question that it explains', () => {
    const asked = new Set(
      openQuestionsIn({ auth: vendor.auth, subChecks: vendor.subChecks }).map(({ question }) => question),
    );
    expect([...asked].sort()).toEqual(Object.keys(vendor.questions).sort());
  });

  it('vendor description cannot confirm sub-checks that it lacks, or answers without a question', () => {
    expect(() => confirm(vendor, { subChecks: ['bank.four-factor'] })).toThrow(
      /not described for bank.four-factor/,
    );
    const answers = Object.fromEntries(Object.keys(vendor.questions).map((question) => [question, '1']));
    expect(() => confirm(vendor, { subChecks: ids, answers: { ...answers, more: 1 } })).toThrow(
      /asked by more/,
    );
  });
});
