import path from 'node:path';
import { serveJsonService } from '@kyc-china/emulator/json-service';
import { proxyEvent } from '@kyc-china/samples/handler-events';
import { deployedFunctions, requestOf, startBenchStack } from './support/bench-stack.ts';
import { bundle } from './support/lambda-bundle.ts';
import { measure } from './support/measure.ts';
import { pollSteps } from './support/poll-steps.ts';
import type { Part } from './support/section.ts';
import { ms, percentile, ratio } from './support/statistics.ts';

const target = 1.3;

/** Initiate and poll, beside a bare middy handler that does one DynamoDB call, in one process. */
export const handlers: Part = async ({ quick, progress }) => {
  const stack = await startBenchStack({ environmentOverrides: { SIMULATOR_LATENCY_MS: '1' } });
  // It takes executions and runs none: their sub-checks would compete with what is measured.
  const workflow = await serveJsonService({
    StartExecution: () => ({ executionArn: 'arn:aws:states:::execution', startDate: Date.now() / 1000 }),
  });
  try {
    const { token, report } = await stack.timeToReport(requestOf());
    const { reportId } = report.reportMetadata;
    const { initiate, poll } = await deployedFunctions({
      endpoints: { ...stack.cloud.endpoints, SFN: workflow.url },
      credentials: stack.cloud.credentials,
    });
    const bare = await bundle({ entry: 'bench/support/bare-handler.ts' });
    const steps = await Promise.all(Object.values(pollSteps).map((text) => bundle({ text })));
    const at = ({ taskRoot }: { taskRoot: string }) => path.join(taskRoot, 'index.mjs');
    const full = requestOf();
    const { facePhoto: _, ...withoutPhoto } = full as { facePhoto?: string };
    const step = { token, reportId };
    const measured = await measure(
      { ...initiate.variables, ...poll.variables },
      {
        subjects: [
          { file: bare.file, events: [{ reportId }] },
          { file: at(poll), events: [proxyEvent({ token })] },
          { file: at(initiate), events: [proxyEvent(full)] },
          { file: at(initiate), events: [proxyEvent(withoutPhoto)] },
          ...steps.map(({ file }) => ({ file, events: [step] })),
        ],
        rounds: quick ? 50 : 500,
        warmUp: 50,
      },
    );
    const [p50, p99] = [0.5, 0.99].map((share) => measured.map((times) => percentile(times, share)));
    const of = (all: readonly number[] | undefined, index: number) => all?.[index] ?? Number.NaN;
    const names = [
      'bare: one GetItem',
      'poll, report standing',
      'initiate, every field',
      'initiate, no photo',
    ];
    const rows = names.map((name, index) => [
      name,
      ms(of(p50, index)),
      ratio(of(p50, index), of(p50, 0)),
      ms(of(p99, index)),
      ratio(of(p99, index), of(p99, 0)),
    ]);
    const pollRatio = of(p50, 1) / of(p50, 0);
    progress(`poll p50 is ${pollRatio.toFixed(2)} of the bare handler's`);
    const stepRows = Object.keys(pollSteps).map((name, index) => {
      const time = of(p50, names.length + index);
      return [name, ms(time), ratio(time, of(p50, 1))];
    });
    return {
      title: 'Handlers',
      method: `Warm calls of the very bundles against the emulators, in a process that does nothing else, in turn with the peer: a bare middy handler that reads the same row by one GetItem. ${quick ? 50 : 500} calls each. Step Functions is replaced by a server that takes executions and runs none.`,
      tables: [
        { columns: ['handler', 'p50', '÷ bare', 'p99', '÷ bare'], rows },
        { columns: ['where a poll’s time goes (p50)', 'time', '÷ poll'], rows: stepRows },
      ],
      notes: [
        `Poll’s p50 ${pollRatio > target ? 'is above' : 'is within'} its target of ${target}.`,
        'Initiate makes six calls to AWS for a full request, five of them one after another: a data key from KMS, its wrapped form, the sealed fields and the sealed photo at once, the report’s row, StartExecution. The order is what makes a report row mean that its applicant is stored and can be opened.',
      ],
    };
  } finally {
    await workflow.stop();
    await stack.stop();
  }
};
