import { createHash } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type AggregatedReport, aggregateReport, failReport } from '@kyc-china/core/aggregate-report';
import { standardPolicy } from '@kyc-china/core/decision/standard-policy';
import { type DueAttempt, deliverWebhook } from '@kyc-china/core/deliver-webhook';
import type { ClientLimits } from '@kyc-china/core/limits';
import type { Offers } from '@kyc-china/core/offers';
import { UpstreamNotProcessedError, type UpstreamProvider } from '@kyc-china/core/provider-port';
import { readReport } from '@kyc-china/core/read-report';
import type { Report } from '@kyc-china/core/report';
import { runSubCheck } from '@kyc-china/core/run-sub-check';
import { settleErasure } from '@kyc-china/core/settle-erasure';
import { startVerification } from '@kyc-china/core/start-verification';
import { returnResult } from '@kyc-china/core/sub-check-result';
import { type SubCheckTask, taskKey } from '@kyc-china/core/sub-checks/eligibility';
import {
  AwsApplicantIntake,
  AwsApplicantReader,
  AwsApplicantRemoval,
} from '@kyc-china/storage/applicant-store';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { KmsDataKeyWrapping } from '@kyc-china/storage/data-key-wrapping';
import { StoredLeftovers } from '@kyc-china/storage/erased-leftovers';
import { DynamoIdempotencyStore } from '@kyc-china/storage/idempotency-store';
import { S3PdfFiles, S3PdfLinks } from '@kyc-china/storage/pdf-store';
import { DynamoPostLeases } from '@kyc-china/storage/post-leases';
import { DynamoReceiverTimeouts } from '@kyc-china/storage/receiver-timeouts';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { tokenKey, tokenKeyOfRecord } from '@kyc-china/storage/secrets';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { namingThrottling } from '@kyc-china/storage/throttling';
import { DynamoUpstreamGate } from '@kyc-china/storage/upstream-gate';
import { DynamoWebhookAttempts } from '@kyc-china/storage/webhook-attempts';
import { StepFunctionsWorkflow } from '@kyc-china/storage/workflow';
import type { History } from './history.ts';
import { olderRelease } from './older-release.ts';
import type { World } from './world.ts';

/** The names of the stage's resources. */
export const names = {
  ReportsTableName: 'reports',
  ApplicantKeysTableName: 'applicant-keys',
  ReportsBucketName: 'pdfs',
  IntakeBucketName: 'intake',
  StateMachineArn: 'arn:aws:states:ap-east-1:000000000000:stateMachine:m',
  TokenKeySecretArn: 'token-key',
  LinkSignerSecretArn: 'link-signer',
} as const;

export const clientId = 'client';

/** What each task's call costs: added up, each digit says how often one was counted. */
export const prices: Readonly<Record<string, number>> & Offers = {
  'identity.two-factor': 1,
  'risk.fraud': 10,
  'risk.criminal': 100,
  'identity.image': 1000,
};

/** How the provider treats one call. */
export interface ProviderBehaviour {
  readonly kind: 'answers' | 'not-processed' | 'refuses' | 'loses-answer';
  readonly ms: number;
}

/** The most posts of the client at once. One, so that a sending and a resend meet it. */
const postsPerClient = 1;

/** How long it takes to look up and reach a webhook's receiver. */
const connectingMs = 3000;

export const functionTimeoutMs = 25_000;
const settings = { region: 'ap-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const [dynamo, s3, sfn] = [documentClient(), new S3Client(settings), new SFNClient(settings)];
const wrapping = new KmsDataKeyWrapping(new KMSClient(settings), 'applicants');
export const secretsClient = new SecretsManagerClient(settings);

const places = {
  table: names.ReportsTableName,
  bucket: names.IntakeBucketName,
  keysTable: names.ApplicantKeysTableName,
};
const outside = new DynamoReportStore(dynamo, places.table);
const pdfs = new S3PdfFiles(s3, names.ReportsBucketName);
const leftovers = new StoredLeftovers(dynamo, places.table, {
  applicants: new AwsApplicantRemoval(dynamo, s3, places),
  pdfs,
});
const pdfLinks = new S3PdfLinks({
  bucket: names.ReportsBucketName,
  signerSecretArn: names.LinkSignerSecretArn,
});

/** What a poll answers now, seen from outside: it takes no time. */
export async function pollNow(reportId: string, at: Date): Promise<string> {
  const ledger = new DynamoSubCheckLedger(dynamo, places.table);
  const noLinks = { link: async () => '' };
  return (await readReport({ reports: outside, ledger, pdfs: noLinks }, reportId, clientId, at)).status;
}

/** A PDF in the simulation is the report's JSON: what it says can be compared. */
const renderPdf = async (report: Report) => Buffer.from(JSON.stringify(report));

export interface Conduct {
  /** Call by call, from the first again when they are used up. */
  readonly provider: readonly ProviderBehaviour[];
  /** What the client may use at most. */
  readonly limits: ClientLimits;
  /** The provider's documented calls a second; undefined: it has no limit. */
  readonly callsPerSecond: number | undefined;
  /** Whether the receiver takes an attempt. */
  readonly receiver: readonly boolean[];
}

/** The functions of the stage: the real domain and storage, on the simulated services. */
export class Stage {
  readonly #world: World;
  readonly #history: History;
  readonly #conduct: Conduct;
  readonly #schedule: string;
  readonly #reports: DynamoReportStore;
  readonly #gate: DynamoUpstreamGate;
  #asked = 0;
  #policies = 0;
  #posted = 0;

  constructor(world: World, history: History, conduct: Conduct, schedule: string) {
    this.#world = world;
    this.#history = history;
    this.#conduct = conduct;
    this.#schedule = schedule;
    this.#reports = new DynamoReportStore(dynamo, places.table, (ms) => world.sleep(ms));
    // The gate corrects its clock by Date headers, which the simulated table does not send.
    this.#gate = new DynamoUpstreamGate(
      dynamo,
      places.table,
      () => world.now,
      (ms) => world.sleep(ms),
    );
  }

  /**
   * Handles a request of the client.
   * @param warm the number of the function's environment: each has a copy of the token keys of its own.
   */
  async initiate(body: object, idempotencyKey: string, older: boolean, warm: number): Promise<void> {
    const history = this.#history;
    // Every schedule has secrets of its own; what is behind the slash keeps the copies apart.
    const secretArn = `${names.TokenKeySecretArn}/${this.#schedule}/${warm}`;
    const world = this.#world;
    const began = world.now;
    await world
      .run('initiate', functionTimeoutMs, async () => {
        const dependencies = {
          reports: this.#reports,
          applicants: new AwsApplicantIntake(dynamo, s3, places, wrapping),
          idempotency: new DynamoIdempotencyStore(dynamo, places.table),
          workflow: new StepFunctionsWorkflow(sfn, names.StateMachineArn),
          tokenKey: await tokenKey(secretArn),
          tokenKeyOfRecord: (kid: string) => tokenKeyOfRecord(secretArn, kid),
          now: () => new Date(),
          offers: prices,
          consentRequiredFor: {},
          usage: this.#usage(),
        };
        const { limits } = this.#conduct;
        const start = { clientId, limits, rawBody: JSON.stringify(body), body, idempotencyKey };
        return startVerification(older ? olderRelease(dependencies) : dependencies, start);
      })
      .then(
        ({ reportId, token }) =>
          history.push({
            kind: 'answered',
            at: world.now,
            began,
            idempotencyKey,
            status: 200,
            reportId,
            token,
          }),
        (error: Error & { status?: number }) =>
          history.push({
            kind: 'answered',
            at: world.now,
            began,
            idempotencyKey,
            status: error.status ?? 502,
            error: `${error.name}: ${error.message}`,
          }),
      );
  }

  /** A state's function, by its name in the machine's definition and what the machine passes. */
  invoke(calledFunction: string, payload: Record<string, unknown>): Promise<unknown> {
    const reportId = String(payload.reportId);
    if (calledFunction === 'SubCheck') return this.#subCheck(reportId, payload.task as SubCheckTask);
    const input = payload.input as { webhook?: object; erasure?: object } | undefined;
    const resent = input?.webhook;
    const isErasure = input?.erasure !== undefined;
    const functions: Record<string, () => Promise<unknown>> = {
      Aggregator: async () => {
        if (isErasure)
          return {
            reportId,
            report: { status: 'erased' },
            webhook: await settleErasure(leftovers, reportId, resent !== undefined),
            erasure: {},
          };
        return {
          reportId,
          ...(resent
            ? { report: { status: 'webhook-only' }, webhook: { hasCallback: true, ...resent } }
            : await this.#aggregate(reportId)),
        };
      },
      MarkFailed: () =>
        failReport(
          {
            reports: this.#reports,
            applicants: new AwsApplicantRemoval(dynamo, s3, places),
            workflow: new StepFunctionsWorkflow(sfn, names.StateMachineArn),
            now: () => new Date(),
          },
          reportId,
        ),
      Webhook: () => this.#postWebhook(reportId, payload.webhook as Omit<DueAttempt, 'reportId'>),
    };
    const run = functions[calledFunction];
    if (!run) throw new Error(`the simulation has no function ${calledFunction}`);
    return this.#world.run(calledFunction, functionTimeoutMs, async () => {
      const result = await run();
      if (calledFunction === 'Aggregator' && !resent && !isErasure)
        this.#history.push({ kind: 'aggregated', at: this.#world.now, reportId });
      return result;
    });
  }

  #ledger(): DynamoSubCheckLedger {
    return new DynamoSubCheckLedger(dynamo, places.table, (ms) => this.#world.sleep(ms));
  }

  #usage(): DynamoClientUsage {
    return new DynamoClientUsage(dynamo, places.table, (ms) => this.#world.sleep(ms));
  }

  #recordCost(reportId: string): (clientId: string, amount: number) => void {
    return (_clientId, amount) =>
      void this.#history.push({ kind: 'cost', at: this.#world.now, reportId, amount });
  }

  #subCheck(reportId: string, task: SubCheckTask): Promise<unknown> {
    const key = taskKey(task);
    const { callsPerSecond } = this.#conduct;
    const limit = callsPerSecond !== undefined && { limit: { operation: 'ALL', callsPerSecond } };
    return this.#world.run(`sub-check ${key}`, functionTimeoutMs, async () => {
      const dependencies = {
        applicants: new AwsApplicantReader(dynamo, s3, places, wrapping),
        ledger: this.#ledger(),
        routeFor: () => [{ provider: this.#provider(), timeoutMs: functionTimeoutMs, ...limit }],
        gate: this.#gate.forReport(reportId),
        priceOf: () => prices[key],
        reports: this.#reports,
        usage: this.#usage(),
        recordCost: this.#recordCost(reportId),
        observe: () => undefined,
      };
      const { result } = await namingThrottling(() => runSubCheck(dependencies, reportId, task));
      this.#history.push({ kind: 'sub-check-returned', at: this.#world.now, reportId, task: key });
      return returnResult(result);
    });
  }

  #provider(): UpstreamProvider {
    return {
      name: 'provider',
      serves: () => true,
      ask: async ({ requestId }) => {
        const { provider } = this.#conduct;
        const { kind, ms } = provider[this.#asked % provider.length] ?? { kind: 'answers', ms: 0 };
        this.#asked += 1;
        await this.#world.turn(`provider is asked for ${requestId.split('/')[1]}: ${kind} in ${ms} ms`);
        const [reportId = '', task = ''] = requestId.split('/');
        const at = this.#world.now;
        if (kind === 'not-processed') {
          this.#history.push({ kind, at, reportId, task });
          throw new UpstreamNotProcessedError('busy');
        }
        const polled = await this.#world.outside(() => pollNow(reportId, new Date(at)));
        this.#history.push({
          kind: 'called',
          at,
          reportId,
          task,
          billed: kind !== 'refuses',
          answers: kind === 'answers',
          polled,
        });
        await this.#world.sleep(ms);
        if (kind === 'loses-answer') throw new Error('reset');
        if (kind !== 'refuses')
          return { finding: { outcome: task.startsWith('risk.') ? 'clear' : 'matched' }, billed: true };
        const finding = { outcome: 'errored', code: 'invalid-input', message: 'Refused.' } as const;
        return { finding, billed: false };
      },
    };
  }

  #aggregate(reportId: string): Promise<AggregatedReport> {
    const applicants = new AwsApplicantRemoval(dynamo, s3, places);
    const recordCost = this.#recordCost(reportId);
    const now = () => new Date();
    // An operator changes the policy all the time: the report and its PDF must keep the one that was there first.
    const policyNow = () => {
      this.#policies += 1;
      return { ...standardPolicy, name: 'changing', version: this.#policies };
    };
    const clients = { find: async () => ({ clientId, policy: policyNow() }) };
    const usage = this.#usage();
    const clientPrices = { default: '0.1' };
    const stores = {
      prices: clientPrices,
      reports: this.#reports,
      usage,
      applicants,
      ledger: this.#ledger(),
      clients,
      pdfs,
    };
    const observeGivenUp = () => undefined;
    return aggregateReport({ ...stores, renderPdf, now, recordCost, observeGivenUp }, reportId);
  }

  #postWebhook(
    reportId: string,
    { resend, attempt, busy, ofFailure }: Omit<DueAttempt, 'reportId'>,
  ): Promise<unknown> {
    const client = {
      clientId,
      secrets: [],
      webhookSecret: `whsec_${Buffer.alloc(32).toString('base64')}`,
      status: 'active' as const,
      plan: 'trial',
      apiKeyId: 'k',
      createdAt: new Date(0),
    };
    return deliverWebhook(
      {
        reports: this.#reports,
        pdfs: pdfLinks,
        clients: { find: async () => client },
        attempts: new DynamoWebhookAttempts(dynamo, places.table),
        timeouts: new DynamoReceiverTimeouts(dynamo, places.table),
        limit: {
          leases: new DynamoPostLeases(dynamo, places.table, postsPerClient),
          sleep: (ms) => this.#world.sleep(ms),
          onLeaseError: (error) => this.#world.note(`lease: ${(error as Error).name}`),
        },
        now: () => new Date(),
        random: () => 0.5,
        waitFactor: 1,
        observeAttempt: () => undefined,
        post: async (_url, _headers, body) => {
          await this.#world.sleep(connectingMs);
          await this.#world.turn('receiver is posted to');
          this.#history.push({ kind: 'posted', at: this.#world.now, reportId, body });
          const { receiver } = this.#conduct;
          this.#posted += 1;
          return receiver[(this.#posted - 1) % receiver.length]
            ? { outcome: 'delivered', status: 200, timedOut: false }
            : { outcome: 'failed', reason: 'busy', status: 503, timedOut: false };
        },
      },
      { reportId, resend, attempt, busy, ofFailure },
    );
  }
}

/** Hex SHA-256, as a report's row has it of its PDF. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
