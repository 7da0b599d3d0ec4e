import { expect, it } from '@jest/globals';
import { brokenIn } from './assert-cells.ts';
import { shortCellsOf } from './matrix.ts';

it.each(['verify', 'client'] as const)('every invariant holds for %s under every fault', async (caller) => {
  const cells = shortCellsOf(caller);
  expect(cells.length).toBeGreaterThan(500);
  expect(await brokenIn(cells)).toEqual([]);
});
