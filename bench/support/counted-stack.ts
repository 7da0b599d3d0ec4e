import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EmbeddedCloudOptions } from '@kyc-china/emulator/embedded-cloud';
import type { FunctionDefinition } from '@kyc-china/emulator/lambda-function';
import {
  type BenchStack,
  type FunctionName,
  functionNameOf,
  stackName,
  startBenchStack,
  synthesized,
} from './bench-stack.ts';
import { type CountedCall, countCalls, noUsage, type Usage } from './counting-proxy.ts';

/** One invocation of a function, and the time at which it ended, in milliseconds on this process's clock. */
export interface CountedInvocation {
  readonly name: FunctionName;
  readonly definition: FunctionDefinition;
  readonly durationMs: number;
  readonly endedAt: number;
}

/** A stack whose calls to AWS and invocations are counted. */
export interface CountedStack {
  readonly stack: BenchStack;
  readonly usage: Usage;
  readonly invocations: CountedInvocation[];
  /** Forgets what was counted. */
  reset(): void;
  stop(): Promise<void>;
}

/** @param holdMs how long each call to AWS is held. */
export async function startCountedStack(
  options: Partial<EmbeddedCloudOptions>,
  holdMs = 0,
): Promise<CountedStack> {
  const usage = noUsage();
  const invocations: CountedInvocation[] = [];
  const proxies: { stop(): Promise<void> }[] = [];
  const stack = await startBenchStack({
    ...options,
    endpointsForFunctions: async (endpoints) => {
      const counted = { ...endpoints };
      for (const service of ['S3', 'DYNAMODB', 'SFN', 'SECRETS_MANAGER', 'KMS'] as const) {
        const proxy = await countCalls(service, endpoints[service], usage, holdMs);
        proxies.push(proxy);
        counted[service] = proxy.url;
      }
      return counted;
    },
    onInvocation: ({ definition, durationMs }) =>
      invocations.push({
        name: functionNameOf(definition),
        definition,
        durationMs,
        endedAt: performance.now(),
      }),
  });
  return {
    stack,
    usage,
    invocations,
    reset: () => {
      usage.reset();
      invocations.length = 0;
    },
    stop: async () => {
      await stack.stop();
      for (const proxy of proxies) await proxy.stop();
    },
  };
}

/**
 * Copies the template with a Map that runs one iteration after the other, so that the calls of two sub-checks never mix.
 * @returns the folder of the copy.
 */
export async function oneSubCheckAtATime(): Promise<string> {
  const [assembly, copy] = [await synthesized(), await mkdtemp(path.join(tmpdir(), 'kyc-china-bench-'))];
  const file = `${stackName}.template.json`;
  const text = await readFile(path.join(assembly, file), 'utf8');
  const serial = text.replace('\\"ItemsPath\\"', '\\"MaxConcurrency\\": 1, \\"ItemsPath\\"');
  if (serial === text) throw new Error('the state machine has no Map');
  const template = JSON.parse(serial);
  for (const { Metadata } of Object.values<{ Metadata?: Record<string, string> }>(template.Resources)) {
    const asset = Metadata?.['aws:asset:path'];
    if (Metadata && asset) Metadata['aws:asset:path'] = path.resolve(assembly, asset);
  }
  await writeFile(path.join(copy, file), JSON.stringify(template));
  return copy;
}

/** How many of these calls had to wait for one another: the most that do not overlap in time. */
export function sequentialCalls(calls: readonly CountedCall[]): number {
  let [count, freeAt] = [0, Number.NEGATIVE_INFINITY];
  for (const { startedAt, endedAt } of calls.toSorted((one, other) => one.endedAt - other.endedAt))
    if (startedAt >= freeAt) {
      count += 1;
      freeAt = endedAt;
    }
  return count;
}
