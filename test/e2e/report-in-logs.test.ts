import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FakeTencent, startFakeTencent, vendorHost } from '@kyc-china/vendor-fakes/tencent/fake';
import { type LoggedFunctions, logQueries } from '../../lib/log-queries.ts';
import { fakeHostOptions, putCredentials, routingThrough } from '../../local/fake-hosts.ts';
import { type StubbornReceiver, startStubbornReceiver } from '../../local/support/stubborn-receiver.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { functionLogs, type LogLine } from '../support/function-logs.ts';
import { until } from '../support/until.ts';

const credentials = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };
const person = { name: '张三', idNumber: '110101199001018885', mobile: '13800138000' };

/** Alibaba Cloud first, without credentials, for what Tencent Cloud serves too; the simulator for the rest. */
function routing() {
  const through = routingThrough('tencent', { timeoutSeconds: 2 });
  const subCheck = 'identity.two-factor';
  return { ...through, routes: { ...through.routes, [subCheck]: ['alibaba', 'tencent'] as const } };
}

let fake: FakeTencent;
let receiver: StubbornReceiver;
let stack: EmbeddedStack;
beforeAll(async () => {
  fake = await startFakeTencent({ ...credentials, callsPerSecond: 1_000_000 });
  receiver = await startStubbornReceiver();
  const servers = { ports: { [vendorHost]: fake.port }, certificate: fake.ca, credentials };
  const vendor = fakeHostOptions(servers, routing());
  const { internet, trustedCertificates = [] } = receiver.fakeHosts;
  stack = await startEmbeddedStack(
    { SIMULATOR_LATENCY_MS: '0', WEBHOOK_WAIT_FACTOR: '0' },
    {
      fakeHosts: {
        ...vendor,
        internet: { ...vendor.internet, ...internet },
        trustedCertificates: [...vendor.trustedCertificates, ...trustedCertificates],
      },
    },
  );
  await putCredentials(stack.cloud, 'tencent', credentials);
});
afterAll(async () => {
  await stack?.stop();
  await receiver?.stop();
  await fake?.stop();
});

/** Every line with the report's id, once the given messages are among them. */
async function linesOf(reportId: string, ...awaited: readonly string[]): Promise<LogLine[]> {
  let lines: LogLine[] = [];
  await until(async () => {
    const all = [...(await functionLogs(stack.dataDirectory)).values()].flat();
    lines = all.filter((line) => line.reportId === reportId);
    return awaited.every((message) => lines.some((line) => line.message === message));
  });
  return lines;
}

const withMessage = (lines: readonly LogLine[], message: string) =>
  lines.filter((line) => line.message === message);

/** The lines that the function wrote, by its name in the stack. */
async function linesFrom(name: keyof LoggedFunctions): Promise<readonly LogLine[]> {
  const logicalName = name.slice(0, 1).toUpperCase() + name.slice(1);
  const logs = [...(await functionLogs(stack.dataDirectory))].filter(([file]) => file.includes(logicalName));
  return logs.flatMap(([, lines]) => lines);
}

it('report is found by its id in the line of its request, each call, aggregation, webhook and read', async () => {
  const callbackUrl = receiver.script('flaky', [{ status: 503 }, { cut: true }]);
  const subChecks = ['identity.two-factor', 'identity.three-factor', 'mobile.attribution', 'risk.fraud'];
  const requested = await stack.post('/kyc/cn/request', { ...person, subChecks, callbackUrl });
  const { reportId, token } = requested.body;
  const { answer } = await stack.pollToEnd(token);
  expect(answer.status).toBe(200);
  const { reportMetadata, summary } = answer.body;
  expect((await stack.get(`/kyc/cn/reports/${reportId}`)).status).toBe(200);
  await until(async () => receiver.posts('flaky').length >= 3);
  const lines = await linesOf(reportId, 'report read', 'report polled', 'report aggregated');
  await until(async () => withMessage(await linesOf(reportId), 'webhook attempted').length >= 3);

  const [started] = withMessage(lines, 'verification started');
  expect(started).toMatchObject({ clientId: 'local-client', requestId: expect.any(String) });
  expect(withMessage(lines, 'report read')).toEqual([
    expect.objectContaining({ status: 'completed', clientId: 'local-client', requestId: expect.any(String) }),
  ]);
  expect(withMessage(lines, 'report polled').map(({ status }) => status)).toContain('completed');

  const calls = withMessage(lines, 'provider called');
  for (const call of calls)
    expect(call).toMatchObject({ provider: expect.any(String), attempt: 1, billed: expect.any(Boolean) });
  const twoFactor = calls.filter(({ subCheck }) => subCheck === 'identity.two-factor');
  expect(twoFactor).toEqual([
    expect.objectContaining({
      provider: 'alibaba',
      outcome: 'own-fault',
      code: 'credentials-unreadable',
      billed: false,
    }),
    expect.objectContaining({
      provider: 'tencent',
      outcome: 'answered',
      failedOverFrom: 'alibaba',
      billed: true,
    }),
  ]);
  expect(twoFactor[0]).not.toHaveProperty('upstreamMs');
  expect(twoFactor[1]?.upstreamMs).toBeGreaterThan(0);
  expect(calls.filter(({ billed }) => billed)).toHaveLength(reportMetadata.upstreamCalls);
  expect(new Set(calls.map(({ subCheck }) => subCheck))).toEqual(new Set(summary.ran));

  const attempts = withMessage(await linesOf(reportId), 'webhook attempted');
  expect(
    attempts.map(({ attempt, outcome, status, reason }) => ({ attempt, outcome, status, reason })),
  ).toEqual([
    { attempt: 1, outcome: 'retry', status: 503, reason: undefined },
    { attempt: 2, outcome: 'retry', status: undefined, reason: 'ECONNRESET' },
    { attempt: 3, outcome: 'delivered', status: 204, reason: undefined },
  ]);
});

it('sub-checks of a provider that fails leave a line each for every attempt, the open circuit and the end', async () => {
  fake.inject({ fault: { at: 'answer', answer: { result: '-4' } }, action: 'IdCardVerification' });
  const requests = await Promise.all(
    Array.from({ length: 6 }, () =>
      stack.post('/kyc/cn/request', { ...person, subChecks: ['identity.two-factor'] }),
    ),
  );
  const reportIds = requests.map(({ body }) => body.reportId);
  await Promise.all(requests.map(({ body }) => stack.pollToEnd(body.token)));
  for (const reportId of reportIds) {
    const lines = await linesOf(reportId, 'sub-check given up');
    const failed = withMessage(lines, 'sub-check attempt failed');
    // A call that waited for its turn in the state machine is tried as often again.
    expect(failed.length).toBeGreaterThanOrEqual(7);
    expect(withMessage(lines, 'sub-check given up')).toEqual([
      expect.objectContaining({ subCheck: 'identity.two-factor', provider: 'tencent' }),
    ]);
    const ofTencent = lines.filter(
      ({ provider, message }) => provider === 'tencent' && message.startsWith('provider'),
    );
    expect(ofTencent.map(({ attempt }) => attempt)).toEqual(failed.map((_, index) => index + 1));
    for (const { message, outcome, code, providerCode, lastError } of ofTencent)
      expect([message, outcome, code, providerCode ?? lastError]).toEqual(
        message === 'provider called'
          ? ['provider called', 'failed', 'upstream-unavailable', '-4']
          : ['provider left alone', 'left-alone', 'circuit-open', 'upstream-unavailable'],
      );
  }
  expect(await linesFrom('subCheck')).toContainEqual(expect.objectContaining({ outcome: 'left-alone' }));
});

/** The fields that a query reads: what is left of its text without literals, names that it gives, and its language. */
function fieldsOf(text: readonly string[]): string[] {
  const language = new Set(
    'fields filter sort limit stats by as in and or not asc desc count count_distinct max latest'.split(' '),
  );
  const bare = text.join(' ').replaceAll(/"[^"]*"/g, ' ');
  const given = new Set([...bare.matchAll(/ as (\w+)/g)].map(([, name]) => name));
  const words = bare.match(/@?[A-Za-z_]+/g) ?? [];
  return [...new Set(words)].filter(
    (word) => !language.has(word) && !given.has(word) && !word.startsWith('@'),
  );
}

it.each(logQueries)(
  'query "$name" reads fields and messages that the functions write',
  async ({ functions, text }) => {
    const lines = (await Promise.all(functions.map(linesFrom))).flat();
    const written = new Set(lines.flatMap((line) => Object.keys(line)));
    const fields = fieldsOf(text);
    expect(fields.length).toBeGreaterThan(3);
    expect(fields.filter((field) => !written.has(field))).toEqual([]);
    const [, inMessages] = /message (?:in \[([^\]]*)\]|= )/.exec(text.join(' ')) ?? [];
    const messages =
      /message = "([^"]*)"/.exec(text.join(' '))?.slice(1) ??
      [...(inMessages ?? '').matchAll(/"([^"]*)"/g)].map(([, message]) => message);
    for (const message of messages) expect(lines.map((line) => line.message)).toContain(message);
  },
);
