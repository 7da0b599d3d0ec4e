import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startFakeTencent, vendorHost } from '@kyc-china/vendor-fakes/tencent/fake';
import { decodeJwt } from 'jose';
import { projectFile } from '../../lib/project-file.ts';
import { fakeHostOptions, putCredentials, routingThrough } from '../../local/fake-hosts.ts';
import { startStubbornReceiver } from '../../local/support/stubborn-receiver.ts';
import { connectToEmbedded } from '../../operations/stage-connection.ts';
import type { Fault } from '../../packages/vendor-fakes/tencent/faults.ts';
import { writeChangedAssembly } from '../support/changed-assembly.ts';
import { type EmbeddedStack, startEmbeddedStack } from '../support/embedded-stack.ts';
import { type Answers, answersOf, excerptOf, lasting } from '../support/history-reader.ts';

// Each execution is read as `aws stepfunctions get-execution-history` prints it, and nothing else is read.

const credentials = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };

/** Shortens the waits between the attempts of a sub-check, so that a circuit stays open through all of them. */
const quickly = (definition: string) =>
  definition
    .replace(/"MaxAttempts": 6,(\s+)"MaxDelaySeconds": 16/, '"MaxAttempts": 2,$1"MaxDelaySeconds": 1')
    .replace(/"MaxDelaySeconds": 8\b/, '"MaxDelaySeconds": 1');

const cleanUps: (() => Promise<unknown>)[] = [];
/** What happens to the next calls about a person, by name. */
const faults = new Map<unknown, Fault>();
let receiver: Awaited<ReturnType<typeof startStubbornReceiver>>;
let stack: EmbeddedStack;
let unconfigured: EmbeddedStack;

async function start(withCredentials: boolean): Promise<EmbeddedStack> {
  const assembly = await mkdtemp(path.join(tmpdir(), 'kyc-assembly-'));
  cleanUps.push(() => rm(assembly, { recursive: true }));
  await writeChangedAssembly(assembly, (resources) => {
    const machines = Object.values(resources).filter(
      ({ Type }) => Type === 'AWS::StepFunctions::StateMachine',
    );
    for (const { Properties } of machines)
      if (Properties?.DefinitionString) Properties.DefinitionString = quickly(Properties.DefinitionString);
  });
  const fake = await startFakeTencent({ ...credentials, callsPerSecond: 1_000_000 });
  cleanUps.push(() => fake.stop());
  fake.inject((_action, { Name }) => faults.get(Name));
  const servers = { ports: { [vendorHost]: fake.port }, certificate: fake.ca, credentials };
  const routing = routingThrough('tencent', { callsPerSecond: 1000, timeoutSeconds: 1 });
  const tencent = fakeHostOptions(servers, routing);
  const { internet, trustedCertificates = [] } = receiver.fakeHosts;
  const started = await startEmbeddedStack(
    { SIMULATOR_LATENCY_MS: '0', WEBHOOK_WAIT_FACTOR: '0' },
    {
      assembly,
      fakeHosts: {
        ...tencent,
        internet: { ...tencent.internet, ...internet },
        trustedCertificates: [...tencent.trustedCertificates, ...trustedCertificates],
      },
    },
  );
  cleanUps.push(() => started.stop());
  if (withCredentials) await putCredentials(started.cloud, 'tencent', credentials);
  return started;
}

beforeAll(async () => {
  receiver = await startStubbornReceiver();
  cleanUps.push(() => receiver.stop());
  stack = await start(true);
  unconfigured = await start(false);
});
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

/** The endpoint's answer for an execution that has ended: all that is read of it. */
async function historyOf({ cloud }: EmbeddedStack, reportId: string): Promise<HistoryEvent[]> {
  const { settingsFor } = connectToEmbedded(cloud);
  const client = new SFNClient(settingsFor('SFN'));
  const executionArn = cloud.executions.find(reportId)?.executionArn;
  try {
    for (;;) {
      const { events = [] } = await client.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
      );
      if (/^Execution(Succeeded|Failed)$/.test(events.at(-1)?.type ?? '')) return events;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    client.destroy();
  }
}

let persons = 0;
/** Verifies a person, with provider calls that end like this. @returns the execution's history. */
async function verify(fault?: Fault, more: object = {}, on = stack): Promise<HistoryEvent[]> {
  const name = `李${'一二三四五六七八九十'[persons % 10]}${'甲乙丙丁戊己庚辛壬癸'[Math.floor(persons / 10)]}`;
  persons += 1;
  if (fault) faults.set(name, fault);
  const token = await on.request({ name, idNumber: '110101199001018885', ...more });
  return historyOf(on, decodeJwt(token).sub ?? '');
}

const throttled: Fault = { at: 'rate-limit' };
const lost: Fault = { at: 'reset' };

/** What is done, and what is read of its history alone. */
const cases: readonly (readonly [title: string, run: () => Promise<HistoryEvent[]>, expected: Answers])[] = [
  ['Normal', () => verify(), { end: 'ReportComplete', undecided: [] }],
  [
    'Not found',
    () => verify({ at: 'answer', answer: { result: '-5' } }),
    { end: 'ReportComplete', undecided: [] },
  ],
  [
    'A quota is used up',
    () => verify({ at: 'answer', answer: { error: 'LimitExceeded' } }),
    undecided('SettledAsErrored', 'quota', true),
  ],
  ['A lost answer', () => verify(lost), undecided('SettledAsErrored', 'unknown-outcome', true)],
  ['A time-out', () => verify({ at: 'hang' }), undecided('SettledAsErrored', 'upstream-timeout', true)],
  ['Throttled until given up', () => verify(throttled), undecided('SubCheckErrored', 'throttled', false)],
  [
    'A webhook is refused',
    () => verify(undefined, { callbackUrl: receiver.script('gone', [{ status: 410 }]) }),
    { end: 'WebhookGivenUp', undecided: [], webhook: 'refused 410' },
  ],
  [
    'Our own credentials are missing',
    () => verify(undefined, {}, unconfigured),
    undecided('SubCheckErrored', 'credentials-unreadable', false),
  ],
  [
    'A circuit is open',
    async () => {
      await Promise.all(Array.from({ length: 5 }, () => verify(lost)));
      // One call more tries the provider, and then it is left alone for 30 s.
      await verify(lost);
      return verify();
    },
    undecided('SubCheckErrored', 'circuit-open', false),
  ],
];

function undecided(through: string, code: string, billed: boolean): Answers {
  const one = { subCheck: 'identity.two-factor', through, code, provider: 'tencent', billed };
  return { end: 'ReportCompleteWithErrors', undecided: [one] };
}

/** The block that the guide shows under a heading. */
async function shownUnder(title: string): Promise<object> {
  const text = await readFile(projectFile('docs', 'guides', 'reading-an-execution.md'), 'utf8');
  const [, section = ''] = text.split(`### ${title}\n`);
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(section) ?? [];
  return JSON.parse(json);
}

it.each(cases)(
  'execution says in its history what happened, as the guide shows it: %s',
  async (title, run, expected) => {
    const events = await run();
    expect(answersOf(events)).toEqual(expected);
    expect(lasting(excerptOf(events))).toEqual(lasting(await shownUnder(title)));
  },
  120_000,
);

it('execution history names a person nowhere', async () => {
  const name = '欧阳鑫淼';
  const mobile = '13899997777';
  const idNumber = '110101199001018885';
  faults.set(name, { at: 'reset' });
  const callbackUrl = receiver.script('secret-path', [{ status: 410 }]);
  const token = await stack.request({ name, idNumber, mobile, callbackUrl });
  const history = JSON.stringify(await historyOf(stack, decodeJwt(token).sub ?? ''));
  for (const value of [name, mobile, idNumber, 'secret-path']) expect(history).not.toContain(value);
}, 120_000);
