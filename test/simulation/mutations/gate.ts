import type { Mutation } from '../mutations.ts';

/** The circuits and rates of providers. */
export const gate: readonly Mutation[] = [
  {
    title: 'a trial is taken although the operation was answered since',
    file: 'packages/storage/upstream-gate.ts',
    text: 'attribute_exists(failures) AND (',
    replacement: '(',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a circuit that no function opened is never tried',
    file: 'packages/storage/upstream-gate.ts',
    text: 'attribute_not_exists(openUntil) OR ',
    replacement: '',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a circuit that a clock ahead opened is not tried',
    file: 'packages/storage/upstream-gate.ts',
    text: 'openUntil > :latest OR ',
    replacement: '(openUntil > :latest AND attribute_exists(never)) OR ',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a client that tried last never tries again',
    file: 'packages/storage/upstream-gate.ts',
    text: 'openUntil <= :own OR ',
    replacement: '(openUntil <= :own AND attribute_exists(never)) OR ',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a trial is taken before its time',
    file: 'packages/storage/upstream-gate.ts',
    text: 'openUntil <= :now AND (',
    replacement: '(openUntil <= :now OR attribute_exists(pk)) AND (',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'the client that tried last tries again first',
    file: 'packages/storage/upstream-gate.ts',
    text: ' OR triedBy <> :client',
    replacement: ' OR triedBy <> :client OR attribute_exists(triedBy)',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a circuit keeps failures without a bound',
    file: 'packages/storage/upstream-gate.ts',
    text: 'attribute_not_exists(failures) OR size(failures) < :most',
    replacement: 'attribute_not_exists(failures) OR size(failures) < :most OR attribute_exists(failures)',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'the first failure of an operation is not counted',
    file: 'packages/storage/upstream-gate.ts',
    text: 'attribute_not_exists(failures) OR size(failures) < :most',
    replacement: 'size(failures) < :most',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'an operation without a turn gets none',
    file: 'packages/storage/turn-queues.ts',
    text: '(attribute_not_exists(#next) OR #next <= :from OR #next > :latest)',
    replacement: '(#next <= :from OR #next > :latest)',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a turn that another call has is taken again',
    file: 'packages/storage/turn-queues.ts',
    text: '(attribute_not_exists(#next) OR #next <= :from OR #next > :latest)',
    replacement: '(attribute_not_exists(#next) OR #next <= :latest OR #next > :from)',
    breaks: 'noProviderIsCalledTooOften',
  },
  {
    title: 'no turn is taken once one was',
    file: 'packages/storage/turn-queues.ts',
    text: '(attribute_not_exists(#next) OR #next <= :from OR #next > :latest)',
    replacement:
      '(attribute_not_exists(#next) OR (#next <= :from AND attribute_exists(never)) OR #next > :latest)',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a turn of a clock that is ahead stops the operation',
    file: 'packages/storage/turn-queues.ts',
    text: '(attribute_not_exists(#next) OR #next <= :from OR #next > :latest)',
    replacement:
      '(attribute_not_exists(#next) OR #next <= :from OR (#next > :latest AND attribute_exists(never)))',
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a turn is given back although a later one is taken',
    file: 'packages/storage/turn-queues.ts',
    text: "condition: '#next = :after'",
    replacement: "condition: '#next >= :after'",
    test: 'test/integration/upstream-gate.test.ts',
  },
  {
    title: 'a turn that was missed is used late',
    file: 'packages/storage/turns.ts',
    text: 'if (missedBy <= toleratedMs) return;',
    replacement: 'if (missedBy < Number.POSITIVE_INFINITY) return;',
    test: 'test/integration/upstream-gate.test.ts',
  },
];
