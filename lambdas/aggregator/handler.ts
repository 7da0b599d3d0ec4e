import { S3Client } from '@aws-sdk/client-s3';
import { type AggregatedReport, aggregateReport, type DueWebhook } from '@kyc-china/core/aggregate-report';
import { verificationUrlOf } from '@kyc-china/core/issued-hashes';

import type { CallFailure } from '@kyc-china/core/observed-call';
import type { Prices } from '@kyc-china/core/price-list';
import type { Report } from '@kyc-china/core/report';
import { reportSha256 } from '@kyc-china/core/report-digest';
import type { ReportSigner } from '@kyc-china/core/report-signer';
import { type SettlingStep, settleErasure } from '@kyc-china/core/settle-erasure';
import type { SubCheckId } from '@kyc-china/core/sub-checks/catalogue';
import type { TaskSource } from '@kyc-china/core/task-source';
import { AwsApplicantRemoval } from '@kyc-china/storage/applicant-store';
import { DynamoDecidingClients } from '@kyc-china/storage/client-registry';
import { clientSettings } from '@kyc-china/storage/client-settings';
import { DynamoClientUsage } from '@kyc-china/storage/client-usage';
import { StoredLeftovers } from '@kyc-china/storage/erased-leftovers';
import { DynamoIssuedHashes } from '@kyc-china/storage/issued-hash-store';
import { S3PdfFiles } from '@kyc-china/storage/pdf-store';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { DynamoSubCheckLedger } from '@kyc-china/storage/sub-check-ledger';
import { readEnvironment } from '../shared/environment.ts';
import { log } from '../shared/logger.ts';
import { recordGivenUp, recordReportCost } from '../shared/metrics.ts';
import { environment } from './environment.ts';

const names = readEnvironment(environment);
const dynamo = documentClient();
const s3 = new S3Client(clientSettings);
let reportSigner: ReportSigner | undefined;

async function signer(): Promise<ReportSigner> {
  const { signerOfStage } = await import('./signer-of-stage.ts');
  reportSigner ??= signerOfStage(names);
  return reportSigner;
}

const dependencies = {
  reports: new DynamoReportStore(dynamo, names.REPORTS_TABLE),
  applicants: new AwsApplicantRemoval(dynamo, s3, {
    table: names.REPORTS_TABLE,
    bucket: names.INTAKE_BUCKET,
    keysTable: names.APPLICANT_KEYS_TABLE,
  }),
  ledger: new DynamoSubCheckLedger(dynamo, names.REPORTS_TABLE),
  clients: new DynamoDecidingClients(dynamo, names.CLIENTS_TABLE),
  pdfs: new S3PdfFiles(s3, names.REPORTS_BUCKET),
  issuedHashes: new DynamoIssuedHashes(dynamo, names.ISSUED_HASHES_TABLE, Number(names.ISSUED_HASH_YEARS)),
  usage: new DynamoClientUsage(dynamo, names.REPORTS_TABLE),
  prices: JSON.parse(names.CLIENT_PRICES) as Prices,
  now: () => new Date(),
  recordCost: recordReportCost,
  /** Loaded when a PDF is due: a repeated call needs no PDF code. */
  renderPdf: async (report: Report, sources: readonly TaskSource[], clientId: string) => {
    const { renderReportPdf } = await import('@kyc-china/pdf/render-report');
    return renderReportPdf(report, sources, await signer(), {
      requestedBy: clientId,
      verificationUrl: verificationUrlOf(names.VERIFICATION_BASE_URL, reportSha256(report)),
    });
  },
};

const leftovers = new StoredLeftovers(dynamo, names.REPORTS_TABLE, dependencies);

type DueResend = Omit<Extract<DueWebhook, { hasCallback: true }>, 'hasCallback'>;

/** What the state passes. */
interface Step {
  readonly reportId: string;
  /** What the execution has so far. A resend was started with the attempt that is due; Aggregate may have added the rest. */
  readonly input?: {
    readonly webhook?: object;
    /** Of a report that its client has erased. */
    readonly erasure?: object;
  };
}

/** What the states after it have. */
interface Aggregated {
  readonly reportId: string;
  /** webhook-only: a webhook is sent again, or announces a failure. The report ended in another execution. */
  readonly report: AggregatedReport['report'] | { readonly status: 'webhook-only' };
  readonly webhook: DueWebhook | SettlingStep;
  /** As in the input: of a report that its client has erased. */
  readonly erasure?: object;
}

/** The state Aggregate. What it returns goes into the execution's history, and is all that later states have. */
export async function handler({ reportId, input }: Step): Promise<Aggregated> {
  const { webhook, erasure } = input ?? {};
  if (erasure) {
    const step = await settleErasure(leftovers, reportId, webhook !== undefined);
    return { reportId, report: { status: 'erased' }, webhook: step, erasure };
  }
  if (webhook)
    return {
      reportId,
      report: { status: 'webhook-only' },
      webhook: { hasCallback: true, ...(webhook as DueResend) },
    };
  const startedAt = performance.now();
  const observeGivenUp = (subCheck: SubCheckId, failure: CallFailure | undefined) => {
    log.warn('sub-check given up', { reportId, subCheck, ...failure });
    recordGivenUp(failure);
  };
  const result = await aggregateReport({ ...dependencies, observeGivenUp }, reportId);
  log.info('report aggregated', { reportId, durationMs: Math.round(performance.now() - startedAt) });
  return { reportId, ...result };
}
