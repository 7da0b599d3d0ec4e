import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Journal } from '../../packages/client/cli/batch/journal.ts';
import { runBatch } from '../../packages/client/cli/batch/run-batch.ts';
import { type ScriptedAnswer, scriptedClient } from '../support/scripted-api.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kyc-cn-'));
});
afterAll(() => rm(folder, { recursive: true }));

const people = Array.from({ length: 8 }, (_, index) => ({
  line: index + 2,
  reference: `person-${index}`,
  applicant: { mobile: `1380013800${index}` },
  content: `person-${index}`,
}));
const owner = { url: 'https://api.example', clientId: 'a-client', secret: 'a-secret', people };

/** The API's answer to a request for nothing, by which a batch checks its client. */
const refusedForNothing = { status: 400, body: { message: 'Nothing is eligible.', requestId: 'r' } };

const tokenOf = (reportId: string) => `e30.${btoa(JSON.stringify({ sub: reportId })).replaceAll('=', '')}.s`;
const decision = { outcome: 'pass', policy: 'standard@1', reasons: [] };
const summary = { ran: [], matched: [], unmatched: [], notFound: [], flagged: [], errored: [] };

/** An API that keeps idempotency keys, and counts how often it was made to verify each person. */
function idempotentApi() {
  const byKey = new Map<string, string>();
  const started: string[] = [];
  return {
    started,
    answer({ url, headers, body }: { url: string; headers: Headers; body: string }): ScriptedAnswer {
      const { mobile, token } = JSON.parse(body);
      if (url.endsWith('/poll')) {
        const reportId = JSON.parse(atob(token.split('.')[1])).sub;
        const reportMetadata = { reportId, upstreamCalls: 1, completedAt: '', warnings: [] };
        return { status: 200, body: { reportMetadata, decision, summary } };
      }
      const key = headers.get('idempotency-key') ?? '';
      if (!byKey.has(key)) {
        byKey.set(key, tokenOf(mobile));
        started.push(mobile);
      }
      return { status: 200, body: { token: byKey.get(key) } };
    },
  };
}

/** What becomes of one call: its answer comes, it is lost on either way, or the process is ended there. */
const fate = fc.constantFrom('ok', 'ok', 'ok', 'lost before', 'lost after', 'end before', 'end after');

describe('a batch that is ended anywhere, again and again', () => {
  it('batch that is interrupted anywhere, repeatedly, verifies each person exactly once', async () => {
    const fates = fc.array(fate, { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fates, fc.integer({ min: 1, max: 4 }), async (script, concurrency) => {
        const api = idempotentApi();
        const file = path.join(folder, `journal-${files++}`);
        const left = [...script];
        for (;;) {
          const end = new AbortController();
          const { client } = scriptedClient((call) => {
            const now = left.shift() ?? 'ok';
            const answer = now.endsWith('before') ? undefined : api.answer(call);
            if (now.startsWith('end')) end.abort(new Error('ended'));
            return answer && !now.startsWith('lost') ? answer : new TypeError('fetch failed');
          });
          const journal = await Journal.open(file, owner);
          const { results } = await runBatch({
            client,
            journal,
            people,
            concurrency,
            resend: false,
            stopping: end.signal,
            signal: end.signal,
            now: () => new Date(),
            onResult: () => undefined,
          });
          await journal.close();
          expect(results).toHaveLength(people.length);
          if (results.every(({ decision }) => decision === 'pass')) {
            const reportIds = results.map((result) => 'reportId' in result && result.reportId);
            expect(reportIds).toEqual(people.map(({ applicant }) => applicant.mobile));
            break;
          }
          await appendFile(file, '{"row":0,"tok');
        }
        expect(api.started.toSorted()).toEqual(people.map(({ applicant }) => applicant.mobile));
      }),
      { numRuns: 40 },
    );
  });

  it('batch stops when the API is unreachable, and reports a day-old loss as unknown', async () => {
    const file = path.join(folder, `journal-${files++}`);
    const run = async (now: Date, resend: boolean, answer: Parameters<typeof scriptedClient>[0]) => {
      const journal = await Journal.open(file, owner);
      const { client, calls } = scriptedClient(answer, { retries: 0 });
      const never = new AbortController().signal;
      const options = { client, journal, people, concurrency: 1, stopping: never, signal: never };
      const outcome = await runBatch({ ...options, resend, now: () => now, onResult: () => undefined });
      await journal.close();
      return { ...outcome, calls };
    };
    const start = new Date('2026-03-01T00:00:00Z');
    const unreachable = await run(start, false, () => new TypeError('fetch failed'));
    expect(unreachable.stoppedBy).toMatchObject({ name: 'KycNetworkError' });
    expect(unreachable.calls).toHaveLength(5);
    expect(unreachable.results.map(({ decision }) => decision)).toEqual(people.map(() => 'pending'));

    const later = new Date('2026-03-01T23:45:00Z');
    const api = idempotentApi();
    const next = await run(later, false, (call) => api.answer(call));
    const verdicts = next.results.map(({ decision }) => decision);
    expect(verdicts).toEqual([...Array(5).fill('unknown'), ...Array(3).fill('pass')]);
    expect(api.started).toHaveLength(3);

    const again = await run(later, true, (call) => api.answer(call));
    expect(again.results.every(({ decision }) => decision === 'pass')).toBe(true);
    expect(api.started).toHaveLength(people.length);
    const keys = again.calls.map(({ headers }) => headers.get('idempotency-key')).filter(Boolean);
    const before = unreachable.calls.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).toHaveLength(5);
    expect(before.some((key) => keys.includes(key))).toBe(false);
  });

  it('batch polls a failed report again, and starts another only when requested', async () => {
    const file = path.join(folder, `journal-${files++}`);
    const api = idempotentApi();
    const failing = new Set(people.slice(0, 2).map(({ applicant }) => applicant.mobile));
    const run = async (resend: boolean) => {
      const journal = await Journal.open(file, owner);
      const { client } = scriptedClient((call) => {
        const { token, mobile } = JSON.parse(call.body);
        if (!call.url.endsWith('/poll')) return mobile === undefined ? refusedForNothing : api.answer(call);
        const { sub } = JSON.parse(atob(token.split('.')[1]));
        return failing.has(sub)
          ? { status: 502, body: { message: 'No.', requestId: 'r', code: 'report-failed' } }
          : api.answer(call);
      });
      const never = new AbortController().signal;
      const { results } = await runBatch({
        client,
        journal,
        people,
        concurrency: 3,
        resend,
        stopping: never,
        signal: never,
        now: () => new Date(),
        onResult: () => undefined,
      });
      await journal.close();
      return results.slice(0, 2).map(({ decision }) => decision);
    };
    expect(await run(false)).toEqual(['no-report', 'no-report']);
    const written = await readFile(file, 'utf8');
    expect(await run(false)).toEqual(['no-report', 'no-report']);
    expect(await readFile(file, 'utf8')).toBe(written);

    failing.delete('13800138000');
    expect(await run(true)).toEqual(['pass', 'no-report']);
    const paid = [...people.map(({ applicant }) => applicant.mobile), '13800138001'].toSorted();
    expect(api.started.toSorted()).toEqual(paid);
    failing.clear();
    expect(await run(false)).toEqual(['pass', 'pass']);
    expect(api.started.toSorted()).toEqual(paid);
  });
});
