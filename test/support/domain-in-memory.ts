import { aggregateReport } from '@kyc-china/core/aggregate-report';
import type { Applicant } from '@kyc-china/core/applicant';
import type {
  ClientUsage,
  IdempotencyStore,
  LedgerEntry,
  NewReport,
  ReportRecord,
  ReportStore,
  SubCheckLedger,
} from '@kyc-china/core/ports';
import type { UpstreamCall } from '@kyc-china/core/provider-port';
import type { Report } from '@kyc-china/core/report';
import { runSubCheck } from '@kyc-china/core/run-sub-check';
import { startVerification } from '@kyc-china/core/start-verification';
import { type SubCheckTask, taskKey } from '@kyc-china/core/sub-checks/eligibility';
import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { hashedKeys } from './hashed-keys.ts';
import { everythingOffered } from './offers.ts';
import { openGate } from './open-gate.ts';

/** What a provider returns for a call. */
export type Provider = (call: UpstreamCall) => Finding;

/** A verification that ran to its end. */
export interface EndedVerification {
  readonly reportId: string;
  readonly report: Report;
  /** What providers were given. */
  readonly calls: readonly UpstreamCall[];
}

/** The domain, from a request to its report, on ports in memory. No two calls happen at once. */
export class DomainInMemory {
  readonly #records = new Map<string, ReportRecord>();
  readonly #entries = new Map<string, Map<string, LedgerEntry>>();
  readonly #applicants = new Map<string, { applicant: Applicant; photo?: Uint8Array }>();
  readonly #tasks = new Map<string, readonly SubCheckTask[]>();
  #now = Date.parse('2026-03-01T00:00:00Z');

  readonly #reports = {
    create: async (report: NewReport, startedAt: Date) => {
      this.#records.set(report.reportId, { ...report, startedAt, status: 'processing' });
      return 'created' as const;
    },
    find: async (reportId: string) => this.#records.get(reportId),
    decide: async (_reportId: string, decided: object) => decided,
    complete: async (reportId: string, report: Report) => {
      const record = this.#records.get(reportId) as ReportRecord;
      this.#records.set(reportId, { ...record, status: 'completed', report } as ReportRecord);
      return true;
    },
    settleCost: async () => true,
  } as unknown as ReportStore;

  readonly #ledger = {
    claim: async () => ({ status: 'granted', claimId: 'c', attempt: 1 }),
    settle: async (reportId: string, key: string, _claimId: string, settled: object) => {
      this.#entriesOf(reportId).set(key, {
        ...settled,
        taskKey: key,
        settledAt: this.#tick(),
      } as LedgerEntry);
      return 'settled';
    },
    entries: async (reportId: string) => [...this.#entriesOf(reportId).values()],
    shut: async () => undefined,
    close: async (reportId: string) => {
      for (const [key, { finding: _forgotten, ...kept }] of this.#entriesOf(reportId))
        this.#entriesOf(reportId).set(key, kept);
      return 0;
    },
  } as unknown as SubCheckLedger;

  readonly #intake = {
    prepare: () => undefined,
    save: async (reportId: string, applicant: Applicant, photo: Uint8Array | undefined) => {
      this.#applicants.set(reportId, { applicant, ...(photo && { photo }) });
    },
    delete: async (reportId: string) => void this.#applicants.delete(reportId),
    find: async (reportId: string) => this.#applicants.get(reportId),
  };

  /** Sends a request, runs its sub-checks and merges its report. @throws what the request is refused with. */
  async verify(body: object, provider: Provider): Promise<EndedVerification> {
    const dependencies = {
      reports: this.#reports,
      ledger: this.#ledger,
      applicants: this.#intake,
      digestKeys: hashedKeys,
      idempotency: {} as IdempotencyStore,
      usage: { count: async () => undefined } as unknown as ClientUsage,
      workflow: {
        start: async (reportId: string, tasks: readonly SubCheckTask[]) => {
          this.#tasks.set(reportId, tasks);
          return true;
        },
      },
      tokenKey: { kid: '1', secret: new Uint8Array(32) },
      tokenKeyOfRecord: async () => undefined,
      now: () => this.#tick(),
      offers: everythingOffered,
      consentRequiredFor: {},
    };
    const start = { clientId: 'c', limits: {}, rawBody: JSON.stringify(body), body };
    const { reportId } = await startVerification(dependencies, start);
    const calls: UpstreamCall[] = [];
    for (const task of this.#tasks.get(reportId) ?? []) await this.#run(reportId, task, provider, calls);
    await aggregateReport(
      {
        ...dependencies,
        clients: { find: async () => undefined },
        prices: { default: '1' },
        pdfs: { put: async () => undefined, delete: async () => undefined },
        issuedHashes: { record: async () => undefined, markErased: async () => undefined },
        renderPdf: async () => new Uint8Array(),
        usage: { settle: async () => undefined },
        recordCost: () => undefined,
        observeGivenUp: () => undefined,
      },
      reportId,
    );
    const record = this.#records.get(reportId);
    if (record?.status !== 'completed') throw new Error('the report is not complete');
    return { reportId, report: record.report, calls };
  }

  /** When a provider returned the result of a task. */
  answeredAt(reportId: string, task: SubCheckTask): string | undefined {
    return this.#entriesOf(reportId).get(taskKey(task))?.settledAt?.toISOString();
  }

  async #run(reportId: string, task: SubCheckTask, provider: Provider, calls: UpstreamCall[]): Promise<void> {
    const ask = async (call: UpstreamCall) => {
      calls.push(call);
      return { finding: provider(call), billed: true };
    };
    await runSubCheck(
      {
        applicants: this.#intake,
        ledger: this.#ledger,
        routeFor: () => [{ provider: { name: 'provider', serves: () => true, ask }, timeoutMs: 1000 }],
        gate: openGate,
        priceOf: () => undefined,
        reports: this.#reports,
        usage: { addLateCost: async () => undefined },
        recordCost: () => undefined,
        observe: () => undefined,
      },
      reportId,
      task,
    );
  }

  #entriesOf(reportId: string): Map<string, LedgerEntry> {
    const entries = this.#entries.get(reportId) ?? new Map<string, LedgerEntry>();
    this.#entries.set(reportId, entries);
    return entries;
  }

  #tick(): Date {
    this.#now += 1000;
    return new Date(this.#now);
  }
}
