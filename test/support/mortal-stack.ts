import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FakeTencent, startFakeTencent, vendorHost } from '@kyc-china/vendor-fakes/tencent/fake';
import { fakeHostOptions, putCredentials, routingThrough } from '../../local/fake-hosts.ts';
import { seedLocalClient } from '../../local/seed.ts';
import { receiverHost, startWebhookReceiver, type WebhookReceiver } from '../../local/webhook-receiver.ts';
import { type CloudProcess, type RemoteCloud, startCloudProcess } from './cloud-process.ts';
import { synthesizedStacks } from './embedded-stack.ts';

/** A stack whose cloud can be killed, while the world that it works for lives on in this process. */
export interface MortalStack {
  /** The vendor, and its books. */
  readonly vendor: FakeTencent;
  /** Refuses every webhook once, so that each is posted again. */
  readonly receiver: WebhookReceiver;
  /** The ids of the webhooks that it has accepted since. */
  readonly accepted: ReadonlySet<string>;
  readonly callbackUrl: string;
  /** Starts the cloud on the stack's one data folder. */
  start(): CloudProcess;
  /** Makes the client and fills in the vendor's secret: what the operator of a new stage does. */
  furnish(cloud: RemoteCloud): Promise<void>;
  /** Stops the world; clouds are to be killed before. */
  stop(): Promise<void>;
}

const credentials = { secretId: 'AKIDfake', secretKey: 'a-secret-of-the-fake' };

/** @param simulatorLatencyMs the latency of what the vendor does not serve. */
export async function createMortalStack(simulatorLatencyMs: number): Promise<MortalStack> {
  const assemblyDirectory = await synthesizedStacks();
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'kyc-china-'));
  const refused = new Set<string>();
  const accepted = new Set<string>();
  const receiver = await startWebhookReceiver(({ id }) => {
    if (refused.has(id)) accepted.add(id);
    refused.add(id);
    return accepted.has(id) ? 204 : 503;
  });
  const vendor = await startFakeTencent({ ...credentials, callsPerSecond: 1_000_000 });
  const servers = { ports: { [vendorHost]: vendor.port }, certificate: vendor.ca, credentials };
  const fakeHosts = fakeHostOptions(servers, routingThrough('tencent'));
  return {
    vendor,
    receiver,
    accepted,
    callbackUrl: `https://${receiverHost}/kyc`,
    start: () =>
      startCloudProcess({
        assemblyDirectory,
        stackName: 'KycChina-sandbox',
        dataDirectory,
        port: 0,
        environmentOverrides: {
          SIMULATOR_LATENCY_MS: String(simulatorLatencyMs),
          ...fakeHosts.environmentOverrides,
        },
        internet: { [receiverHost]: receiver.port, ...fakeHosts.internet },
        trustedCertificates: [receiver.certificate, ...fakeHosts.trustedCertificates],
      }),
    furnish: async (cloud) => {
      await seedLocalClient(cloud);
      await putCredentials(cloud, 'tencent', credentials);
    },
    stop: async () => {
      await vendor.stop();
      await receiver.stop();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
