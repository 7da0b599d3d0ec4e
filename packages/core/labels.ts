import type { AddressType } from './applicant.ts';
import type { DecisionOutcome } from './decision/outcomes.ts';
import { retentionDays } from './retention.ts';
import type { Label } from './sub-checks/catalogue.ts';
import type { ErrorCode, Outcome } from './sub-checks/findings.ts';
import type { WarningCode } from './warnings.ts';

export { fieldLabels } from './contract/request-fields.ts';
export { separateConsentLabels } from './separate-consents.ts';

/**
 * The labels of the PDF, except for the names in the catalog. Each record has a domain type as its key: a field, an outcome
 * or a code without a label does not compile.
 */

export const title: Label = { en: 'KYC China verification report', zh: '中国大陆身份核验报告' };

export const addressTypes: Record<AddressType, Label> = {
  common: { en: 'usual', zh: '常用' },
  work: { en: 'work', zh: '工作' },
  residential: { en: 'home', zh: '居住' },
};

export const outcomes: Record<Outcome, Label> = {
  matched: { en: 'Matched', zh: '一致' },
  unmatched: { en: 'Mismatch', zh: '不一致' },
  notFound: { en: 'No record', zh: '查无记录' },
  flagged: { en: 'Flagged', zh: '命中风险' },
  clear: { en: 'Clear', zh: '未命中' },
  data: { en: 'Data', zh: '有数据' },
  errored: { en: 'Errored', zh: '未能核验' },
};

/** The meaning of each outcome for the person. */
export const outcomeMeanings: Record<Outcome, Label> = {
  matched: { en: 'The source confirms the details.', zh: '数据源返回信息一致。' },
  unmatched: { en: 'The source says that the details differ.', zh: '数据源返回信息不一致。' },
  notFound: { en: 'The source holds no record: no conclusion.', zh: '数据源查无记录，不能据此判断。' },
  flagged: { en: 'The source holds a risk record.', zh: '数据源有风险记录。' },
  clear: { en: 'The source holds no risk record.', zh: '数据源无风险记录。' },
  data: { en: 'The source returned data, without a judgment.', zh: '数据源返回数据，不作判断。' },
  errored: { en: 'The source could not decide: not a mismatch.', zh: '数据源未能判断，不代表不一致。' },
};

export const errorCodes: Record<ErrorCode, Label> = {
  'invalid-input': { en: 'value rejected by the source', zh: '数据源不接受该信息' },
  unsupported: { en: 'not served by the source', zh: '数据源不支持' },
  quota: { en: 'quota used up', zh: '额度用尽' },
  'photo-unusable': { en: 'photo cannot be used', zh: '照片不可用' },
  'card-problem': { en: 'problem with the bank card', zh: '银行卡状态异常' },
  'upstream-unavailable': { en: 'source unavailable', zh: '数据源不可用' },
  'upstream-timeout': { en: 'source did not respond in time', zh: '数据源超时' },
  'unknown-outcome': { en: 'response lost', zh: '结果不明' },
  'unknown-code': { en: 'unknown response', zh: '数据源返回不明' },
};

export const warningLabels: Record<WarningCode, Label> = {
  'id-check-digit': { en: 'Check digit', zh: '校验码不符' },
  'id-region': { en: 'Region code', zh: '地区码不明' },
  'id-birth-date': { en: 'Date of birth', zh: '出生日期不符' },
  minor: { en: 'Under 18', zh: '未满十八周岁' },
  'card-check-digit': { en: 'Check digit', zh: '校验码不符' },
  'validity-period': { en: 'Period of validity', zh: '有效期不符' },
  'card-expired': { en: 'Card expired', zh: '证件已过期' },
  'card-not-yet-valid': { en: 'Card not yet valid', zh: '证件尚未生效' },
  'date-unpaired': { en: 'Only one card date', zh: '证件日期不成对' },
  'rare-character': { en: 'Rare character', zh: '生僻字' },
  'traditional-character': { en: 'Traditional character', zh: '繁体字' },
  'virtual-operator': { en: 'Virtual operator', zh: '虚拟运营商' },
};

/** What a report recommends, in its first line. */
export const decisionHeadings: Record<DecisionOutcome, Label> = {
  pass: { en: 'Recommendation: pass', zh: '建议：通过' },
  review: { en: 'Recommendation: review', zh: '建议：人工复核' },
  fail: { en: 'Recommendation: fail', zh: '建议：不予通过' },
};

/** The outcome of a sub-check that a decision looks like: its icon and its color. */
export const decisionLooks: Record<DecisionOutcome, Outcome> = {
  pass: 'matched',
  review: 'errored',
  fail: 'unmatched',
};

/** What a decision is, and what it is not. */
export const decisionNote: Label = {
  en: 'A recommendation made by rules, not a legal decision.',
  zh: '规则建议，不具法律效力。',
};

/** The reasons of the standard policy, by their codes. The English text is the message of the report. */
export const reasonLabels = {
  mismatch: { en: 'The source says that the details differ.', zh: '数据源返回信息不一致。' },
  fugitive: { en: 'The person is on record as a wanted fugitive.', zh: '有在逃记录。' },
  'fraud-severity-high': {
    en: 'Listed for fraud, gambling or money laundering, with the highest severity.',
    zh: '涉诈、涉赌或洗钱风险名单，风险等级最高。',
  },
  flagged: { en: 'The source holds a risk record.', zh: '数据源有风险记录。' },
  'no-record': { en: 'The source holds no record: no conclusion.', zh: '数据源查无记录，不能据此判断。' },
  errored: { en: 'The source could not decide: not a mismatch.', zh: '数据源未能判断，不代表不一致。' },
  'card-expired': { en: 'The ID card has expired.', zh: '证件已过期。' },
  minor: { en: 'The person is under 18.', zh: '未满十八周岁。' },
  'traditional-character': {
    en: 'The name holds a traditional character: cards are printed in simplified characters.',
    zh: '姓名含繁体字，证件以简体字印制。',
  },
  'no-verification': { en: 'No verification ran: no details were compared.', zh: '未比对任何信息。' },
} as const satisfies Record<string, Label>;
export type ReasonCode = keyof typeof reasonLabels;

/** Returns the label of a reason in a report. A policy's own message has no translation. */
export function reasonLabel({ code, message }: { readonly code: string; readonly message: string }): Label {
  const known: Label | undefined = Object.hasOwn(reasonLabels, code)
    ? reasonLabels[code as ReasonCode]
    : undefined;
  return known?.en === message ? known : { en: message, zh: message };
}

/** Every other label, by its place in the report. */
export const words = {
  reportId: { en: 'Report ID', zh: '报告编号' },
  upstreamCalls: { en: 'Upstream calls', zh: '上游请求数' },
  consent: { en: 'Consent', zh: '个人同意' },
  policy: { en: 'Policy', zh: '规则' },
  duration: { en: 'Duration', zh: '用时' },
  notOffered: { en: 'Not offered', zh: '未提供' },
  simulated: {
    en: 'Simulated sources: this report is for testing and proves nothing about any person.',
    zh: '模拟数据源：本报告仅供测试，不构成对任何人的核验。',
  },
  photoSent: { en: 'submitted', zh: '已提交' },
  longTerm: { en: 'no expiry', zh: '长期' },
  warnings: { en: 'Warnings', zh: '提示' },
  carrier: { en: 'Carrier', zh: '运营商' },
  province: { en: 'Province', zh: '省份' },
  city: { en: 'City', zh: '城市' },
  severity: { en: 'Severity', zh: '风险等级' },
  faceScore: { en: 'Similarity', zh: '相似度' },
  faceThreshold: { en: 'threshold', zh: '阈值' },
  policeCategories: { en: 'Records', zh: '记录类别' },
  confidential: {
    en: `Confidential, personal data: only for the client that requested it. The service deletes it after ${retentionDays.report} days.`,
    zh: `机密身份信息，限请求方使用，${retentionDays.report} 天即删除。`,
  },
} as const satisfies Record<string, Label>;

/** Returns a label in both languages on one line. */
export function both({ en, zh }: Label): string {
  return `${en} ${zh}`;
}

export function pageNumber(page: number, total: number): string {
  return `${page} / ${total}`;
}
