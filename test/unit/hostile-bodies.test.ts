import { describe, expect, it } from '@jest/globals';
import { invoke, proxyEvent } from '@kyc-china/samples/handler-events';
import { hostileBodies, unreadableBodies } from '@kyc-china/samples/hostile-bodies';
import fc from 'fast-check';
import { mockAws } from '../support/mocked-aws.ts';

mockAws();
const { handler: initiate } = await import('../../lambdas/initiate/handler.ts');
const { handler: poll } = await import('../../lambdas/poll/handler.ts');

/** The CPU time of this process, which a busy machine does not change. The worst body takes a tenth of the bound. */
async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const mostCpuMs = 1000;

async function answerTo(handler: typeof initiate, body: string) {
  let answer: Awaited<ReturnType<typeof invoke>> | undefined;
  const event = proxyEvent(body);
  const cpuMs = await cpuMsOf(async () => {
    answer = await invoke(handler, event);
  });
  return { ...(answer as Awaited<ReturnType<typeof invoke>>), cpuMs };
}

const fieldsOf = (body: unknown) =>
  ((body as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);

describe('initiate refuses within a second of CPU time, and names the field', () => {
  it.each(Object.entries(hostileBodies))(
    'initiate refuses %s within a second of CPU time, and names the field',
    async (_name, { body, field }) => {
      const answer = await answerTo(initiate, body());
      expect([400, 413]).toContain(answer.status);
      expect(fieldsOf(answer.body)).toContain(field);
      expect(answer.cpuMs).toBeLessThan(mostCpuMs);
    },
  );
});

describe('poll refuses within a second of CPU time', () => {
  it.each(Object.entries(hostileBodies))(
    'poll refuses %s within a second of CPU time',
    async (_name, { body }) => {
      const answer = await answerTo(poll, body());
      expect(answer.status).toBe(400);
      expect(fieldsOf(answer.body)).not.toEqual([]);
      expect(answer.cpuMs).toBeLessThan(mostCpuMs);
    },
  );
});

describe('both routes refuse within a second of CPU time', () => {
  it.each(Object.entries(unreadableBodies))(
    'both routes refuse %s within a second of CPU time',
    async (_name, body) => {
      for (const handler of [initiate, poll]) {
        const answer = await answerTo(handler, body());
        expect(answer.status).toBe(400);
        expect(answer.cpuMs).toBeLessThan(mostCpuMs);
      }
    },
  );
});

describe('initiate names the field of a generated hostile body', () => {
  const count = fc.integer({ min: 1_000, max: 20_000 });
  const known = fc.constantFrom('name', 'idNumber', 'mobile', 'bankCardNumber', 'idIssueDate', 'callbackUrl');
  const unit = fc.constantFrom('\u0307\u0323', '张', '1', ' · ', '⽯', '\u200b', 'A', '\ud83d\ude00', '龍.');

  it('initiate names the field of a generated body with a long text', async () => {
    await fc.assert(
      fc.asyncProperty(known, unit, count, async (field, text, times) => {
        const { status, body } = await invoke(
          initiate,
          proxyEvent(JSON.stringify({ [field]: text.repeat(times) })),
        );
        expect(status).toBe(400);
        expect(fieldsOf(body)).toEqual([field]);
      }),
      { numRuns: 60 },
    );
  });

  it('initiate names the field of a generated body with many items, or many unknown fields beside a known one', async () => {
    const item = fc.constantFrom({}, [], 1, 'x', null, { type: 'work', city: '京', address: '1号' });
    await fc.assert(
      fc.asyncProperty(item, count, async (value, times) => {
        const unknown = Object.fromEntries(Array.from({ length: times }, (_, index) => [`u${index}`, 1]));
        const sent = { ...unknown, addressesToVerify: Array(times).fill(value), mobile: 1 };
        const { status, body } = await invoke(initiate, proxyEvent(JSON.stringify(sent)));
        expect(status).toBe(400);
        const named = fieldsOf(body);
        expect(named.length).toBeLessThanOrEqual(100);
        const { body: alone } = await invoke(
          initiate,
          proxyEvent(JSON.stringify({ addressesToVerify: sent.addressesToVerify })),
        );
        expect(fieldsOf(alone)).toEqual(['addressesToVerify']);
      }),
      { numRuns: 20 },
    );
  });

  it('initiate names the field of a generated body with deep nesting', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('[', '{"a":'), count, async (opener, times) => {
        const { status } = await invoke(initiate, proxyEvent(`{"name":${opener.repeat(times)}`));
        expect(status).toBe(400);
      }),
      { numRuns: 20 },
    );
  });
});
