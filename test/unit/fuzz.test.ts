import { expect, it } from '@jest/globals';
import { signToken } from '@kyc-china/core/report-token';
import { invoke, proxyEvent } from '@kyc-china/samples/handler-events';
import fc from 'fast-check';
import { answerViolations } from '../support/contract-document.ts';
import { jpegBase64, textBase64 } from '../support/images.ts';
import { mockAws, mockedTokenKey } from '../support/mocked-aws.ts';

/** How many bodies each handler gets in all; `FUZZ_RUNS=100000` for a long run. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 5000) / 2;
const seed = Number(process.env.FUZZ_SEED ?? 20260101);

mockAws();
const { handler: initiate } = await import('../../lambdas/initiate/handler.ts');
const { handler: poll } = await import('../../lambdas/poll/handler.ts');

/** Marks what was sent, and is no word: an answer that holds it echoes. */
const canary = 'Zq7𠮷9x8-canary-41';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    canary,
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    '长期',
    'data:image/png;base64,AAAA',
  ),
);
const anything = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 6 }),
  fc.constantFrom(null, true, 0, -1, 1e308, [], {}),
);

const goodAddress = { type: 'work', city: '北京', address: '1号' };
const goodRequest = fc.record(
  {
    name: fc.constantFrom('张三', '买买提•吐尔逊', ' 𠮷田 '),
    idNumber: fc.constantFrom('110101199001011234', '11010519491231002x'),
    idIssueDate: fc.constantFrom('20180501', '20200229'),
    idExpiryDate: fc.constantFrom('长期', '20380501'),
    facePhoto: fc.constant(jpegBase64),
    mobile: fc.constantFrom('13800138000', '17000000000'),
    bankCardNumber: fc.constant('6222021234567890123'),
    addressesToVerify: fc.array(fc.constant(goodAddress), { minLength: 1, maxLength: 5 }),
    callbackUrl: fc.constantFrom('https://example.com/', 'https://例子.测试/'),
  },
  { requiredKeys: [] },
);

/** What is nearly right, and what is anything: put in place of up to three fields, known and unknown. */
const faults = fc.dictionary(
  fc.constantFrom(
    ...['name', 'idNumber', 'idIssueDate', 'idExpiryDate', 'facePhoto', 'mobile', 'bankCardNumber'],
    ...['addressesToVerify', 'callbackUrl', 'idNo', canary, '__proto__', 'constructor'],
  ),
  fc.oneof(
    anything,
    fc.constantFrom(
      'Zhang San',
      `张${canary}`,
      '1'.repeat(18),
      '20190229',
      '99999999',
      textBase64,
      `${jpegBase64}=`,
    ),
    fc.constantFrom(
      '+8613800138000',
      '6222 0212',
      'https://[::1]/',
      `https://${canary}@example.com`,
      'https://',
    ),
    fc.array(fc.dictionary(fc.constantFrom('type', 'city', 'address', canary), anything), { maxLength: 7 }),
  ),
  { maxKeys: 3, noNullPrototype: true },
);
const nearRequest = fc.tuple(goodRequest, faults).map(([good, broken]) => ({ ...good, ...broken }));
const bodies = fc.oneof(
  { weight: 4, arbitrary: nearRequest.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: anything.map((value) => JSON.stringify(value) ?? '') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  },
  // A near request with one character gone, doubled or changed.
  {
    weight: 2,
    arbitrary: fc.tuple(nearRequest, fc.nat(), text).map(([value, at, put]) => {
      const json = JSON.stringify(value);
      const cut = at % Math.max(1, json.length);
      return json.slice(0, cut) + put + json.slice(cut + 1);
    }),
  },
);
const headers = fc.record(
  {
    'Idempotency-Key': text,
    'Content-Type': fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain', ''),
  },
  { requiredKeys: [] },
);

const expectedStatuses = new Set([200, 400, 401, 413, 415]);

/** What was answered, by route: a run in which everything is refused alike would prove little. */
const seen: Record<string, Set<number>> = { '/kyc/cn/request': new Set(), '/kyc/cn/poll': new Set() };

function check(route: string, sent: string, answer: Awaited<ReturnType<typeof invoke>>): void {
  const { status, body } = answer;
  seen[route]?.add(status);
  if (!expectedStatuses.has(status)) throw new Error(`${route} answered ${status}`);
  const headers = new Headers({
    ...(answer.headers as Record<string, string>),
    'x-amzn-requestid': 'request-1',
  });
  const problems = answerViolations(route, { status, headers, body });
  if (problems.length > 0) throw new Error(`${route} ${status} breaks the contract: ${problems.join('; ')}`);
  const said = JSON.stringify(body);
  if (said.includes(canary)) throw new Error(`${route} ${status} echoes what was sent`);
  // A run of digits that was sent is a number of somebody's.
  for (const [digits] of sent.matchAll(/\d{8,}/g))
    if (status !== 200 && said.includes(digits)) throw new Error(`${route} ${status} echoes a number`);
}

it(
  'initiate answers any body by the contract',
  async () => {
    await fc.assert(
      fc.asyncProperty(bodies, headers, async (sent, extra) => {
        check(
          '/kyc/cn/request',
          sent,
          await invoke(initiate, proxyEvent(sent, extra as Record<string, string>)),
        );
      }),
      { numRuns, seed },
    );
    expect([...(seen['/kyc/cn/request'] ?? [])].sort()).toEqual([200, 400, 415]);
  },
  30 * 60_000,
);

it(
  'poll answers any body by the contract',
  async () => {
    const key = { kid: mockedTokenKey.kid, secret: new TextEncoder().encode(mockedTokenKey.secret) };
    const token = await signToken({ reportId: 'r', clientId: 'local-client' }, new Date(), key);
    const tokens = fc.oneof(
      fc.constantFrom(token, `${token}x`, token.slice(1), 'a.b.c', '..'),
      fc
        .tuple(fc.nat({ max: token.length }), text)
        .map(([at, put]) => token.slice(0, at) + put + token.slice(at + 1)),
      anything,
    );
    const pollBodies = fc.oneof(
      fc
        .record({ token: tokens, [canary]: anything }, { requiredKeys: [] })
        .map((value) => JSON.stringify(value)),
      bodies,
    );
    await fc.assert(
      fc.asyncProperty(pollBodies, async (sent) => {
        check('/kyc/cn/poll', sent, await invoke(poll, proxyEvent(sent)));
      }),
      { numRuns, seed },
    );
    expect([...(seen['/kyc/cn/poll'] ?? [])].sort()).toEqual([400, 401]);
  },
  30 * 60_000,
);
