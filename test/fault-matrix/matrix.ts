import { mkdtempSync, rmSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BookkeepingApi } from './api.ts';
import { call } from './callers.ts';
import type { Step } from './exchange.ts';
import { faults } from './faults.ts';
import { firstStruck } from './people.ts';
import { type Duration, Plan } from './plan.ts';
import { FaultyProxy } from './proxy.ts';
import type { Caller, Cell, CellSeen, RunSeen } from './seen.ts';
import { VirtualTime } from './virtual-time.ts';

const stepsOf: Record<Caller, readonly Step[]> = {
  verify: ['request', 'poll', 'later poll', 'pdf'],
  batch: ['check', 'request', 'poll', 'later poll'],
  client: ['request', 'poll', 'later poll'],
};

const durationsOf: Record<Caller, readonly Duration[]> = {
  verify: ['once', 'twice', 'for good'],
  batch: ['once', 'twice', 'for good', 'one person'],
  client: ['once', 'twice', 'for good'],
};

/** A refused connection does not identify a person, so the check applies to no person. */
const isPossible = ({ fault, step, duration }: Cell) =>
  duration !== 'one person' || (fault.act !== undefined && step !== 'check');

/** Every cell of a caller. */
export function cellsOf(caller: Caller): Cell[] {
  return faults.flatMap((fault) =>
    stepsOf[caller]
      .filter((step) => fault.steps.includes(step))
      .flatMap((step) =>
        [...durationsOf[caller], ...(fault.saysWhen ? (['25 s'] as const) : [])].map((duration) => ({
          caller,
          step,
          fault,
          duration,
        })),
      )
      .filter(isPossible),
  );
}

/** What a batch leaves out where a run has to be short: what a later poll does once, the first one does too. */
const isLongOnly = ({ caller, step, duration }: Cell) =>
  caller === 'batch' && (duration === 'twice' || (step === 'later poll' && duration === 'once'));

/** The cells of a run that has to be short. */
export const shortCellsOf = (caller: Caller) => cellsOf(caller).filter((cell) => !isLongOnly(cell));

/** Journals are synced to disk at each line: in memory, where the system has such a folder, that takes no time. */
const root = await access('/dev/shm').then(
  () => '/dev/shm',
  () => tmpdir(),
);

const hasReport = (run: RunSeen) => [...run.people.values()].every(({ reportId }) => reportId !== undefined);

/** Runs a caller through a fault, and again when the fault is over. */
export async function runCell(cell: Cell): Promise<CellSeen> {
  const { caller } = cell;
  const folder = mkdtempSync(path.join(root, 'kyc-cn-fault-'));
  const api = new BookkeepingApi();
  const proxy = await FaultyProxy.start(api, caller === 'batch' ? 'check' : 'request');
  api.publicUrl = proxy.url;
  const time = new VirtualTime(proxy);
  try {
    const plan = new Plan(cell, caller === 'batch' ? firstStruck : 0, () => time.now);
    proxy.begin(plan);
    const surroundings = { url: proxy.url, folder, time };
    const first = await call(caller, { ...surroundings, before: undefined });
    const billedFirst = [...api.books];
    proxy.end();
    // A report that is printed leaves nothing to repeat; a batch is always run again.
    const isDone = hasReport(first) && caller !== 'batch';
    const second = isDone ? undefined : await call(caller, { ...surroundings, before: first });
    return {
      cell,
      first,
      second,
      billedFirst,
      billed: api.books,
      struck: plan.struck,
      hasStruck: plan.hasStruck,
      hasRefusedToken: api.hasRefusedToken,
      elsewhere: JSON.stringify(proxy.elsewhere),
    };
  } finally {
    time.stop();
    await proxy.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
