import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { runAgainst } from '../support/command-line.ts';

const reportId = '3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41';
const earlierId = '70c56dd2-7bd1-4b31-8d5f-3a2c1f0e9b64';
const token = `e30.${Buffer.from(JSON.stringify({ sub: reportId })).toString('base64url')}.c2ln`;
const report = {
  reportMetadata: {
    reportId,
    upstreamCalls: 0,
    warnings: [],
    rerunOf: earlierId,
    carried: [{ check: 'risk.fraud', answeredAt: '2026-03-01T02:03:05.505Z' }],
    consent: { obtainedAt: '2026-03-01T10:00:00+08:00', purpose: 'Account opening', separate: ['face'] },
  },
  decision: { outcome: 'pass', policy: 'standard@1', reasons: [] },
  risk: { fraud: { severity: 0, flagged: false, message: 'Clear.' } },
  summary: { ran: ['risk.fraud'], matched: [], unmatched: [], notFound: [], flagged: [], errored: [] },
  pdfUrl: 'https://example.com/r.pdf',
};

/** An API that answers a request, or refuses it, and the bodies that it received. */
function api(refusal?: { readonly status: number; readonly body: object }) {
  const bodies: Record<string, unknown>[] = [];
  const listener: RequestListener = async (request, response) => {
    const body = JSON.parse(await text(request));
    const polled = request.url?.endsWith('/poll');
    if (!polled) bodies.push(body);
    const refused = polled ? undefined : refusal;
    response.writeHead(refused?.status ?? 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(refused?.body ?? (polled ? report : { token, reportId })));
  };
  return { bodies, listener };
}

const person = ['--mobile', '13800138000'];

it('rerun sends the fields with the id of the earlier report, and shows what was carried over', async () => {
  const { bodies, listener } = api();
  const { code, shown } = await runAgainst(listener, ['rerun', earlierId, ...person]);
  expect([code, bodies]).toEqual([0, [{ mobile: '13800138000', rerunOf: earlierId }]]);
  expect(shown).toContain(
    `re-run of ${earlierId}, 1 carried over\n  risk.fraud: answered 2026-03-01T02:03:05.505Z`,
  );
});

it('rerun of another person ends with 2, and sends nothing again', async () => {
  const message = 'The report in rerunOf is about another person.';
  const refusal = { status: 409, body: { message, requestId: 'r', code: 'not-the-same-person' } };
  const { bodies, listener } = api(refusal);
  const { code, shown } = await runAgainst(listener, ['rerun', earlierId, ...person]);
  expect([code, bodies.length, shown.includes(message), shown.includes('--idempotency-key')]).toEqual([
    2,
    1,
    true,
    false,
  ]);
});

it.each([[[]], [person]])('rerun without the id of a report sends nothing: %j', async (args) => {
  const { bodies, listener } = api();
  const { code } = await runAgainst(listener, ['rerun', ...args]);
  expect([code, bodies]).toEqual([2, []]);
});

it('verify states the consent of its options, and shows the consent of the report', async () => {
  const { bodies, listener } = api();
  const consent = ['--consent-at', '2026-03-01T10:00:00+08:00', '--consent-purpose', 'Account opening'];
  const more = ['--consent-reference', 'box 7', '--consent-separate', 'sensitive, face'];
  const { code, shown } = await runAgainst(listener, ['verify', ...person, ...consent, ...more]);
  expect([code, bodies[0]?.consent]).toEqual([
    0,
    {
      obtainedAt: '2026-03-01T10:00:00+08:00',
      purpose: 'Account opening',
      reference: 'box 7',
      separate: ['sensitive', 'face'],
    },
  ]);
  expect(shown).toContain('consent of 2026-03-01T10:00:00+08:00: Account opening, separately: face');
});

it('verify with half a consent sends nothing', async () => {
  const { bodies, listener } = api();
  const { code, shown } = await runAgainst(listener, ['verify', ...person, '--consent-purpose', 'p']);
  expect([code, bodies, shown]).toEqual([2, [], expect.stringContaining('--consent-at')]);
});
