import type { AddressType } from '@kyc-china/core/applicant';
import { type decisionHeadings, outcomes } from '@kyc-china/core/labels';
import type { Category, Label } from '@kyc-china/core/sub-checks/catalogue';
import type { ErrorCode, Outcome } from '@kyc-china/core/sub-checks/findings';

/** The words of the paper alone. The labels that the console also shows are in the core. */

/** An outcome in the words of a reader who has not seen the API. */
export const printedOutcomes: Record<Outcome, Label> = {
  ...outcomes,
  data: { en: 'Found', zh: '已查得' },
  errored: { en: 'Not decided', zh: '未能核验' },
};

/** What the reader does now. */
export const nextSteps: Record<keyof typeof decisionHeadings, Label> = {
  fail: {
    en: 'To do: do not accept the person on this report. Clear up the points below first.',
    zh: '不得据此通过，请核实下列信息。',
  },
  review: {
    en: 'To do: a person decides. Clear up the points below with original documents, and record the result on the last page.',
    zh: '请人工核实下列信息，并在末页记录结果。',
  },
  pass: {
    en: 'To do: nothing follows from this report. As far as its sources go, nothing adverse is known.',
    zh: '无需核实，数据源未返回不利信息。',
  },
};

/** The same for a pass with something to look at. */
export const lookFirst: Label = {
  en: 'To do: look at the points below before you accept. The rules ask for no more.',
  zh: '通过前请核实下列信息，规则无其他要求。',
};

/** What explains an outcome whose own message speaks of the price of a call: that is the client's business. */
export const unpricedMessages: Partial<Record<ErrorCode, Label>> = {
  'upstream-unavailable': {
    en: 'The source was unavailable or busy. Send a new request later.',
    zh: '数据源不可用或繁忙。请稍后重新提交。',
  },
  'upstream-timeout': {
    en: 'The source did not respond in time. A new request calls it again.',
    zh: '数据源未在规定时间内应答。重新提交将再次请求。',
  },
  'unknown-outcome': {
    en: 'The source was called and its response was lost. A new request calls it again.',
    zh: '请求已发出但应答丢失。重新提交将再次请求。',
  },
};

/** Whose records are behind a category of checks. */
export const authorities: Record<Category, Label> = {
  identity: {
    en: 'Public security population records; for mobile numbers, the carriers’ real-name records',
    zh: '公安信息，手机号为运营商信息',
  },
  mobile: { en: 'Mobile carriers', zh: '运营商' },
  risk: {
    en: 'Fraud lists of the provider; police records',
    zh: '数据源风险名单，公安不良记录',
  },
  bank: { en: 'Card network and issuing bank', zh: '发卡银行' },
};

export const reviewer: readonly Label[] = [
  { en: 'Decision', zh: '复核结论' },
  { en: 'Name', zh: '复核人' },
  { en: 'Date', zh: '日期' },
  { en: 'Signature', zh: '签字' },
];

export const statedPlaces: Record<AddressType, Label> = {
  common: { en: 'usual address', zh: '常用地址' },
  work: { en: 'work address', zh: '工作地址' },
  residential: { en: 'home address', zh: '居住地址' },
};

export const printedWords = {
  person: { en: 'Person', zh: '被核验人' },
  order: { en: 'Request', zh: '核验请求' },
  item: { en: 'Item', zh: '项目' },
  submittedValue: { en: 'Submitted, masked', zh: '提交内容（脱敏）' },
  content: { en: 'Content', zh: '内容' },
  requestedBy: { en: 'Requested by', zh: '请求方' },
  reference: { en: 'Reference', zh: '请求编号' },
  purpose: { en: 'Purpose', zh: '用途' },
  consentReference: { en: 'Consent record', zh: '同意凭证' },
  notStated: { en: 'not stated', zh: '未提供' },
  requestedAt: { en: 'Requested', zh: '请求时间' },
  completedAt: { en: 'Completed', zh: '报告时间' },
  rerunOf: { en: 'Re-run of', zh: '重新核验自' },
  chinaTime: { en: 'UTC+8', zh: '北京时间' },
  recommendation: { en: 'Recommendation', zh: '建议' },
  checks: { en: 'All checks', zh: '核验结果' },
  check: { en: 'Check', zh: '核验项' },
  result: { en: 'Result', zh: '结果' },
  finding: { en: 'What the source says', zh: '核验说明' },
  notChecked: { en: 'Not checked', zh: '未核验' },
  notOffered: { en: 'This service does not offer it.', zh: '本服务未提供。' },
  notRequested: { en: 'It was not requested.', zh: '未请求。' },
  alsoConsider: { en: 'Also consider', zh: '请核实' },
  evidence: { en: 'Sources and times', zh: '数据源' },
  source: { en: 'Source', zh: '数据源' },
  calledUtc: { en: 'Called, UTC', zh: '请求时间' },
  calledChina: { en: 'Called, UTC+8', zh: '北京时间' },
  took: { en: 'Took', zh: '用时' },
  carried: { en: 'carried over', zh: '沿用原结果' },
  noSource: { en: 'no response', zh: '无应答' },
  noTime: { en: 'none', zh: '无' },
  addresses: { en: 'Stated addresses', zh: '地址' },
  address: { en: 'Number', zh: '编号' },
  type: { en: 'Type', zh: '类型' },
  city: { en: 'City', zh: '城市' },
  masked: { en: 'Address, masked', zh: '地址' },
  distance: { en: 'Distance', zh: '距离' },
  undecided: { en: 'What could not be decided', zh: '未能核验' },
  reason: { en: 'Reason', zh: '原因' },
  explanation: { en: 'Explanation', zh: '说明' },
  warnings: { en: 'Doubts about the submitted data', zh: '请核实' },
  field: { en: 'Field', zh: '字段' },
  doubt: { en: 'Doubt', zh: '信息不符' },
  provider: { en: 'Provider', zh: '数据服务商' },
  category: { en: 'Category', zh: '类别' },
  noProvider: { en: 'none responded', zh: '无应答' },
  scope: { en: 'Scope and limits', zh: '核验范围' },
  scopeText: {
    en: 'The results are what the sources returned at the times above. Repeat the checks before you rely on them later. Sanctions, politically exposed persons and adverse media are not covered. No result proves that the person who presents the documents is their holder, unless the face was compared.',
    zh: '结果为数据源返回的数据。未核验制裁、政要、舆情。未比对人像的，不代表为本人。',
  },
  rules: { en: 'Rules', zh: '规则' },
  proof: { en: 'How to verify this document', zh: '报告核验' },
  proofText: {
    en: 'The document is signed, and holds its data as report.json. The SHA-256 on page 1 is that of report.json: JSON canonical by RFC 8785. kyc-cn verify-report checks signature, hash and data offline.',
    zh: '报告已签名，数据：report.json，哈希值：SHA-256（RFC 8785），核验：kyc-cn verify-report。',
  },
  scan: { en: 'Scan to verify', zh: '扫码验真' },
  scanIdentity: { en: 'ID and SHA-256', zh: '编号与哈希值' },
  qrCode: { en: 'QR code: report ID and SHA-256', zh: '二维码：报告编号及哈希值' },
  qrCodeToVerify: { en: 'QR code: address that verifies this report', zh: '二维码：本报告的验真网址' },
  sha256: { en: 'SHA-256', zh: '哈希值' },
  review: { en: 'Reviewer', zh: '人工复核' },
  confidentialShort: { en: 'Confidential', zh: '机密' },
} as const satisfies Record<string, Label>;
