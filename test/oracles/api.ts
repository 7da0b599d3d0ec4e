import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localClient, seedLocalClient } from '../../local/seed.ts';
import { receiverHost, startWebhookReceiver } from '../../local/webhook-receiver.ts';
import { startCloudProcess } from '../support/cloud-process.ts';
import { synthesizedStacks } from '../support/embedded-stack.ts';

/** The API of an embedded run that a part has for itself. */
export interface Api {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A URL whose deliveries are received on this machine. */
  readonly callbackUrl: string;
}

/**
 * Runs the stack in a process of its own, on a free port and with its data in a temporary folder, for as long as
 * `use` takes.
 * @param latencyMs how long the simulated providers take; each call's own latency if it is missing.
 */
export async function withApi<T>(
  use: (api: Api) => Promise<T>,
  { latencyMs }: { readonly latencyMs?: number } = {},
): Promise<T> {
  const assemblyDirectory = await synthesizedStacks();
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'kyc-china-'));
  const receiver = await startWebhookReceiver();
  const cloud = startCloudProcess({
    assemblyDirectory,
    stackName: 'KycChina-sandbox',
    dataDirectory,
    port: 0,
    environmentOverrides: { ...(latencyMs !== undefined && { SIMULATOR_LATENCY_MS: String(latencyMs) }) },
    internet: { [receiverHost]: receiver.port },
    trustedCertificates: [receiver.certificate],
  });
  try {
    const remote = await cloud.ready;
    await seedLocalClient(remote);
    return await use({ url: remote.url, ...localClient, callbackUrl: `https://${receiverHost}/kyc` });
  } finally {
    await cloud.kill();
    await receiver.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
