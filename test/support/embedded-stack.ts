import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type EmbeddedCloud,
  type EmbeddedCloudOptions,
  startEmbeddedCloud,
} from '@kyc-china/emulator/embedded-cloud';
import { projectFile } from '../../lib/project-file.ts';
import { ConsoleFront } from '../../local/console/front.ts';
import type { FakeHostOptions } from '../../local/fake-hosts.ts';
import { localClient, seedLocalClient } from '../../local/seed.ts';
import { type ApiCalls, apiCalls } from '../../local/support/api-calls.ts';
import { synthesize } from '../../local/synthesize.ts';
import { receiverHost, startWebhookReceiver, type WebhookReceiver } from '../../local/webhook-receiver.ts';
import { itemsOfTables, rowsOfIndexes } from './table-items.ts';

export type { Answer } from '../../local/support/api-calls.ts';

/** The whole stack on a free port and an empty data folder, as a consumer sees it. */
export interface EmbeddedStack extends ApiCalls {
  readonly cloud: EmbeddedCloud;
  readonly receiver: WebhookReceiver;
  readonly webhookSecret: string;
  readonly dataDirectory: string;
  readonly callbackUrl: string;
  /** The items of each table, as JSON. */
  tableItems(): Promise<string>;
  /** The rows of each index, with its name, as JSON. */
  indexItems(): Promise<string>;
  /** Stops the cloud and starts it again on the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const credentials = { 'x-client-id': localClient.clientId, 'x-client-secret': localClient.clientSecret };

/** The cloud assembly of the project as it is. @returns its folder. */
export async function synthesizedStacks(): Promise<string> {
  const assemblyDirectory = projectFile('cdk.out');
  const quiet = { report: () => undefined, signal: new AbortController().signal };
  await synthesize({ projectDirectory: projectFile(), assemblyDirectory, ...quiet });
  return assemblyDirectory;
}

export async function startEmbeddedStack(
  environmentOverrides: Record<string, string>,
  options: {
    /** The clock of the API's front: its authorizer's cache, throttling and quotas. */
    readonly now?: () => number;
    /** Vendors whose servers run here. */
    readonly fakeHosts?: FakeHostOptions;
    /** What sits between the functions and the services. */
    readonly endpointsForFunctions?: EmbeddedCloudOptions['endpointsForFunctions'];
    /** How many environments each function may have at once. */
    readonly mostEnvironments?: number;
    /** Another project's cloud assembly. */
    readonly assembly?: string;
  } = {},
): Promise<EmbeddedStack> {
  const { now, fakeHosts = {}, assembly, endpointsForFunctions, mostEnvironments } = options;
  const assemblyDirectory = assembly ?? (await synthesizedStacks());
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'kyc-china-'));
  const receiver = await startWebhookReceiver();
  // Another project's assembly has no console.
  const newFront = () =>
    assembly === undefined ? new ConsoleFront(assemblyDirectory, 'KycChina-console-sandbox') : undefined;
  let front = newFront();
  let webhookSecret = '';
  const start = () =>
    startEmbeddedCloud({
      assemblyDirectory,
      stackName: 'KycChina-sandbox',
      dataDirectory,
      port: 0,
      ...(front && { front: front.before }),
      environmentOverrides: { ...environmentOverrides, ...fakeHosts.environmentOverrides },
      internet: { [receiverHost]: receiver.port, ...fakeHosts.internet },
      trustedCertificates: [receiver.certificate, ...(fakeHosts.trustedCertificates ?? [])],
      ...(now && { now }),
      ...(mostEnvironments !== undefined && { mostEnvironments }),
      ...(endpointsForFunctions && { endpointsForFunctions }),
      prepare: async (unserved) => {
        webhookSecret = await seedLocalClient(unserved);
        front?.open({ cloud: unserved, receiver, webhookSecret, client: localClient });
      },
    });
  let cloud = await start();

  return {
    get cloud() {
      return cloud;
    },
    receiver,
    webhookSecret,
    dataDirectory,
    callbackUrl: `https://${receiverHost}/kyc`,
    ...apiCalls(() => cloud.url, credentials, 50),
    tableItems: async () => JSON.stringify(await itemsOfTables(cloud)),
    indexItems: async () => JSON.stringify(await rowsOfIndexes(cloud)),
    restart: async () => {
      front?.close();
      await cloud.stop();
      front = newFront();
      cloud = await start();
    },
    stop: async () => {
      front?.close();
      await cloud.stop();
      await receiver.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
