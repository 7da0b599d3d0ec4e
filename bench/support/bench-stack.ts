import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import {
  type EmbeddedCloud,
  type EmbeddedCloudOptions,
  startEmbeddedCloud,
} from '@kyc-china/emulator/embedded-cloud';
import { functionDefinitions } from '@kyc-china/emulator/function-definitions';
import { Gate } from '@kyc-china/emulator/iam/gate';
import type { FunctionDefinition } from '@kyc-china/emulator/lambda-function';
import { projectFile } from '../../lib/project-file.ts';
import { sampleRequest } from '../../local/sample.ts';
import { localClient, seedLocalClient } from '../../local/seed.ts';
import { synthesize } from '../../local/synthesize.ts';
import { receiverHost, startWebhookReceiver, type WebhookReceiver } from '../../local/webhook-receiver.ts';

export const stackName = 'KycChina-sandbox';
const pollEveryMs = 50;

/** The functions of the stack by their folders in lambdas/, and the start of their names. */
const constructs = {
  authorizer: 'ApiAuthorizer',
  initiate: 'ApiInitiate',
  'sub-check': 'VerificationWorkflowSubCheck',
  aggregator: 'VerificationWorkflowAggregator',
  'mark-failed': 'VerificationWorkflowMarkFailed',
  webhook: 'VerificationWorkflowWebhook',
  poll: 'ApiPoll',
  reports: 'ApiReports',
  eraser: 'ApiReportActionsEraser',
  resend: 'ApiReportActionsResend',
  usage: 'ApiUsage',
  verify: 'ApiVerify',
} as const;
export type FunctionName = keyof typeof constructs;
export const functionNames = Object.keys(constructs) as readonly FunctionName[];

/** @throws Error when a function is not in `functionNames`. */
export function functionNameOf({ name }: Pick<FunctionDefinition, 'name'>): FunctionName {
  const construct = name.slice(`${stackName}-`.length).replace(/(Function)?[0-9A-F]{8}$/, '');
  const found = functionNames.find((functionName) => constructs[functionName] === construct);
  if (!found) throw new Error(`the benchmark does not know the function ${name}`);
  return found;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tokens and reports alike.
  readonly body: any;
}

/** The whole stack, as a consumer meets it and as a benchmark looks into it. */
export interface BenchStack {
  readonly cloud: EmbeddedCloud;
  readonly receiver: WebhookReceiver;
  readonly dataDirectory: string;
  post(route: 'request' | 'poll', body: object, idempotencyKey?: string): Promise<Answer>;
  /** Requests and polls until the report is complete. @returns the last answer, and milliseconds from the POST on. */
  timeToReport(body: object): Promise<{ ms: number; token: string; report: Answer['body'] }>;
  stop(): Promise<void>;
}

const headers = {
  'content-type': 'application/json',
  'x-client-id': localClient.clientId,
  'x-client-secret': localClient.clientSecret,
};

/** Of the sample's full request, these fields; all of them without. */
export function requestOf(fields: readonly string[] = Object.keys(sampleRequest())): object {
  return Object.fromEntries(Object.entries(sampleRequest()).filter(([field]) => fields.includes(field)));
}

/** The cloud assembly of the project as it is. @returns its folder. */
export async function synthesized(): Promise<string> {
  const assemblyDirectory = projectFile('cdk.out');
  const { signal } = new AbortController();
  await synthesize({ projectDirectory: projectFile(), assemblyDirectory, report: console.log, signal });
  return assemblyDirectory;
}

const nowhere = 'http://127.0.0.1:9';

/**
 * The stack's functions, with the environment that each gets.
 * @param at the services of a cloud that runs, and a key pair that may call them; without, calls lead nowhere.
 */
export async function deployedFunctions(
  at: Partial<Pick<EmbeddedCloud, 'endpoints' | 'credentials'>> = {},
): Promise<Record<FunctionName, FunctionDefinition>> {
  const { credentials } = at;
  const endpoints = at.endpoints ?? {
    S3: nowhere,
    DYNAMODB: nowhere,
    SFN: nowhere,
    SECRETS_MANAGER: nowhere,
    KMS: nowhere,
    API_GATEWAY: nowhere,
    STS: nowhere,
  };
  const assembly = new CloudAssembly(await synthesized(), stackName);
  const all = functionDefinitions(assembly, endpoints, {}, new Gate(assembly)).map((definition) => ({
    ...definition,
    variables: {
      ...definition.variables,
      ...(credentials && {
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      }),
    },
  }));
  const found = functionNames.map((name) => {
    const definition = all.find((one) => functionNameOf(one) === name);
    if (!definition) throw new Error(`the stack has no function ${name}`);
    return [name, definition] as const;
  });
  return Object.fromEntries(found) as Record<FunctionName, FunctionDefinition>;
}

/** Starts the stack on a free port, with an empty data folder. */
export async function startBenchStack(options: Partial<EmbeddedCloudOptions> = {}): Promise<BenchStack> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'kyc-china-bench-'));
  const receiver = await startWebhookReceiver();
  const cloud = await startEmbeddedCloud({
    assemblyDirectory: await synthesized(),
    stackName,
    dataDirectory,
    port: 0,
    internet: { [receiverHost]: receiver.port },
    trustedCertificates: [receiver.certificate],
    ...options,
  });
  await seedLocalClient(cloud);
  const post: BenchStack['post'] = async (route, body, idempotencyKey) => {
    const url = `${cloud.url}/kyc/cn/${route}`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return {
    cloud,
    receiver,
    dataDirectory,
    post,
    timeToReport: async (body) => {
      const startedAt = performance.now();
      const { token } = (await post('request', body)).body;
      for (;;) {
        const answer = await post('poll', { token });
        if (answer.status === 200) return { ms: performance.now() - startedAt, token, report: answer.body };
        if (answer.status !== 202) throw new Error(`poll answered ${answer.status}`);
        await wait(pollEveryMs);
      }
    },
    stop: async () => {
      await cloud.stop();
      await receiver.stop();
      await rm(dataDirectory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}
