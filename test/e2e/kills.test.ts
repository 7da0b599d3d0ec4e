import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import type { CloudProcess } from '../support/cloud-process.ts';
import { createConsumer } from '../support/consumer.ts';
import type { Answer } from '../support/embedded-stack.ts';
import { createMortalStack, type MortalStack } from '../support/mortal-stack.ts';
import { numberedPerson } from '../support/numbered-people.ts';
import { seededRandom } from '../support/random.ts';

// KYC_KILLS=100 makes a full run of it; KYC_KILLS_SEED repeats the moments of an earlier one. What the test waits for
// by the clock is those moments alone.
const kills = Number(process.env.KYC_KILLS ?? 6);
const seed = Number(process.env.KYC_KILLS_SEED ?? Date.now() % 1_000_000);

/** How often the cloud is killed while it starts, and goes on with what ran before. */
const shareAtStart = 0.15;
/** How often it is killed while requests are on their way, and how long after they left at most, in milliseconds. */
const shareAtRequests = 0.3;
const latestKillOfRequestsMs = 500;
/** Otherwise, how long after their tokens came at most, in times that a new cloud's first report takes. */
const latestKillInReports = 1.5;
const mostReportsAKill = 4;
/** How long the vendor takes for an answer at most, in milliseconds. */
const slowestAnswerMs = 400;

/** A request as its consumer remembers it. */
interface Requested {
  readonly body: object;
  readonly idempotencyKey: string;
  /** What was answered; undefined while nothing was. */
  token: string | undefined;
}

let stack: MortalStack | undefined;
let cloud: CloudProcess | undefined;
afterEach(async () => {
  await cloud?.kill();
  await stack?.stop();
});

/** How often each thing occurs. */
function tally(things: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const thing of things) counts[thing] = (counts[thing] ?? 0) + 1;
  return counts;
}

const moreThanOnce = (counts: Record<string, number>) =>
  Object.entries(counts).filter(([, count]) => count > 1);

/** Sends a request; that the cloud dies before it answers is no failure. */
async function send(apiUrl: string, requested: Requested): Promise<void> {
  const { body, idempotencyKey } = requested;
  const answer = await createConsumer(apiUrl)
    .request(body, idempotencyKey)
    .catch(() => undefined);
  if (answer?.status === 200) requested.token = answer.body.token;
}

it(
  `stack that is killed ${kills} times ends every report, bills nothing twice and posts one body (seed ${seed})`,
  async () => {
    const random = seededRandom(seed);
    const world = await createMortalStack(50);
    stack = world;
    // Numbers of its own: how many calls there are by a moment must not change the moments after it.
    const slowness = seededRandom(seed + 1);
    world.vendor.inject(() => ({ at: 'answer', delayMs: slowness() * slowestAnswerMs }));
    const requests: Requested[] = [];
    const inFlight: number[] = [];

    const request = (apiUrl: string) => {
      const number = requests.length;
      const body = { ...numberedPerson(number), callbackUrl: world.callbackUrl };
      const requested: Requested = { body, idempotencyKey: `kill-${number}`, token: undefined };
      requests.push(requested);
      return send(apiUrl, requested);
    };

    const startedAt = performance.now();
    cloud = world.start();
    const first = await cloud.ready;
    const startMs = performance.now() - startedAt;
    await world.furnish(first);
    const requestedAt = performance.now();
    const posted = new Promise<void>((resolve) => world.receiver.subscribe(() => resolve()));
    await request(first.url);
    await posted;
    const reportMs = performance.now() - requestedAt;

    for (let kill = 0; kill < kills; kill += 1) {
      let sent: Promise<void>[] = [];
      const when = random();
      if (when < shareAtStart) await wait(random() * startMs);
      else {
        const { url } = await cloud.ready;
        sent = Array.from({ length: 1 + Math.floor(random() * mostReportsAKill) }, () => request(url));
        if (when < shareAtStart + shareAtRequests) await wait(random() * latestKillOfRequestsMs);
        else {
          await Promise.all(sent);
          await wait(random() * latestKillInReports * reportMs);
        }
      }
      await cloud.kill();
      await Promise.all(sent);
      inFlight.push(requests.length - world.accepted.size);
      cloud = world.start();
    }

    const { url } = await cloud.ready;
    const consumer = createConsumer(url);
    const unanswered = requests.filter(({ token }) => token === undefined).length;
    const ends: Answer[] = [];
    for (const { body, idempotencyKey, token } of requests) {
      const again = await consumer.request(body, idempotencyKey);
      expect({ status: again.status, token: again.body.token }).toEqual({
        status: 200,
        token: token ?? expect.any(String),
      });
      ends.push(await consumer.pollToEnd(again.body.token));
    }
    const reports = ends.filter(({ status }) => status === 200).map(({ body }) => body);
    const allAccepted = Promise.withResolvers<void>();
    const check = () => {
      if (world.accepted.size >= reports.length) allAccepted.resolve();
    };
    world.receiver.subscribe(check);
    check();
    await allAccepted.promise;

    const billed = world.vendor.calls.filter((call) => call.billed);
    const charges = tally(billed.map(({ action, parameters }) => `${parameters.Name} ${action}`));
    const { deliveries } = world.receiver;
    const bodies = tally(
      [...new Set(deliveries.map(({ id, body }) => `${id} ${body}`))].map((text) => text.split(' ')[0] ?? ''),
    );
    const errored: string[] = reports.flatMap(({ summary }) =>
      summary.errored.map(({ code }: { code: string }) => code),
    );
    console.info(
      JSON.stringify({
        seed,
        kills,
        reports: requests.length,
        unfinishedAtTheKill: inFlight.join(' '),
        requestsWithoutAnswer: unanswered,
        completed: reports.length,
        failed: ends.length - reports.length,
        erroredSubChecks: tally(errored),
        billedCalls: billed.length,
        billedTwice: moreThanOnce(charges).length,
        deliveries: deliveries.length,
        webhookIds: Object.keys(bodies).length,
        idsWithTwoBodies: moreThanOnce(bodies).length,
      }),
    );
    for (const { status, body } of ends)
      expect([status, typeof body.message]).toEqual(status === 200 ? [200, 'undefined'] : [502, 'string']);
    expect(moreThanOnce(charges)).toEqual([]);
    expect(moreThanOnce(bodies)).toEqual([]);
    expect(new Set(reports.map(({ reportMetadata }) => reportMetadata.reportId)).size).toBe(reports.length);
  },
  600_000 + kills * 60_000,
);
