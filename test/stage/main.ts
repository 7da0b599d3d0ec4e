import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { projectFile } from '../../lib/project-file.ts';
import { defaultPlan, type StageConfiguration, stages } from '../../lib/stage-configuration.ts';
import { apiCalls, type Credentials } from '../../local/support/api-calls.ts';
import { ClientAdministration } from '../../operations/client-administration.ts';
import { CommandError, runCommand } from '../../operations/command-line.ts';
import { connectToStage, localStage } from '../../operations/stage-connection.ts';
import { apiUrlAt } from '../support/api-url.ts';

const usage = `Runs the end-to-end suite against a deployed API.

  npm run test:stage -- --stage <sandbox|production>
  npm run test:stage -- --url <base>

  --stage    finds the API by the stack's outputs, makes a client, and disables it at the end
  --url      calls as the client of KYC_TARGET_CLIENT_ID and KYC_TARGET_CLIENT_SECRET
  --billed   the providers are real: only the tests that hold whatever they answer are run`;

/** The suite in two steps. When the first fails, the second would say the same many times, slowly. */
const simulatedFiles = [['report.test.ts'], ['contract.test.ts', 'outcomes.test.ts']];
const billedFiles = [['contract.test.ts']];

/** How long API Gateway may take until it knows a new client's key. */
const newClientMs = 120_000;

interface Api {
  readonly url: string;
  readonly credentials: Credentials;
}

/** Whether a provider is asked that charges for it. */
function isBilled({ upstream }: StageConfiguration): boolean {
  return Object.values(upstream.routes)
    .flat()
    .some((provider) => provider !== 'simulator');
}

/** Runs the suite. @returns whether it passed. */
async function runSuite({ url, credentials }: Api, steps: readonly (readonly string[])[]): Promise<boolean> {
  const jest = projectFile('node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  for (const files of steps) {
    const paths = files.map((file) => `test/stage/${file}`);
    const child = spawn(process.execPath, [...flags, jest, '--runInBand', '--verbose', ...paths], {
      cwd: projectFile(),
      stdio: 'inherit',
      env: {
        ...process.env,
        KYC_TARGET_URL: url,
        KYC_TARGET_CLIENT_ID: credentials['x-client-id'],
        KYC_TARGET_CLIENT_SECRET: credentials['x-client-secret'],
      },
    });
    const [code] = await once(child, 'close');
    if (code !== 0) return false;
  }
  return true;
}

/** Resolves once the API lets the client in. @throws CommandError when that takes too long. */
async function untilKnown({ url, credentials }: Api): Promise<void> {
  const { post } = apiCalls(() => url, credentials, 0);
  const end = Date.now() + newClientMs;
  while ((await post('/kyc/cn/poll', {})).status === 401) {
    if (Date.now() > end) throw new CommandError('the API does not know the new client after two minutes');
    await setTimeout(1000);
  }
}

async function testStage(name: string, billed: boolean, dataDirectory: string): Promise<boolean> {
  if (name === localStage)
    throw new CommandError('The local stage is tested by `npm test`. Name a deployed stage.');
  const configuration = Object.values(stages).find((stage) => stage.name === name);
  if (configuration && isBilled(configuration) && !billed)
    throw new CommandError(
      `The providers of ${name} charge: the suite would send test persons to them in about 5 requests, and each sub-check would be a real, billed call. Add --billed to do that.`,
    );
  const stage = await connectToStage(name, dataDirectory);
  const clients = new ClientAdministration(stage);
  try {
    const plan = 'load-test' in stage.configuration.usagePlans ? 'load-test' : defaultPlan;
    const { client, clientSecret } = await clients.create(`test-stage-${Date.now()}`, plan);
    try {
      const api = {
        url: apiUrlAt(stage.output('ApiUrl'), process.env.AWS_ENDPOINT_URL),
        credentials: { 'x-client-id': client.clientId, 'x-client-secret': clientSecret },
      };
      await untilKnown(api);
      return await runSuite(api, billed ? billedFiles : simulatedFiles);
    } finally {
      await clients.setStatus(client.clientId, 'disabled');
      console.log(`The client ${client.clientId} is disabled.`);
    }
  } finally {
    clients.close();
  }
}

async function testUrl(url: string, billed: boolean): Promise<boolean> {
  const { KYC_TARGET_CLIENT_ID: id, KYC_TARGET_CLIENT_SECRET: secret } = process.env;
  if (!id || !secret)
    throw new CommandError('Set KYC_TARGET_CLIENT_ID and KYC_TARGET_CLIENT_SECRET to those of a client.');
  const credentials = { 'x-client-id': id, 'x-client-secret': secret };
  return runSuite({ url, credentials }, billed ? billedFiles : simulatedFiles);
}

// Ctrl-C also reaches Jest, which ends: the client is disabled before this process does.
process.on('SIGINT', () => undefined);

await runCommand(
  async (args, { dataDirectory }) => {
    const { values } = parseArgs({
      args,
      options: {
        stage: { type: 'string' },
        url: { type: 'string' },
        billed: { type: 'boolean', default: false },
      },
    });
    const { stage, url, billed } = values;
    if ((stage === undefined) === (url === undefined)) throw new CommandError(usage);
    const passed = stage ? await testStage(stage, billed, dataDirectory) : await testUrl(url ?? '', billed);
    if (!passed) process.exitCode = 1;
  },
  usage,
  projectFile('.local'),
);
