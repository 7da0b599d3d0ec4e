import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { invariants } from './invariants.ts';
import { mutations } from './mutations.ts';
import { ProjectCopy } from './project-copy.ts';

let copy: ProjectCopy;
beforeAll(() => {
  copy = new ProjectCopy();
});
afterAll(() => copy?.remove());

it.each(mutations)('the matrix notices that $title', async (mutation) => {
  expect(await copy.brokenBy(mutation)).toContain(`${mutation.breaks}: ${mutation.caller}, ${mutation.step}`);
});

it('every invariant has a mutation that breaks it', () => {
  expect(new Set(mutations.map(({ breaks }) => breaks))).toEqual(new Set(Object.keys(invariants)));
});
