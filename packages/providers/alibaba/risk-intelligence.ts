import type { Finding } from '@kyc-china/core/sub-checks/findings';
import { billed, type CodeTable, data, unbilled } from '../code-table.ts';
import type { Operation } from './operations.ts';

/** The tags that the documentation names, beside `no_tag`: fraud, arbitrage, little value, and anything else. */
export type RiskTag = 'fraud' | 'cheat' | 'low_value' | 'other';

/**
 * What no public document says of the service `risk_intelligence` of Fraud Detection (风险识别, 业务风险情报). The
 * operator asks the provider; without the answers nothing is asked of the service.
 */
export interface ConfirmedRiskIntelligence {
  /** Whether an answer with `Code` 200 is charged. */
  readonly billed: boolean;
  /** Every other `Code` of the service, with what it means and whether it is charged. Those that are missing count as charged. */
  readonly codes: CodeTable;
  /** The tags by which the number counts as listed for fraud. By other tags it does not, whatever its score. */
  readonly listedBy: readonly RiskTag[];
  /** Whether `no_tag` says that nothing speaks against the number, or that nothing is known of it. */
  readonly noTag: 'clear' | 'no-record';
  readonly callsPerSecond: number;
}

const knownTags: ReadonlySet<string> = new Set(['fraud', 'cheat', 'low_value', 'other', 'no_tag']);

function tagsOf(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'string') return undefined;
  const tags = value.split(',').map((tag) => tag.trim());
  return tags.every((tag) => knownTags.has(tag)) ? tags : undefined;
}

function scoreOf(value: unknown): number | undefined {
  const score = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof score === 'number' && score >= 0 && score <= 1 ? score : undefined;
}

/**
 * Reads `Data` of an answer: the documentation calls a score from 0.3 on a medium risk, and from 0.7 on a high one.
 * @returns undefined for a score or a tag that it does not describe.
 */
function findingFrom(
  { score: rawScore, tags: rawTags }: Readonly<Record<string, unknown>>,
  { listedBy, noTag }: ConfirmedRiskIntelligence,
): Finding | undefined {
  const [score, tags] = [scoreOf(rawScore), tagsOf(rawTags)];
  if (score === undefined || tags === undefined) return undefined;
  if (tags.every((tag) => tag === 'no_tag') && noTag === 'no-record') return { outcome: 'notFound' };
  const counted: readonly string[] = listedBy;
  if (score < 0.3 || !tags.some((tag) => counted.includes(tag))) return { outcome: 'clear' };
  return { outcome: 'flagged', severity: score < 0.7 ? 2 : 3 };
}

/**
 * The operation for `risk.fraud`. Sources: https://help.aliyun.com/document_detail/90977.html (parameters, score, tags),
 * /70058.html (service code, envelope), and the OpenAPI metadata of saf 2019-05-21 (parameters in the query).
 */
export function riskIntelligence(confirmed: ConfirmedRiskIntelligence): Operation {
  return {
    host: 'saf',
    action: 'ExecuteRequest',
    parametersIn: 'query',
    parametersFrom: ({ applicant: { mobile } }) => ({
      Service: 'risk_intelligence',
      ServiceParameters: mobile === undefined ? undefined : JSON.stringify({ mobile }),
    }),
    callsPerSecond: confirmed.callsPerSecond,
    findingFrom: (data) => findingFrom(data, confirmed),
    codes: {
      ...confirmed.codes,
      '200': (confirmed.billed ? billed : unbilled)('processed, with score and tags', data),
    },
  };
}
