import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Fault } from '../../packages/vendor-fakes/tencent/faults.ts';
import { nameOf } from '../support/chinese-number.ts';
import { startStackOverTencent } from '../support/vendor-stack.ts';

/** How many reports; a full run has 1,000 (about ten minutes). */
const runs = Number(process.env.KYC_FAULT_RUNS ?? 60);
/** Few: the machine's cores are what the time goes by, and the API's gateway waits for no request longer than 29 s. */
const inParallel = 6;
/** Of the screenings, which the simulator answers and bills beside the verification. */
const billedBySimulator = 2;

const ofRequests: readonly Fault[] = [
  { at: 'reset-unprocessed' },
  { at: 'hang-unprocessed' },
  { at: 'status-unprocessed', status: 429 },
  { at: 'status-unprocessed', status: 503 },
  { at: 'wrong-signature' },
  { at: 'rate-limit' },
  { at: 'reset' },
  { at: 'hang' },
  { at: 'half-a-body' },
  { at: 'wrong-content-type' },
  { at: 'garbage' },
  { at: 'status', status: 429 },
  { at: 'status', status: 503 },
];
const ofConnections: readonly Fault[] = [{ at: 'refuse' }, { at: 'reset-before-reading' }];
/** After each fault a call that goes well: otherwise the circuit opens, and for half a minute nothing is tried at all. */
const points = [...ofRequests, ...ofConnections].flatMap((fault) => [fault, undefined]);

let over: Awaited<ReturnType<typeof startStackOverTencent>>;
beforeAll(async () => {
  over = await startStackOverTencent(1_000_000, { callsPerSecond: 1000, timeoutSeconds: 1 });
});
afterAll(() => over?.stop());

it('stack ends every report and bills none twice, wherever a provider call breaks', async () => {
  const { stack, fake } = over;
  const planned = new Map<unknown, Fault>();
  const met = new Set<Fault>();
  fake.inject((_action, { Name }) => {
    const fault = planned.get(Name);
    planned.delete(Name);
    if (fault) met.add(fault);
    return fault;
  });
  const reports: { name: string; upstreamCalls: number }[] = [];
  const queue = Array.from({ length: runs }, (_, index) => points[index % points.length]);
  let persons = 0;
  const work = async () => {
    while (queue.length > 0) {
      const fault = queue.shift();
      const name = nameOf(persons);
      persons += 1;
      if (fault && ofConnections.includes(fault)) fake.inject({ fault, times: 1 });
      else if (fault) planned.set(name, fault);
      const { answer } = await stack.pollToEnd(await stack.request({ name, idNumber: '110101199001018885' }));
      expect(answer.status).toBe(200);
      reports.push({ name, upstreamCalls: answer.body.reportMetadata.upstreamCalls });
      // An open circuit spared this report its fault: another one is to meet it.
      if (planned.delete(name)) queue.push(fault);
    }
  };
  await Promise.all(Array.from({ length: inParallel }, work));

  const billedFor = Map.groupBy(
    fake.calls.filter(({ billed }) => billed),
    ({ parameters }) => parameters.Name,
  );
  expect(reports).toHaveLength(persons);
  expect(persons).toBeGreaterThanOrEqual(runs);
  for (const { name, upstreamCalls } of reports) {
    const billed = billedFor.get(name)?.length ?? 0;
    expect(billed).toBeLessThanOrEqual(1);
    // What was billed is in the report; what may have been billed is, too.
    expect(upstreamCalls - billedBySimulator).toBeGreaterThanOrEqual(billed);
    expect(upstreamCalls - billedBySimulator).toBeLessThanOrEqual(1);
  }
  expect(met).toEqual(new Set(ofRequests));
  expect(billedFor.size).toBeGreaterThan(runs / 4);
}, 1_200_000);
