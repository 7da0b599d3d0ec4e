import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectFile } from '../../lib/project-file.ts';
import { stackNameOf } from '../../lib/stage-configuration.ts';
import { credentialsIn } from '../../local/support/client-commands.ts';
import { synthesize } from '../../local/synthesize.ts';
import { Deployment } from './deployment.ts';
import { installMinistack, type Ministack, MissingTool, startMinistack } from './ministack.ts';
import { tryOperations, tryProduction } from './operations.ts';
import { NothingMore, runOk, Steps } from './steps.ts';

// Deploys the stacks to an emulator of AWS that others wrote, and uses them there. README.md says what that proves.
//   node test/deployment/main.ts [--app <assembly>] [--quick]
// --quick deploys the sandbox alone and runs the suite of test/stage alone, with short waits between retries.

const sandbox = stackNameOf('sandbox');
const production = stackNameOf('production');

/** The exit code when this machine lacks a tool. */
const unproven = 77;

const steps = new Steps();
const start = Date.now();

async function synthesized(): Promise<string> {
  const assemblyDirectory = projectFile('cdk.out');
  const signal = new AbortController().signal;
  await synthesize({ projectDirectory: projectFile(), assemblyDirectory, report: () => undefined, signal });
  return assemblyDirectory;
}

/** The last lines of a run of Jest that passed; all of one that failed is in the step's error. */
function summaryOf(output: string): void {
  for (const [line] of output.matchAll(/^(Tests|Time): .*$/gm)) console.log(`             ${line}`);
}

async function quick(deployment: Deployment, ministack: Ministack, printed: string): Promise<void> {
  const credentials = credentialsIn(printed);
  const url = await deployment.apiUrl(sandbox);
  await steps.step('the suite passes, given the URL', async () => {
    const env = {
      ...ministack.environment,
      KYC_TARGET_CLIENT_ID: credentials['x-client-id'],
      KYC_TARGET_CLIENT_SECRET: credentials['x-client-secret'],
    };
    summaryOf(await runOk('node', ['test/stage/main.ts', '--url', url], env));
  });
}

async function tryDestroy(deployment: Deployment, ministack: Ministack, python: string): Promise<void> {
  await steps.step(
    'cdk destroy of the sandbox leaves no bucket, table, secret, function or log group',
    async () => {
      await deployment.cdk(['destroy', sandbox, '--force']);
      // The function that empties buckets ran, and found what it needs.
      assert.doesNotMatch(await ministack.log(), /Delete of .*AutoDeleteObjects.* failed/);
      const script = path.join(import.meta.dirname, 'leftovers.py');
      const left: Record<string, string[]> = JSON.parse(await runOk(python, [script], ministack.environment));
      const ofSandbox = Object.entries(left).map(([kind, names]) => [
        kind,
        names.filter((name) => /sandbox/i.test(name)),
      ]);
      assert.deepEqual(Object.fromEntries(ofSandbox), {
        logGroups: [],
        buckets: [],
        tables: [],
        secrets: [],
        functions: [],
      });
    },
  );
  await steps.step('cdk destroy of production is refused by its termination protection', async () => {
    assert.match(
      await deployment.cdk(['destroy', production, '--force'], { exitCode: 1 }),
      /TerminationProtection is enabled|termination protection/i,
    );
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { app: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const python = await installMinistack();
  const folder = await mkdtemp(path.join(tmpdir(), 'kyc-china-deployment-'));
  let ministack: Ministack | undefined;
  try {
    const assembly = values.app
      ? path.resolve(values.app)
      : await steps.essential('the stacks are synthesized', synthesized);
    ministack = await steps.essential('MiniStack starts', () =>
      startMinistack(python, values.quick ? 0.02 : 1),
    );
    const deployment = new Deployment(ministack, assembly, folder);
    await steps.essential('cdk bootstrap', () =>
      deployment.cdk(['bootstrap', 'aws://000000000000/ap-east-1']),
    );
    const stacks = values.quick ? [sandbox] : [sandbox, production];
    await steps.essential(`cdk deploy ${stacks.join(' ')}`, () => deployment.deploy(stacks));
    const printed = await steps.essential('client creates a client', () =>
      deployment.command('clients', ['create', 'deployed-client', '--plan', 'load-test']),
    );
    if (values.quick) return await quick(deployment, ministack, printed);
    await steps.step('the suite passes, given the stage', async () =>
      summaryOf(await deployment.command('test:stage', [])),
    );
    const context = { steps, deployment, ministack, assembly, folder };
    await tryOperations(context, printed);
    await tryProduction(context);
    await tryDestroy(deployment, ministack, python);
  } finally {
    await ministack?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

// The exit handler of a MiniStack that runs ends its process group.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  await main();
} catch (error) {
  if (error instanceof MissingTool) {
    console.error(
      `${error.message}. Unproven: that the stacks can be deployed, and what their IAM policies allow on an emulator that others wrote.`,
    );
    process.exit(unproven);
  }
  if (!(error instanceof NothingMore)) throw error;
}
console.log(`${((Date.now() - start) / 60_000).toFixed(1)} minutes`);
console.log(`${steps.passed} passed, ${steps.failed} failed`);
process.exitCode = steps.failed > 0 ? 1 : 0;
