import type { Mutation } from '../mutations.ts';

const file = 'packages/storage/post-leases.ts';
const test = 'test/integration/post-leases.test.ts';
const add = "condition: 'attribute_not_exists(leases) OR size(leases) < :most OR contains(leases, :lease)',";
const remove = "condition: 'attribute_exists(expiresAt)',";

/** Faults in how many posts of a client may be under way. */
export const webhooks: readonly Mutation[] = [
  {
    title: 'a client has one post more under way than it may',
    file,
    text: add,
    replacement: add.replace('size(leases) < :most', 'size(leases) <= :most'),
    test,
  },
  {
    title: 'a client without leases gets none',
    file,
    text: add,
    replacement: add.replace('attribute_not_exists(leases) OR ', ''),
    test,
  },
  {
    title: 'a lease whose response was lost is not found again',
    file,
    text: add,
    replacement: add.replace(' OR contains(leases, :lease)', ''),
    test,
  },
  {
    title: 'a lease that is given back brings a deleted item back',
    file,
    text: remove,
    replacement: '',
    test,
  },
  {
    title: 'a lease of a dead function is never free again',
    file,
    text: 'if (ended.length === 0) return false;',
    replacement: 'if (ended.length >= 0) return false;',
    test,
  },
];
