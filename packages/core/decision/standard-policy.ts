import type { ReasonCode } from '../labels.ts';
import type { Policy, Rule } from './policy-schema.ts';

/** The policy of a client that has no other. */
export const standardPolicy: Policy & { rules: readonly (Rule & { reason: ReasonCode })[] } = {
  name: 'standard',
  version: 1,
  rules: [
    { when: { outcomes: ['unmatched'] }, outcome: 'fail', reason: 'mismatch' },
    { when: { categories: ['fugitive'] }, outcome: 'fail', reason: 'fugitive' },
    { when: { severities: [3] }, outcome: 'fail', reason: 'fraud-severity-high' },
    { when: { outcomes: ['flagged'] }, outcome: 'review', reason: 'flagged' },
    { when: { outcomes: ['notFound'] }, outcome: 'review', reason: 'no-record' },
    { when: { outcomes: ['errored'] }, outcome: 'review', reason: 'errored' },
    { when: { warnings: ['card-expired'] }, outcome: 'review', reason: 'card-expired' },
    { when: { warnings: ['minor'] }, outcome: 'review', reason: 'minor' },
    { when: { warnings: ['traditional-character'] }, outcome: 'review', reason: 'traditional-character' },
    { when: { noneRan: 'verification' }, outcome: 'review', reason: 'no-verification' },
  ],
};
