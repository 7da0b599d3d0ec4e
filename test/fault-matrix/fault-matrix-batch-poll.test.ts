import { expect, it } from '@jest/globals';
import { brokenIn } from './assert-cells.ts';
import { shortCellsOf } from './matrix.ts';

it('every invariant holds for a batch under every fault after people were sent', async () => {
  const cells = shortCellsOf('batch').filter(({ step }) => step === 'poll' || step === 'later poll');
  expect(cells.length).toBeGreaterThan(300);
  expect(await brokenIn(cells)).toEqual([]);
});
