import {
  type ProviderSettings,
  type UpstreamAnswer,
  type UpstreamCall,
  UpstreamNotProcessedError,
  type UpstreamProvider,
} from '@kyc-china/core/provider-port';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { forEverMs, sleep as realSleep, type Sleep, slowMs, usualLatencyMs } from './latency.ts';
import { type Behaviour, behaviourFor } from './scenarios.ts';
import { usualAnswerTo } from './usual-answer.ts';

export interface SimulatorOptions {
  /** Fixes the latency of every call, but for those of the scenarios that are about being slow. */
  readonly latencyMs?: number;
  /** For tests that will not wait. */
  readonly sleep?: Sleep;
}

/**
 * A source of made-up answers for sandboxes and tests, which serves every sub-check. What it answers follows
 * from the call's fields alone, so that a test person always gets the same report: see scenarios.ts for the
 * digits that make things happen, docs/test-persons.md for persons that carry them.
 */
export function createSimulator({ latencyMs, sleep = realSleep }: SimulatorOptions = {}): UpstreamProvider {
  return {
    name: 'simulator',
    plansItsFailures: true,
    serves: () => true,
    ask: async (call) => {
      const behaviour = behaviourFor(call.subCheck, call.applicant);
      await sleep(waitOf(behaviour) ?? latencyMs ?? usualLatencyMs(call), call.signal);
      return act(behaviour, call);
    },
  };
}

/** The simulator as a stage asks it. */
export function simulator({ simulatorLatencyMs: latencyMs }: ProviderSettings): UpstreamProvider {
  return createSimulator(latencyMs === undefined ? {} : { latencyMs });
}

function waitOf({ does }: Behaviour): number | undefined {
  if (does === 'never-answers') return forEverMs;
  return does === 'answers-slowly' ? slowMs : undefined;
}

/** As real sources mostly do, it bills what it answered, and nothing that it refused. */
function billedUnlessErrored(finding: Finding): UpstreamAnswer {
  return { finding, billed: finding.outcome !== 'errored' };
}

function act(behaviour: Behaviour, call: UpstreamCall): UpstreamAnswer {
  switch (behaviour.does) {
    case 'answers':
      return billedUnlessErrored(behaviour.finding);
    case 'answers-as-usual':
    case 'answers-slowly':
      return billedUnlessErrored(usualAnswerTo(call));
    case 'throttles':
      if (call.attempt <= (behaviour.firstCalls ?? Number.POSITIVE_INFINITY))
        throw new UpstreamNotProcessedError('the simulated source is busy', 'throttled');
      return billedUnlessErrored(usualAnswerTo(call));
    case 'never-answers':
    case 'loses-the-answer':
      throw new Error('the connection to the simulated source was lost after the call was sent');
  }
}
