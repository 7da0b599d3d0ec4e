import path from 'node:path';
import { parseArgs } from 'node:util';
import {
  type EmbeddedCloud,
  startEmbeddedCloud,
  type UnservedCloud,
} from '@kyc-china/emulator/embedded-cloud';
import { portVariable, wholeNumberVariable } from '../lib/command-environment.ts';
import { asksForHelp } from '../lib/command-help.ts';
import { callLoopbackDirectly } from '../packages/client/cli/direct-loopback.ts';
import { ConsoleFront } from './console/front.ts';
import { type FakeHostOptions, fakeHostOptions, putCredentials, routingThrough } from './fake-hosts.ts';
import { reportProgress } from './progress.ts';
import { rehearse, runSample } from './sample.ts';
import { localClient, seedLocalClient } from './seed.ts';
import { synthesize } from './synthesize.ts';
import { type FakedProvider, isFaked, type UpstreamFake, upstreamFakes } from './upstream-fakes.ts';
import {
  isSignedWith,
  receiverHost,
  startWebhookReceiver,
  type WebhookReceiver,
} from './webhook-receiver.ts';

const projectDirectory = path.resolve(import.meta.dirname, '..');
const assemblyDirectory = path.join(projectDirectory, 'cdk.out');
const dataDirectory = path.join(projectDirectory, '.local');
const stackName = 'KycChina-sandbox';
const consoleStackName = 'KycChina-console-sandbox';

/** The rounds after which another one is no faster (measured: 1.9, 1.22, 1.18, 1.17 s at a latency of 1 s). */
const rehearsals = 2;

/** A longer latency would exceed the timeout of every function. */
const longestLatencyMs = 900_000;

const usage = `Runs the synthesized stack on this machine.

  node local/main.ts [--sample [--once]] [--reset] [--upstream <provider>]

  --sample   sends one full request and shows its result
  --once     ends after the sample: exit code 0, or 1 when it failed
  --reset    deletes everything that earlier runs stored in .local/
  --upstream calls a fake of this provider's servers for all that it serves, and the simulator for the rest:
             ${Object.keys(upstreamFakes).join(' or ')}

  PORT                      the API's port (3000)
  KYC_UPSTREAM_LATENCY_MS   a fixed latency of the simulated providers, in milliseconds`;

const show = (line: string) => console.log(line);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        sample: { type: 'boolean' },
        once: { type: 'boolean' },
        reset: { type: 'boolean' },
        upstream: { type: 'string' },
      },
    });
    const port = portVariable() ?? 3000;
    const latencyMs = wholeNumberVariable('KYC_UPSTREAM_LATENCY_MS', longestLatencyMs);
    const { upstream, ...flags } = values;
    if (upstream !== undefined && !isFaked(upstream))
      throw new Error(
        `there is no fake of ${upstream}: name one of ${Object.keys(upstreamFakes).join(', ')}`,
      );
    return { ...flags, port, latencyMs, provider: upstream };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

/** Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  return controller.signal;
}

async function start(
  options: { port: number; latencyMs: number | undefined; reset?: boolean | undefined },
  receiver: WebhookReceiver,
  front: ConsoleFront,
  { internet, trustedCertificates = [], environmentOverrides }: FakeHostOptions,
  prepare: (cloud: UnservedCloud) => Promise<void>,
): Promise<EmbeddedCloud> {
  const { port, latencyMs, reset = false } = options;
  return startEmbeddedCloud({
    assemblyDirectory,
    stackName,
    dataDirectory,
    port,
    reset,
    front: front.before,
    prepare,
    environmentOverrides: {
      ...(latencyMs !== undefined && { SIMULATOR_LATENCY_MS: String(latencyMs) }),
      // The address of API Gateway leads nowhere here. A free port is known only when the functions run.
      ...(port !== 0 && { VERIFICATION_BASE_URL: `http://127.0.0.1:${port}` }),
      ...environmentOverrides,
    },
    internet: { [receiverHost]: receiver.port, ...internet },
    trustedCertificates: [receiver.certificate, ...trustedCertificates],
  });
}

/** A fake vendor that is called instead of the simulator. */
interface Upstream {
  readonly provider: FakedProvider;
  readonly fake: UpstreamFake;
}

async function startUpstream(provider: FakedProvider | undefined): Promise<Upstream | undefined> {
  return provider && { provider, fake: await upstreamFakes[provider]() };
}

function introduceUpstream({ provider, fake }: Upstream): void {
  show(`  upstream  ${provider}, by a fake of ${Object.keys(fake.ports).join(' and ')}`);
}

function introduce({ url }: EmbeddedCloud): void {
  const { clientId, clientSecret } = localClient;
  show(`KYC China serves at ${url} (data in .local/, logs in .local/logs/)`);
  show(`  console   ${url}/`);
  show(`  docs      ${url}/docs/`);
  show(`  client    x-client-id: ${clientId}   x-client-secret: ${clientSecret}`);
  show(`  webhooks  a callbackUrl of https://${receiverHost}/… is received here`);
  show(`  try       curl -s ${url}/kyc/cn/request \\
              -H 'x-client-id: ${clientId}' -H 'x-client-secret: ${clientSecret}' \\
              -H 'content-type: application/json' -d '{"name":"张三","idNumber":"110101199001011234"}'`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((aborted) => {
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', () => aborted(), { once: true });
  });
}

async function main(): Promise<void> {
  callLoopbackDirectly();
  const options = readOptions();
  const signal = abortOnSignal();
  await synthesize({ projectDirectory, assemblyDirectory, report: show, signal });

  const receiver = await startWebhookReceiver();
  const upstream = await startUpstream(options.provider);
  const front = new ConsoleFront(assemblyDirectory, consoleStackName);
  let cloud: EmbeddedCloud | undefined;
  let webhookSecret = '';
  const prepare = async (unserved: UnservedCloud) => {
    signal.throwIfAborted();
    if (upstream) await putCredentials(unserved, upstream.provider, upstream.fake.credentials);
    webhookSecret = await seedLocalClient(unserved);
    front.open({ cloud: unserved, receiver, webhookSecret, client: localClient });
  };
  try {
    cloud = await start(
      options,
      receiver,
      front,
      upstream ? fakeHostOptions(upstream.fake, routingThrough(upstream.provider)) : {},
      prepare,
    );
    signal.throwIfAborted();
    if (options.latencyMs !== undefined) {
      show('Rehearsing, because a fixed latency is for measuring: later requests find everything warm …');
      for (let round = 0; round < rehearsals; round += 1) await rehearse(cloud.url, signal);
    }
    introduce(cloud);
    if (upstream) introduceUpstream(upstream);
    reportProgress(cloud, show);
    receiver.subscribe((delivery) => {
      const verdict = isSignedWith(webhookSecret, delivery) ? 'signature ok' : 'signature WRONG';
      show(`  webhook ${delivery.id} received: ${verdict}`);
    });
    if (options.sample) {
      const sample = runSample({
        apiUrl: cloud.url,
        webhookSecret,
        receiver,
        reportsDirectory: path.join(dataDirectory, 'reports'),
        show,
        signal,
      });
      await Promise.race([sample, untilAborted(signal).then(() => signal.throwIfAborted())]);
      if (upstream) show(`${upstream.provider}'s books: ${upstream.fake.summary()}`);
    }
    if (options.once) return;
    show('\nCtrl-C ends it.');
    await untilAborted(signal);
  } finally {
    front.close();
    await cloud?.stop();
    await receiver.stop();
    await upstream?.fake.stop();
  }
}

if (asksForHelp(process.argv.slice(2))) {
  console.log(usage);
  process.exit(0);
}
try {
  await main();
  process.exit(0);
} catch (error) {
  if ((error as Error).name === 'AbortError') process.exit(0);
  const { message, cause } = error as Error;
  console.error(cause instanceof Error ? `${message}\n  (${cause.message})` : message);
  process.exit(1);
}
