import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { ConcurrencyLimit } from '../../packages/emulator/concurrency-limit.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Lets promises settle that already have their outcome. */
const settle = () => jest.advanceTimersByTimeAsync(0);

/** Takes turns, and writes down the functions that got one, in order. */
function taker(limit: ConcurrencyLimit) {
  const turns: string[] = [];
  const failures: string[] = [];
  const take = (name: string, count: number) => {
    for (let turn = 0; turn < count; turn += 1)
      limit
        .take(name, () => name)
        .then(
          () => turns.push(name),
          (error: Error) => failures.push(error.name),
        );
  };
  return { turns, failures, take };
}

it('concurrency limit gives no more turns at once than the account has, whatever waits', async () => {
  const limit = new ConcurrencyLimit({ account: 3, perFunction: 3 });
  const { turns, take } = taker(limit);
  take('a', 50);
  take('b', 50);
  await settle();
  expect(turns).toHaveLength(3);
  for (let given = 4; given <= 100; given += 1) {
    limit.giveBack(turns[given - 4] ?? '');
    await settle();
    expect(turns).toHaveLength(given);
  }
});

it('concurrency limit gives a function no more turns at once than a function may have', async () => {
  const limit = new ConcurrencyLimit({ account: 10, perFunction: 2 });
  const { turns, take } = taker(limit);
  take('a', 9);
  take('b', 1);
  await settle();
  expect(turns.sort()).toEqual(['a', 'a', 'b']);
});

it('concurrency limit gives functions turns in rotation, so that one call does not wait for 1,000 of another', async () => {
  const limit = new ConcurrencyLimit({ account: 1, perFunction: 1 });
  const { turns, take } = taker(limit);
  take('a', 1_000);
  take('b', 2);
  take('c', 1);
  await settle();
  for (let ended = 0; ended < 5; ended += 1) {
    limit.giveBack(turns.at(-1) ?? '');
    await settle();
  }
  expect(turns).toEqual(['a', 'a', 'b', 'c', 'a', 'b']);
});

it('concurrency limit throttles as AWS does what has waited for 10 s, and gives its turn to no other call', async () => {
  const limit = new ConcurrencyLimit({ account: 1, perFunction: 1 });
  const { turns, failures, take } = taker(limit);
  take('a', 2);
  await jest.advanceTimersByTimeAsync(9_999);
  expect(failures).toEqual([]);
  await jest.advanceTimersByTimeAsync(1);
  expect(failures).toEqual(['Lambda.TooManyRequestsException']);
  limit.giveBack('a');
  take('b', 1);
  await settle();
  expect(turns).toEqual(['a', 'b']);
});

it('concurrency limit fails all waiting calls when the cloud stops', async () => {
  const limit = new ConcurrencyLimit({ account: 1, perFunction: 1 });
  const { failures, take } = taker(limit);
  take('a', 3);
  limit.stop();
  await settle();
  expect(failures).toEqual(['ServiceException', 'ServiceException']);
  expect(jest.getTimerCount()).toBe(0);
});
