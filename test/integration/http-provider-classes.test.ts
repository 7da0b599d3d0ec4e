import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type UpstreamAnswer,
  UpstreamNotProcessedError,
  type UpstreamProvider,
} from '@kyc-china/core/provider-port';
import { type SubCheckId, subCheckIds } from '@kyc-china/core/sub-checks/catalogue';
import type { AnswerClass, CodeMeaning } from '../../packages/providers/http/description.ts';
import { createHttpProvider } from '../../packages/providers/http/provider.ts';
import { type Certificates, makeCertificates } from '../../packages/vendor-fakes/data-vendor/certificates.ts';
import { type DataVendor, startDataVendor } from '../../packages/vendor-fakes/data-vendor/vendor.ts';
import { address, callFor, person, simpleDescription } from '../support/http-provider.ts';

let certificates: Certificates;
let vendor: DataVendor;
/** What the vendor answers next. */
let document: unknown;

beforeAll(async () => {
  certificates = await makeCertificates();
  vendor = await startDataVendor({
    certificates,
    products: Object.fromEntries(
      subCheckIds.map((id) => [`/${id}`, { answer: () => ({ document, billed: true }) }]),
    ),
  });
});
afterAll(() => vendor.close());
beforeEach(() => vendor.reset());

function providerOf(id: SubCheckId, codes: Record<string, CodeMeaning>): UpstreamProvider {
  return createHttpProvider(simpleDescription(vendor.url, { [id]: codes }), {
    secret: async () => ({ vendorCa: certificates.server.cert }),
  });
}

/** Asks once, with one code that means something. */
async function askFor(id: SubCheckId, meaning: CodeMeaning, answer: object): Promise<UpstreamAnswer> {
  document = { code: 7, ...answer };
  try {
    return await providerOf(id, { '7': meaning }).ask(callFor(id));
  } finally {
    expect(vendor.calls).toHaveLength(1);
  }
}

const billed = true;
const found: [SubCheckId, AnswerClass, object, object][] = [
  ['identity.id-mobile', 'matched', {}, { outcome: 'matched' }],
  ['identity.id-mobile', 'unmatched', {}, { outcome: 'unmatched' }],
  ['identity.id-mobile', 'not-found', {}, { outcome: 'notFound' }],
  [
    'mobile.attribution',
    'data',
    { isp: 'cmcc', province: ' 北京市 ', city: '北京市' },
    { outcome: 'data', carrier: '中国移动', province: '北京市', city: '北京市' },
  ],
  ['mobile.attribution', 'not-found', {}, { outcome: 'notFound' }],
  [
    'mobile.location-work',
    'data',
    { province: '广东省', city: '深圳市' },
    { outcome: 'data', province: '广东省', city: '深圳市' },
  ],
  [
    'mobile.location-residential',
    'data',
    { province: '广东省', city: '广州市' },
    { outcome: 'data', province: '广东省', city: '广州市' },
  ],
  ['mobile.location-residential', 'not-found', {}, { outcome: 'notFound' }],
  ...(
    [
      [0, '≤3 km'],
      [3000, '≤3 km'],
      ['3000.5', '3-10 km'],
      [10_000, '3-10 km'],
      [10_001, '10-20 km'],
      ['20000', '10-20 km'],
      [20_001, '20-50 km'],
      [50_000, '20-50 km'],
      [50_001, '>50 km'],
      [4_000_000, '>50 km'],
    ] as const
  ).map(([metres, distanceBand]): [SubCheckId, AnswerClass, object, object] => [
    'mobile.address-verify',
    'data',
    { metres },
    { outcome: 'data', distanceBand },
  ]),
  ['mobile.address-verify', 'not-found', {}, { outcome: 'notFound' }],
  ['risk.fraud', 'clear', {}, { outcome: 'clear' }],
  ['risk.fraud', 'not-found', {}, { outcome: 'notFound' }],
  ['risk.fraud', 'flagged', { levels: 2 }, { outcome: 'flagged', severity: 2 }],
  ['risk.fraud', 'flagged', { levels: ['1', '3', 2] }, { outcome: 'flagged', severity: 3 }],
  ['risk.criminal', 'clear', {}, { outcome: 'clear' }],
  ['risk.criminal', 'not-found', {}, { outcome: 'notFound' }],
  ['risk.criminal', 'flagged', { codes: 'A' }, { outcome: 'flagged', categories: ['offender'] }],
  [
    'risk.criminal',
    'flagged',
    { codes: ['B', 'A', 'B'] },
    { outcome: 'flagged', categories: ['offender', 'drug-user'] },
  ],
];

describe('a class that finds something', () => {
  it.each(found)('HTTP provider class %s: %s with %j', async (id, meaning, data, finding) => {
    expect(await askFor(id, { class: meaning, billed }, { data })).toEqual({ finding, billed, code: '7' });
  });
});

const refusals = {
  invalid: 'invalid-input',
  unsupported: 'unsupported',
  quota: 'quota',
  'photo-unusable': 'photo-unusable',
  'card-problem': 'card-problem',
  permanent: 'upstream-unavailable',
} as const;

describe.each(subCheckIds)('%s', (id) => {
  it.each(Object.entries(refusals))('HTTP provider refusal as %s is errored', async (meaning, code) => {
    const answer = await askFor(id, { class: meaning as AnswerClass, billed: false }, {});
    expect(answer).toMatchObject({ finding: { outcome: 'errored', code }, billed: false, code: '7' });
  });

  it.each([
    ['throttled', false, 'throttled'],
    ['throttled', 'charge', 'throttled'],
    ['retry', false, 'unavailable'],
    ['retry', 'charge', 'unavailable'],
  ] as const)(
    'HTTP provider call is not processed, as %s that is billed as %j says',
    async (meaning, billedBy, reason) => {
      const asked = askFor(id, { class: meaning, billed: billedBy }, { charge: false });
      await expect(asked).rejects.toBeInstanceOf(UpstreamNotProcessedError);
      await expect(asked).rejects.toMatchObject({ reason, code: '7' });
    },
  );

  it.each([true, 'charge'])(
    'HTTP provider call has an unknown outcome, as retry when billed is %j',
    async (billedBy) => {
      expect(await askFor(id, { class: 'retry', billed: billedBy }, { charge: 'false' })).toMatchObject({
        finding: { outcome: 'errored', code: 'unknown-outcome' },
        billed: true,
      });
    },
  );
});

describe("the vendor's own charge flag", () => {
  it.each([
    [true, true],
    [false, false],
    // Nothing but a plain false is free.
    ['false', true],
    [0, true],
    [null, true],
  ])("HTTP provider's charge flag %j counts as billed: %j", async (charge, expected) => {
    const answer = await askFor('risk.fraud', { class: 'clear', billed: 'charge' }, { charge });
    expect(answer.billed).toBe(expected);
  });
});

describe('what does not fit', () => {
  const misfits: [SubCheckId, object][] = [
    ['mobile.attribution', { isp: 'other', province: '北京市', city: '北京市' }],
    ['mobile.attribution', { isp: 'cmcc', province: '北京市' }],
    ['mobile.attribution', { isp: 'constructor', province: '北京市', city: '北京市' }],
    ['mobile.location-work', { province: '', city: '深圳市' }],
    ['mobile.location-work', { province: ['广东省'], city: '深圳市' }],
    ['mobile.location-work', { province: '广东省', city: '\ufffd\ufffd市' }],
    ['mobile.location-work', { province: '省'.repeat(101), city: '深圳市' }],
    ['mobile.address-verify', { metres: -1 }],
    ['mobile.address-verify', { metres: 'near' }],
    ['mobile.address-verify', { metres: [1] }],
    ['risk.fraud', { levels: 0 }],
    ['risk.fraud', { levels: 4 }],
    ['risk.fraud', { levels: [1, null] }],
    ['risk.fraud', { levels: [] }],
    ['risk.fraud', {}],
    ['risk.criminal', { codes: ['A', 'Z'] }],
    ['risk.criminal', { codes: [] }],
    ['risk.criminal', { codes: { A: 1 } }],
  ];
  it.each(misfits)(
    'HTTP provider answer %s with %j is an unknown code, billed as the table says',
    async (id, data) => {
      const meaning = id.startsWith('mobile') ? 'data' : 'flagged';
      for (const billed of [true, false]) {
        vendor.reset();
        expect(await askFor(id, { class: meaning, billed }, { data })).toEqual({
          finding: {
            outcome: 'errored',
            code: 'unknown-code',
            message: expect.stringContaining('the code 7'),
          },
          billed,
          code: '7',
        });
      }
    },
  );

  it.each([
    [{ code: 8 }, 'the code 8'],
    [{ code: 'E.1-x_y:2' }, 'the code E.1-x_y:2'],
    [{ code: 'constructor' }, 'the code constructor'],
    [{}, 'a code'],
    [{ code: null }, 'a code'],
    [{ code: { no: 7 } }, 'a code'],
    [{ code: '七' }, 'a code'],
    [{ code: 'x'.repeat(41) }, 'a code'],
    // A source that echoes what it was sent.
    [{ code: person.idNumber }, 'a code'],
    [{ code: person.idNumber.toLowerCase() }, 'a code'],
    [{ code: `E:${person.mobile}` }, 'a code'],
    [{ code: address.address }, 'a code'],
    [[], 'a code'],
    [1, 'a code'],
  ])('HTTP provider answer %j is an unknown code', async (answered, named) => {
    document = answered;
    const answer = await providerOf('risk.fraud', { '7': { class: 'clear', billed: false } }).ask(
      callFor('risk.fraud'),
    );
    expect(answer.finding).toMatchObject({ outcome: 'errored', code: 'unknown-code' });
    expect(answer.finding).toMatchObject({ message: expect.stringContaining(`with ${named} that`) });
    expect(answer.billed).toBe(true);
    expect(JSON.stringify(answer)).not.toMatch(new RegExp(Object.values(person).join('|'), 'i'));
  });
});

describe('what cannot be asked', () => {
  const secret = async () => ({ vendorCa: certificates.server.cert });
  const base = () => simpleDescription(vendor.url, { 'risk.fraud': { '7': { class: 'clear', billed } } });
  const refusedUnasked = { finding: { outcome: 'errored' }, billed: false };
  const nothingWasSent = () => expect(vendor.calls).toHaveLength(0);

  it('HTTP provider is not called without a field that the vendor needs', async () => {
    const described = structuredClone(base());
    Object.assign(described.subChecks['risk.fraud'] ?? {}, { needs: ['bankCardNumber'] });
    const call = callFor('risk.fraud', { applicant: { mobile: person.mobile } });
    expect(await createHttpProvider(described, { secret }).ask(call)).toMatchObject(refusedUnasked);
    nothingWasSent();
  });

  it.each([
    ['an expression that fails', { fields: 'lower(applicant)' }],
    ['an expression that gives no object', { fields: 'applicant.mobile' }],
    ['a value that the secret lacks', { headers: { 'X-Key': '{secret.missing}' } }],
    ['a value that no header can hold', { headers: { 'X-Key': '{secret.lines}' } }],
    [
      'a key of the wrong size',
      { encryption: { cipher: 'aes-128-ecb', key: 'lines', encoding: 'hex', answer: 'plain' } },
    ],
  ])('HTTP provider is not called for %s', async (_what, change) => {
    const described = structuredClone(base());
    Object.assign(described.subChecks['risk.fraud']?.request ?? {}, change);
    const provider = createHttpProvider(described, {
      secret: async () => ({ ...(await secret()), lines: 'a\nb' }),
    });
    expect(await provider.ask(callFor('risk.fraud'))).toMatchObject(refusedUnasked);
    nothingWasSent();
  });

  it('HTTP provider is not called with an invalid certificate', async () => {
    const provider = createHttpProvider(base(), { secret: async () => ({ vendorCa: 'no PEM' }) });
    // A CA that is no PEM is ignored by OpenSSL: then the vendor's certificate is not trusted.
    await expect(provider.ask(callFor('risk.fraud'))).rejects.toBeInstanceOf(UpstreamNotProcessedError);
    nothingWasSent();
  });

  it.each([
    ['cannot be read', () => Promise.reject(new Error('no'))],
    ['is no object', async () => 'text'],
    ['holds more than texts', async () => ({ vendorCa: certificates.server.cert, port: 1 })],
  ])('HTTP provider is not called for a secret that %s', async (_what, secretNow) => {
    const provider = createHttpProvider(base(), { secret: secretNow as typeof secret });
    await expect(provider.ask(callFor('risk.fraud'))).rejects.toBeInstanceOf(UpstreamNotProcessedError);
    nothingWasSent();
  });
});
