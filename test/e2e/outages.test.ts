import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localClient } from '../../local/seed.ts';
import type { Answer } from '../support/embedded-stack.ts';
import type { Outage } from '../support/faulty-proxy.ts';
import { numberedPerson } from '../support/numbered-people.ts';
import {
  type Breakable,
  type BreakableStack,
  type Service,
  services,
  startBreakableStack,
} from '../support/outages.ts';

let broken: BreakableStack;
beforeAll(async () => {
  broken = await startBreakableStack();
});
afterAll(() => broken?.stop());

const credentials = { 'x-client-id': localClient.clientId, 'x-client-secret': localClient.clientSecret };

/** A request of two calls to the vendor and two to the simulator, with a photo in S3. */
interface Requested {
  readonly key: string;
  readonly body: object;
}

const requests: Requested[] = [];
const tokens = new Map<string, string>();

function newRequest(): Requested {
  const number = requests.length;
  const { name, idNumber, facePhoto } = numberedPerson(number);
  const requested = { key: `outage-${number}`, body: { name, idNumber, facePhoto } };
  requests.push(requested);
  return requested;
}

/** Sends a request, for the first time or again. Whenever it is accepted, the token is the same. */
async function send({ key, body }: Requested): Promise<Answer> {
  const answer = await broken.stack.post('/kyc/cn/request', body, { ...credentials, 'idempotency-key': key });
  if (answer.status !== 200) {
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.body).toEqual({
      message: expect.stringMatching(/Send the request again/),
      requestId: expect.any(String),
    });
    return answer;
  }
  expect(answer.body.token).toBe(tokens.get(key) ?? answer.body.token);
  tokens.set(key, answer.body.token);
  return answer;
}

/** Whatever is out of order, a good token is never called a bad one. */
async function pollOnce(token: string): Promise<void> {
  const { status, body } = await broken.stack.post('/kyc/cn/poll', { token });
  if (status === 200 || status === 202) return;
  expect([status, body.message]).toEqual([expect.any(Number), expect.stringMatching(/again/)]);
  expect(status).toBeGreaterThanOrEqual(500);
}

/**
 * Requests and polls while something is out of order, and has been noticed. Afterwards every request is sent again.
 * @returns how the requests were answered at first.
 */
async function endure(breakable: Breakable, outage: Outage, count: number): Promise<number[]> {
  const earlier = [...tokens.values()].at(-1);
  breakable.begin(outage);
  const during = Array.from({ length: count }, newRequest);
  const answers = Promise.all(during.map(send));
  const poll = earlier === undefined ? undefined : pollOnce(earlier);
  await breakable.met(1);
  // What is held back is only answered when it is let go.
  if (outage !== 'stalls') await Promise.all([answers, poll]);
  breakable.end();
  await poll;
  const statuses = (await answers).map(({ status }) => status);
  for (const requested of during) expect((await send(requested)).status).toBe(200);
  return statuses;
}

const outages: readonly Outage[] = ['refuses', 'fails', 'loses', 'stalls'];

/** Nothing is cached before the first success, so that Secrets Manager is asked until its last outage is over. */
it.each(outages)(
  'stack refuses what it cannot sign while Secrets Manager %s, and says so',
  async (outage) => {
    const breakable = broken.service('SECRETS_MANAGER');
    breakable.begin(outage);
    const requested = newRequest();
    const answer = send(requested);
    await breakable.met(1);
    if (outage !== 'stalls') expect((await answer).status).toBe(502);
    breakable.end();
    if (outage === 'stalls') expect((await answer).status).toBe(200);
  },
);

it("stack waits for the vendor's key while Secrets Manager fails during a report", async () => {
  const breakable = broken.service('SECRETS_MANAGER');
  breakable.begin('fails');
  expect((await send(newRequest())).status).toBe(200);
  await breakable.met(1);
  breakable.end();
});

describe.each(
  services.filter((service): service is Exclude<Service, 'SECRETS_MANAGER'> => service !== 'SECRETS_MANAGER'),
)('%s', (service) => {
  it.each(outages)('stack loses no accepted request while the service %s', async (outage) => {
    expect((await send(newRequest())).status).toBe(200);
    const statuses = await endure(broken.service(service), outage, 2);
    expect(statuses).toEqual(outage === 'stalls' ? [200, 200] : [502, 502]);
  });
});

it('stack says what to do when a service stalls, before the function is cut off', async () => {
  const tables = broken.service('DYNAMODB');
  expect((await send(newRequest())).status).toBe(200);
  tables.begin('stalls');
  const requested = newRequest();
  const { status, body } = await send(requested);
  expect([status, body.message]).toEqual([
    502,
    expect.stringMatching(/^The verification could not be started\./),
  ]);
  tables.end();
  expect((await send(requested)).status).toBe(200);
});

describe('upstream', () => {
  it.each(outages)('stack loses no accepted request while the provider %s', async (outage) => {
    expect(await endure(broken.upstream, outage, 1)).toEqual([200]);
    const token = tokens.get(requests.at(-1)?.key ?? '') ?? '';
    expect((await broken.stack.pollToEnd(token)).answer.status).toBe(200);
  });
});

it('stack has ended every report, created one for each request, and billed none twice', async () => {
  for (const requested of requests) await send(requested);
  expect(tokens.size).toBe(requests.length);
  const ends = await Promise.all(
    [...tokens.values()].map(async (token) => (await broken.stack.pollToEnd(token)).answer),
  );
  for (const { status, body } of ends)
    expect([status, body.message]).toEqual(status === 200 ? [200, undefined] : [502, expect.any(String)]);
  const items = (JSON.parse(await broken.stack.tableItems()) as { sk?: { S: string } }[][]).flat();
  expect(items.filter(({ sk }) => sk?.S === 'REPORT')).toHaveLength(requests.length);
  const charges = broken.vendor.calls
    .filter(({ billed }) => billed)
    .map(({ action, parameters }) => `${parameters.Name} ${action}`);
  expect(charges.length).toBe(new Set(charges).size);
  expect(charges.length).toBeGreaterThan(requests.length);
});
