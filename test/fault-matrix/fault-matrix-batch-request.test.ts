import { expect, it } from '@jest/globals';
import { brokenIn } from './assert-cells.ts';
import { shortCellsOf } from './matrix.ts';

it('every invariant holds for a batch under every fault until everyone is sent', async () => {
  const cells = shortCellsOf('batch').filter(({ step }) => step === 'check' || step === 'request');
  expect(cells.length).toBeGreaterThan(300);
  expect(await brokenIn(cells)).toEqual([]);
});
