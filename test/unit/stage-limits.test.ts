import { expect, it } from '@jest/globals';
import { type StageConfiguration, stages } from '../../lib/stage-configuration.ts';

const all: readonly StageConfiguration[] = Object.values(stages);

it.each(all)(
  '$name leaves a client at least two webhooks at once, and at most a fifth of what is reserved',
  (stage) => {
    const { webhookPostsPerClient, reservedConcurrency } = stage;
    // Without a reservation: as many as each function of the embedded run has at least.
    const available = reservedConcurrency?.webhook ?? 20;
    expect(webhookPostsPerClient).toBeGreaterThanOrEqual(2);
    expect(webhookPostsPerClient).toBeLessThanOrEqual(available / 5);
  },
);
