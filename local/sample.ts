import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { exampleTexts } from '@kyc-china/core/contract/applicant-fields';
import { samplePhoto } from './sample-photo.ts';
import { localClient } from './seed.ts';
import { isSignedWith, receiverHost, type WebhookReceiver } from './webhook-receiver.ts';

/** How often the sample polls, in milliseconds. */
const pollIntervalMs = 500;

/** How long the sample waits for its report, and then for its webhook, in milliseconds. */
const patienceMs = 300_000;

/** A request with every field, so that every axis of sub-checks runs. */
export function sampleRequest() {
  return {
    ...exampleTexts(),
    facePhoto: samplePhoto(),
    addressesToVerify: [{ type: 'residential', city: '北京', address: '朝阳区建国路88号' }],
    callbackUrl: `https://${receiverHost}/kyc`,
  };
}

interface Report {
  readonly reportMetadata: { readonly reportId: string };
  readonly pdfUrl: string;
  readonly pdfFileName: string;
}

/** Posts JSON to the API as the local client. */
function post(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-client-id': localClient.clientId,
      'x-client-secret': localClient.clientSecret,
    },
    body: JSON.stringify(body),
  });
}

async function expectStatus(response: Response, ...expected: number[]): Promise<unknown> {
  const text = await response.text();
  if (!expected.includes(response.status))
    throw new Error(`${new URL(response.url).pathname} returned ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function pollUntilDone(apiUrl: string, token: string, signal: AbortSignal): Promise<Report> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const response = await post(`${apiUrl}/kyc/cn/poll`, { token });
    const body = await expectStatus(response, 200, 202);
    if (response.status === 200) return body as Report;
    await wait(pollIntervalMs, undefined, { signal });
  }
  throw new Error(`the report was not ready within ${patienceMs / 1000} s`);
}

async function download(report: Report, directory: string): Promise<string> {
  const response = await fetch(report.pdfUrl);
  if (!response.ok) throw new Error(`the PDF's link returned ${response.status}`);
  const file = path.join(directory, path.basename(report.pdfFileName));
  await mkdir(directory, { recursive: true });
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
  return file;
}

/**
 * Sends one full request and waits for its report, only to warm up the stack. Afterwards, the functions have run their
 * code once and connections are open, as in a stack in use.
 */
export async function rehearse(apiUrl: string, signal: AbortSignal): Promise<void> {
  const { callbackUrl: _, ...request } = sampleRequest();
  const { token } = (await expectStatus(await post(`${apiUrl}/kyc/cn/request`, request), 200)) as {
    token: string;
  };
  await pollUntilDone(apiUrl, token, signal);
}

/**
 * Sends one full request and follows it to its end: report, webhook and PDF.
 * @param options the API's base address, the client's webhook secret, the receiver of webhooks, where the PDF
 * goes, what takes the lines to show, and what ends the wait.
 * @throws Error if an answer does not match the contract.
 */
export async function runSample(options: {
  readonly apiUrl: string;
  readonly webhookSecret: string;
  readonly receiver: WebhookReceiver;
  readonly reportsDirectory: string;
  readonly show: (line: string) => void;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { apiUrl, webhookSecret, receiver, reportsDirectory, show, signal } = options;
  show('\nPOST /kyc/cn/request with every field');
  const startedAt = performance.now();
  const { token } = (await expectStatus(await post(`${apiUrl}/kyc/cn/request`, sampleRequest()), 200)) as {
    token: string;
  };
  show(`  token after ${Math.round(performance.now() - startedAt)} ms: ${token}`);
  show('\nSub-checks, as they settle');
  const report = await pollUntilDone(apiUrl, token, signal);
  const elapsedMs = Math.round(performance.now() - startedAt);
  show(`\nPOST /kyc/cn/poll: the report, ${elapsedMs} ms after the request\n`);
  show(JSON.stringify(report, null, 2));

  const delivery = await receiver.deliveryOf(report.reportMetadata.reportId, patienceMs);
  const signed = isSignedWith(webhookSecret, delivery);
  show(`\nWebhook ${delivery.id}: signature ${signed ? 'ok' : 'WRONG'}, ${delivery.body.length} characters`);
  if (!signed) throw new Error('the webhook is not signed with the secret of the client');
  show(`PDF: ${await download(report, reportsDirectory)}`);
}
