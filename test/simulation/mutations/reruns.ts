import type { Mutation } from '../mutations.ts';

/** Re-runs of reports. */
export const reruns: readonly Mutation[] = [
  {
    title: 'a re-run asks for what it carries over',
    file: 'packages/core/start-verification.ts',
    text: 'const asked = run.filter((id) => !carried?.some(({ check }) => check === id));',
    replacement: 'const asked = run;',
    breaks: 'nothingCarriedIsAsked',
  },
  {
    title: 'a re-run carries over an errored sub-check',
    file: 'packages/core/rerun-carried.ts',
    text: "if (!report.summary.ran.includes(check) || outcome === 'errored' || result === undefined) return [];",
    replacement: 'if (!report.summary.ran.includes(check)) return [];',
    breaks: 'aRerunHasWhatWasAnswered',
  },
  {
    title: 'a re-run carries over a result across a changed field',
    file: 'packages/core/rerun-carried.ts',
    text: 'every((field) => isSame(',
    replacement: 'some((field) => isSame(',
    test: 'test/unit/rerun.test.ts',
  },
  {
    title: 'a re-run is not refused for another person',
    file: 'packages/core/rerun.ts',
    text: 'if (differing.length === 0) return;',
    replacement: 'if (differing.length >= 0) return;',
    test: 'test/unit/rerun.test.ts',
  },
  {
    title: 'a re-run of a re-run is answered at the time of the latter',
    file: 'packages/core/rerun-carried.ts',
    text: 'if (before) return [before];',
    replacement: 'if (before && before.sources.length > 99) return [before];',
    test: 'test/unit/rerun.test.ts',
  },
];
