import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Journal } from '../../packages/client/cli/batch/journal.ts';
import { runBatch } from '../../packages/client/cli/batch/run-batch.ts';
import { type ScriptedAnswer, type SentCall, scriptedClient } from '../support/scripted-api.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
});
afterAll(() => rm(folder, { recursive: true }));
const newFile = () => path.join(folder, `journal-${files++}`);

const people = ['13800138001', '13800138002', '13800138003'].map((mobile, index) => ({
  line: index + 2,
  reference: '',
  applicant: { mobile },
  content: mobile,
}));
const owner = { url: 'https://api.example', clientId: 'a-client', secret: 'a-secret', people };
const page = '<html>Not this API</html>';
const own = (status: number, message = 'No.'): ScriptedAnswer => ({
  status,
  body: { message, requestId: 'r' },
});
const refusedForNothing = own(400, 'Nothing is eligible.');

const tokenOf = (reportId: string) => `e30.${btoa(JSON.stringify({ sub: reportId })).replaceAll('=', '')}.s`;

/** An API that keeps idempotency keys and counts what it started. */
function idempotentApi() {
  const started = new Map<string, string>();
  const answer = ({ url, headers, body }: SentCall): ScriptedAnswer => {
    const { mobile, token } = JSON.parse(body);
    if (url.endsWith('/poll')) {
      const reportMetadata = { reportId: JSON.parse(atob(token.split('.')[1])).sub, warnings: [] };
      const decision = { outcome: 'pass', policy: 'standard@1', reasons: [] };
      const summary = { ran: [], matched: [], unmatched: [], notFound: [], flagged: [], errored: [] };
      return { status: 200, body: { reportMetadata, decision, summary } };
    }
    if (mobile === undefined) return refusedForNothing;
    const key = headers.get('idempotency-key') ?? '';
    if (!started.has(key)) started.set(key, mobile);
    return { status: 200, body: { token: tokenOf(mobile) } };
  };
  return { answer, started: () => [...started.values()].toSorted() };
}

const mobiles = people.map(({ applicant }) => applicant.mobile);
const isPoll = ({ url }: SentCall) => url.endsWith('/poll');
const isRequestOf = (mobile: string | undefined, { body }: SentCall) => JSON.parse(body).mobile === mobile;

/** Runs the batch of a journal once. */
async function run(
  file: string,
  script: (call: SentCall) => ScriptedAnswer,
  { resend = false, now = new Date('2026-03-01T00:00:00Z'), retries = 0 } = {},
) {
  const journal = await Journal.open(file, owner);
  const { client, calls } = scriptedClient(script, { retries });
  const never = new AbortController().signal;
  const { results, stoppedBy } = await runBatch({
    client,
    journal,
    people,
    concurrency: 1,
    resend,
    stopping: never,
    signal: never,
    now: () => now,
    onResult: () => undefined,
  }).finally(() => journal.close());
  const keys = calls.filter((call) => !isPoll(call)).map(({ headers }) => headers.get('idempotency-key'));
  return { verdicts: results.map(({ decision }) => decision), results, stoppedBy, calls, keys };
}

const foreign: [string, ScriptedAnswer][] = [
  ...[200, 204, 302, 400, 401, 403, 404, 407, 409, 413, 429].map((status): [string, ScriptedAnswer] => [
    `a page of status ${status}`,
    {
      status,
      ...(status !== 204 && { body: page }),
      ...(status === 429 && { headers: { 'retry-after': '9999' } }),
    },
  ]),
  ['the JSON of another API', { status: 400, body: { message: 'Bad Request' } }],
  ['the 404 of a route that is missing', own(404)],
  ['the 415 to a body that was changed on the way', own(415)],
  ['the 403 of the firewall', own(403)],
];

describe('a row of a batch', () => {
  it.each(foreign)(
    'batch row is pending after %s in place of a token, and done by another run',
    async (_what, answer) => {
      const file = newFile();
      const api = idempotentApi();
      const first = await run(file, (call) => {
        if (!isRequestOf(mobiles[1], call)) return api.answer(call);
        // The API started it, and its answer was replaced on the way back.
        api.answer(call);
        return answer;
      });
      expect(first.verdicts).toEqual(['pass', 'pending', 'pass']);
      const second = await run(file, api.answer);
      expect(second.verdicts).toEqual(['pass', 'pass', 'pass']);
      expect(api.started()).toEqual(mobiles);
    },
  );

  it.each(foreign)(
    'batch row is pending after %s in place of a report, and done by another run',
    async (_what, answer) => {
      const file = newFile();
      const api = idempotentApi();
      const first = await run(file, (call) => (isPoll(call) ? answer : api.answer(call)));
      expect(first.verdicts).toEqual(['pending', 'pending', 'pending']);
      const second = await run(file, api.answer);
      expect([second.verdicts, second.keys]).toEqual([['pass', 'pass', 'pass'], []]);
      expect(api.started()).toEqual(mobiles);
    },
  );

  it.each([400, 413])('batch row is refused by the API’s own %i, and by each later run', async (status) => {
    const file = newFile();
    const api = idempotentApi();
    const script = (call: SentCall) =>
      isRequestOf(mobiles[1], call) ? own(status, 'Why.') : api.answer(call);
    expect((await run(file, script)).results[1]).toMatchObject({ decision: 'refused', message: 'Why.' });
    const again = await run(file, api.answer);
    expect([again.verdicts, again.calls]).toEqual([['pass', 'refused', 'pass'], []]);
  });

  it('batch row is resent under its key when it was refused and --resend is set', async () => {
    const file = newFile();
    const api = idempotentApi();
    const first = await run(file, (call) => (isRequestOf(mobiles[1], call) ? own(400) : api.answer(call)));
    const again = await run(file, api.answer, { resend: true });
    expect(again.verdicts).toEqual(['pass', 'pass', 'pass']);
    expect(again.keys).toEqual([first.keys[1]]);
    // An end between its token and its report leaves it with the token, not with the refusal.
    expect((await readFile(file, 'utf8')).match(/"refused"/g)).toHaveLength(1);
  });

  it('batch row that was refused keeps no refusal beside a token of a later run', async () => {
    const file = newFile();
    const api = idempotentApi();
    await run(file, (call) => (isRequestOf(mobiles[1], call) ? own(400) : api.answer(call)));
    const cut = await run(file, (call) => (isPoll(call) ? own(500) : api.answer(call)), { resend: true });
    expect(cut.verdicts).toEqual(['pass', 'pending', 'pass']);
    expect((await run(file, api.answer)).verdicts).toEqual(['pass', 'pass', 'pass']);
    expect(api.started()).toEqual(mobiles);
  });

  it('batch row that an earlier version wrongly recorded as refused is unknown, and not billed twice by --resend', async () => {
    const file = newFile();
    const api = idempotentApi();
    const lost = await run(file, (call) => {
      if (isPoll(call)) return api.answer(call);
      api.answer(call);
      return new TypeError('fetch failed');
    });
    expect(lost.verdicts).toEqual(['pending', 'pending', 'pending']);
    const message = 'The call was answered 404.';
    for (const row of people.keys())
      await appendFile(file, `${JSON.stringify({ row, outcome: { verdict: 'refused', message } })}\n`);

    const blind = await run(file, api.answer);
    expect([blind.verdicts, blind.calls]).toEqual([['unknown', 'unknown', 'unknown'], []]);
    const resent = await run(file, api.answer, { resend: true });
    expect(resent.verdicts).toEqual(['pass', 'pass', 'pass']);
    expect(resent.keys).toEqual(lost.keys);
    expect(api.started()).toEqual(mobiles);
  });

  it('batch row keeps its token when the client’s secret is replaced meanwhile: the batch stops', async () => {
    const file = newFile();
    const api = idempotentApi();
    const first = await run(file, (call) =>
      isPoll(call) || isRequestOf(undefined, call) ? own(401) : api.answer(call),
    );
    expect(first.verdicts).toEqual(['pending', 'pending', 'pending']);
    expect(first.stoppedBy).toMatchObject({ name: 'KycAuthenticationError' });
    expect((await run(file, api.answer)).verdicts).toEqual(['pass', 'pass', 'pass']);
    expect(api.started()).toEqual(mobiles);
  });

  it('batch row is unknown when the API accepts the client, and not the token', async () => {
    const file = newFile();
    const api = idempotentApi();
    const script = (call: SentCall) => (isPoll(call) ? own(401) : api.answer(call));
    expect((await run(file, script)).verdicts).toEqual(['unknown', 'unknown', 'unknown']);
    expect(api.started()).toEqual(mobiles);
  });

  it('batch row is not started once the client is refused', async () => {
    const { verdicts, calls, stoppedBy } = await run(newFile(), () => own(401));
    expect([verdicts, calls.length]).toEqual([['pending', 'pending', 'pending'], 1]);
    expect(stoppedBy).toMatchObject({ status: 401 });
  });

  it('batch row is unknown after a 409: the API holds another request under its key', async () => {
    const file = newFile();
    const api = idempotentApi();
    const conflict = await run(file, (call) => (isRequestOf(mobiles[1], call) ? own(409) : api.answer(call)));
    expect(conflict.verdicts).toEqual(['pass', 'unknown', 'pass']);
  });
});

describe('a journal', () => {
  it.each([
    'https://api.example/',
    'https://api.example//',
    'HTTPS://API.example',
    'https://api.example:443/',
    ' https://api.example',
  ])('journal is continued at another spelling of its API: %j', async (url) => {
    const file = newFile();
    const { batch, close } = await Journal.open(file, owner).then((journal) => ({
      batch: journal.batch,
      close: () => journal.close(),
    }));
    await close();
    const again = await Journal.open(file, { ...owner, url });
    await again.close();
    expect(again.batch).toBe(batch);
  });

  it.each(['http://api.example', 'https://api.example:8443', 'https://api.example/stage'])(
    'journal is not continued at another API: %s',
    async (url) => {
      const file = newFile();
      await (await Journal.open(file, owner)).close();
      await expect(Journal.open(file, { ...owner, url })).rejects.toThrow(/another API or client/);
    },
  );
});
