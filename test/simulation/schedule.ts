import type { SubCheckTask } from '@kyc-china/core/sub-checks/eligibility';
import type { Scheduler } from 'fast-check';
import { jpegBase64 } from '../support/images.ts';
import { seededRandom } from '../support/random.ts';
import { callAsClient } from './client-calls.ts';
import { bucketsInMemory, interceptAws, keysInMemory, secretsInMemory } from './cloud/services.ts';
import { StepFunctions } from './cloud/step-functions.ts';
import { type OnWrite, Tables } from './cloud/tables.ts';
import type { History } from './history.ts';
import { Operator } from './operators.ts';
import type { Scenario } from './scenario.ts';
import { names, Stage } from './stage.ts';
import { installClock } from './virtual-clock.ts';
import { World } from './world.ts';

/** How a schedule ended: what was seen, and what is stored. */
export interface Outcome {
  readonly scenario: Scenario;
  readonly history: History;
  readonly tables: Tables;
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly executions: StepFunctions['executions'];
  /** Whether any process was killed. */
  readonly anyKilled: boolean;
  /** The end of the schedule. */
  readonly now: number;
  /** What happened, line by line, for people. */
  readonly log: readonly string[];
}

const start = Date.parse('2026-03-01T00:00:00Z');
const person = { name: '张三', idNumber: '110101199001011234' };
const idempotencyKey = 'the-key';

let schedules = 0;

/** WebCrypto answers from outside of the event loop: the schedule has to wait for it. */
function countNative(world: World): () => void {
  const { subtle } = globalThis.crypto;
  const { sign, importKey } = subtle;
  const counted = (method: (...args: never[]) => Promise<unknown>) => ({
    configurable: true,
    writable: true,
    value: (...args: never[]) => world.native(method.apply(subtle, args)),
  });
  Object.defineProperty(subtle, 'sign', counted(sign as never));
  Object.defineProperty(subtle, 'importKey', counted(importKey as never));
  return () => {
    Reflect.deleteProperty(subtle, 'sign');
    Reflect.deleteProperty(subtle, 'importKey');
  };
}

const failure = (name: string) => Object.assign(new Error(name), { name });

/** Lambda, as a state machine calls it: what goes wrong between the two is known to neither. */
function invocations(world: World, stage: Stage, lateSubCheck: string | undefined) {
  let late: (() => Promise<unknown>) | undefined;
  return async (calledFunction: string, payload: Record<string, unknown>): Promise<unknown> => {
    const fault = world.takeFault(`invocation ${calledFunction}`);
    const run = () => stage.invoke(calledFunction, payload);
    const unseen = (work: Promise<unknown>) => void work.catch(() => undefined);
    if (calledFunction === 'Aggregator' && late) {
      unseen(late());
      late = undefined;
    }
    if ((payload.task as SubCheckTask | undefined)?.subCheck === lateSubCheck && lateSubCheck !== undefined) {
      late = run;
      await world.sleep(400);
      throw failure('Lambda.SdkClientException');
    }
    if (!fault) return run();
    world.note(`  invocation: ${fault.kind}`);
    if (fault.kind === 'refused') throw failure('Lambda.TooManyRequestsException');
    if (fault.kind === 'sent-twice') {
      unseen(run());
      return run();
    }
    if (fault.kind === 'response-lost') unseen(run());
    if (fault.kind === 'stalled') unseen(world.sleep(fault.ms).then(run));
    await world.sleep(400);
    throw failure('Lambda.SdkClientException');
  };
}

/** Runs one schedule to its end. */
export async function runSchedule(scheduler: Scheduler, scenario: Scenario): Promise<Outcome> {
  schedules += 1;
  const history: History = [];
  const world = new World(scheduler, start, scenario.faults, scenario.skewsMs);
  const stage = new Stage(world, history, scenario, String(schedules));
  const tables = new Tables(
    { [names.ReportsTableName]: ['pk', 'sk'], [names.ApplicantKeysTableName]: ['reportId', 'keyId'] },
    noteWrites(world, history),
  );
  const buckets = bucketsInMemory();
  const stepFunctions = new StepFunctions(
    {
      invoke: invocations(world, stage, scenario.lateSubCheck),
      sleep: (ms) => world.sleep(ms),
      now: () => world.now,
      random: seededRandom(scenario.seed),
    },
    (work) => world.outside(work),
  );
  const services = {
    dynamo: (command: string, input: never) => tables.send(command, input),
    s3: buckets.send,
    sfn: (command: string, input: never) => stepFunctions.send(command, input),
    kms: keysInMemory(),
    secrets: secretsInMemory({
      [names.TokenKeySecretArn]: JSON.stringify({ kid: '1', secret: 'k'.repeat(64) }),
      [names.LinkSignerSecretArn]: JSON.stringify({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 's' }),
    }),
  };
  const undo = [
    installClock(world.clock),
    countNative(world),
    interceptAws((service, command, input) => {
      const isDown = () => service === 's3' && isOut(scenario, world.now);
      const label = `${command}${keyOf(input)}`;
      return world.call(label, isDown, () => services[service](command, input as never));
    }),
  ];
  try {
    const body = {
      ...person,
      ...(scenario.photo && { facePhoto: jpegBase64 }),
      ...(scenario.callback && { callbackUrl: 'https://example.com/hook' }),
    };
    // Spelled differently each time, and meant the same. The release before compares the spelling.
    const spellings = [body, Object.fromEntries(Object.entries(body).reverse())];
    const oneSpelling = scenario.requests.some(({ older }) => older);
    scenario.requests.forEach(({ atMs, older, warm }, index) => {
      const spelling = spellings[oneSpelling ? 0 : index % 2] ?? body;
      void world.sleep(atMs).then(() => stage.initiate(spelling, idempotencyKey, older, warm));
    });
    const operator = new Operator(world, history, String(schedules));
    for (const { atMs, command, force } of scenario.commands)
      void world.sleep(atMs).then(() => {
        const reportId = newestReport(tables);
        return command === 'client-erase' || command === 'client-resend' || command === 'client-read'
          ? callAsClient(world, history, command, reportId)
          : operator.run(command, reportId, force);
      });
    await world.drive();
    const { executions } = stepFunctions;
    return {
      scenario,
      history,
      tables,
      objects: buckets.objects,
      executions,
      anyKilled: world.anyKilled,
      now: world.now,
      log: world.log,
    };
  } finally {
    for (const back of undo) back();
  }
}

/** Notes the writes that the invariants ask about. */
function noteWrites(world: World, history: History): OnWrite {
  return (before, after) => {
    const { pk, sk, status, state, claimId, charges } = after ?? {};
    const [reportId, at] = [String(pk), world.now];
    const [kind, task] = String(sk).split('#');
    if (status === 'erased' && before?.status !== 'erased') history.push({ kind: 'tombstone', at, reportId });
    if (kind === 'REPORT' && status === 'completed' && before?.status !== 'completed')
      history.push({ kind: 'completed', at, reportId, charges: JSON.parse(String(charges ?? '[]')) });
    if (kind === 'SUBCHECK' && state === 'claimed' && claimId !== before?.claimId)
      history.push({ kind: 'claimed', at, reportId, task: String(task) });
  };
}

/** Whether the stores of photos and PDFs are down. */
function isOut({ outage }: Scenario, now: number): boolean {
  return outage !== undefined && now >= start + outage.atMs && now < start + outage.atMs + outage.ms;
}

/** The sort key or name that a command is about, for the log. */
function keyOf(input: unknown): string {
  const { Key, Item, name, executionArn } = input as Record<string, { sk?: string } & string>;
  const key = typeof Key === 'string' ? Key : ((Key ?? Item)?.sk ?? name ?? executionArn);
  return key === undefined ? '' : ` ${String(key).split(':').at(-1)}`;
}

/** The report that an operator is asked about: the last that a request named. */
function newestReport(tables: Tables): string {
  const rows = tables.all(names.ReportsTableName);
  const record = rows.find(({ sk }) => sk === 'IDEMPOTENCY') ?? rows.find(({ sk }) => sk === 'REPORT');
  return String(record?.reportId ?? record?.pk ?? 'none');
}
