import type { WebhookAttempt } from '@kyc-china/core/ports';
import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import type { ExecutionPart } from './shell/route.ts';

/**
 * Every text of the console that does not come from the domain, in both languages: one that lacks a language does not
 * compile. Names of fields, sub-checks, outcomes and codes are those of the catalogue and of the PDF's labels.
 */
export const texts = {
  // The frame
  product: { en: 'KYC China', zh: 'KYC China' },
  tagline: { en: 'Mainland-China identity verification', zh: '中国大陆身份核验' },
  skip: { en: 'Skip to the content', zh: '跳到主要内容' },
  navigation: { en: 'Console', zh: '控制台' },
  newVerification: { en: 'New verification', zh: '新建核验' },
  executions: { en: 'Executions', zh: '执行记录' },
  apiReference: { en: 'API reference', zh: 'API 文档' },
  simulatedStage: { en: 'simulated sources', zh: '模拟数据源' },
  privacy: {
    en: 'This page keeps no applicant’s data: what is typed ends with the tab, reports are read again each time.',
    zh: '本页面不保存被核验人数据：输入内容随标签页关闭而消失，报告每次重新读取。',
  },
  optional: {
    en: 'Every field is optional: what is sent decides which sub-checks run.',
    zh: '所有字段均为选填，提交的字段决定执行哪些核验项。',
  },

  // The form
  formMode: { en: 'How to enter it', zh: '输入方式' },
  asForm: { en: 'Form', zh: '表单' },
  asJson: { en: 'JSON', zh: 'JSON' },
  jsonBody: { en: 'Request body', zh: '请求正文' },
  jsonHint: {
    en: 'Sent exactly as it is here, so that the API itself answers.',
    zh: '按此处内容原样发送，由 API 直接应答。',
  },
  jsonInvalid: { en: 'This is not valid JSON yet.', zh: '尚不是有效的 JSON。' },
  person: { en: 'Person', zh: '个人信息' },
  card: { en: 'Identity card', zh: '身份证' },
  contact: { en: 'Mobile and bank card', zh: '手机与银行卡' },
  delivery: { en: 'Delivery', zh: '报告推送' },
  useReceiver: { en: 'Use the receiver of this run', zh: '使用本地接收端' },
  noExpiry: { en: 'No expiry (长期)', zh: '长期有效' },
  chooseFile: { en: 'Choose an image', zh: '选择图片' },
  samplePhoto: { en: 'Use a sample image', zh: '使用示例图片' },
  removePhoto: { en: 'Remove the photo', zh: '移除照片' },
  photoPreview: { en: 'The chosen face photo', zh: '已选人像照片' },
  addresses: { en: 'Addresses', zh: '地址' },
  addAddress: { en: 'Add an address', zh: '添加地址' },
  removeAddress: { en: 'Remove', zh: '移除' },
  addressType: { en: 'Type', zh: '类型' },
  addressCity: { en: 'City', zh: '城市' },
  addressLine: { en: 'District, street, number', zh: '区县、街道、门牌' },
  client: { en: 'API client', zh: 'API 客户端' },
  clientId: { en: 'Client ID', zh: '客户端 ID' },
  clientSecret: { en: 'Client secret', zh: '客户端密钥' },
  clientHint: {
    en: 'Kept in this page’s memory alone: a reload forgets it.',
    zh: '仅保存在页面内存中，刷新后即清除。',
  },
  clientNeeded: { en: 'Enter the API client’s ID and secret.', zh: '请输入 API 客户端的 ID 与密钥。' },
  send: { en: 'Verify', zh: '开始核验' },
  sending: { en: 'Sending…', zh: '正在提交…' },
  clear: { en: 'Clear the form', zh: '清空表单' },
  summaryTitle: { en: 'The request was not sent', zh: '请求未发送' },
  refusedTitle: { en: 'The API refused the request', zh: 'API 拒绝了该请求' },
  requestId: { en: 'Request ID', zh: '请求编号' },

  // Test persons
  testPerson: { en: 'Test person', zh: '测试人员' },
  testPersonHint: {
    en: 'Made-up persons. The code in their numbers decides what the simulated sources answer.',
    zh: '虚构人员，其号码中的代码决定模拟数据源的应答。',
  },
  fillIn: { en: 'Fill in', zh: '填入' },

  // What will run
  willRun: { en: 'What will run', zh: '将执行的核验项' },
  nothingRuns: { en: 'Nothing can run yet', zh: '暂无可执行的核验项' },
  running: { en: 'Runs', zh: '将执行' },
  waiting: { en: 'Would run with more', zh: '补充字段后可执行' },
  covered: { en: 'Covered by a stronger one', zh: '已由更强的核验项覆盖' },
  unselected: { en: 'Not selected', zh: '未选择' },
  needs: { en: 'needs', zh: '还需' },
  needsPair: { en: 'together with', zh: '需同时提供' },
  adds: { en: 'Adds', zh: '将增加' },
  upgrades: { en: 'in place of', zh: '替代' },

  // An execution
  execution: { en: 'Verification', zh: '核验' },
  startedAt: { en: 'Started', zh: '开始时间' },
  endedAt: { en: 'Ended', zh: '结束时间' },
  took: { en: 'Duration', zh: '用时' },
  status: { en: 'Status', zh: '状态' },
  noSuchExecution: {
    en: 'There is no such execution here, or its history is gone.',
    zh: '此处没有该执行记录，或其历史已删除。',
  },
  noExecutions: { en: 'No verification has been started yet.', zh: '尚未开始任何核验。' },
  executionsHere: {
    en: 'The verifications of this tab. They are forgotten when it closes.',
    zh: '仅列出本标签页发起的核验，关闭标签页后即清除。',
  },
  executionsAll: { en: 'The last 100 of this run, newest first.', zh: '本次运行的最近 100 条，最新在前。' },
  connectionLost: { en: 'The connection is lost: trying again…', zh: '连接已断开，正在重试…' },
  loading: { en: 'Loading…', zh: '正在加载…' },
  readReport: { en: 'Read the report', zh: '查看报告' },

  // Statuses
  statusIdle: { en: 'Not reached', zh: '未到达' },
  statusRunning: { en: 'In progress', zh: '进行中' },
  statusRetrying: { en: 'Retrying', zh: '等待重试' },
  statusSucceeded: { en: 'Succeeded', zh: '成功' },
  statusCaught: { en: 'Caught error', zh: '已捕获错误' },
  statusFailed: { en: 'Failed', zh: '失败' },
  statusAborted: { en: 'Aborted', zh: '已中止' },

  // The graph
  graph: { en: 'State machine', zh: '状态机' },
  graphHint: {
    en: 'As the execution’s own history tells it.',
    zh: '依据该次执行的历史记录绘制。',
  },
  graphFromPolls: {
    en: 'From polling: this stage does not show its executions.',
    zh: '依据轮询结果绘制：此环境不开放执行详情。',
  },
  graphStart: { en: 'Start', zh: '开始' },
  graphEnd: { en: 'End', zh: '结束' },
  timeline: { en: 'Sub-checks', zh: '核验项' },
  subCheck: { en: 'Sub-check', zh: '核验项' },
  outcome: { en: 'Outcome', zh: '结果' },
  attempts: { en: 'Attempts', zh: '尝试次数' },
  time: { en: 'Time', zh: '时间' },

  // The report
  finding: { en: 'Finding', zh: '内容' },
  errored: { en: 'Not decided', zh: '未能核验' },
  erroredNote: {
    en: 'What a source could not decide says nothing about the person.',
    zh: '数据源未能判断的项目，不代表信息不一致。',
  },
  notOfferedNote: {
    en: 'The service has no source for these. They did not run and cost nothing.',
    zh: '本服务没有这些项目的数据源，未核验，未计费。',
  },
  fix: { en: 'What to do', zh: '处理建议' },
  submitted: { en: 'Submitted, masked', zh: '提交信息（脱敏）' },
  photoSent: { en: 'a photo was sent', zh: '已提交照片' },
  about: { en: 'About this report', zh: '报告信息' },
  rawJson: { en: 'Raw JSON', zh: '原始 JSON' },
  copy: { en: 'Copy', zh: '复制' },
  copied: { en: 'Copied', zh: '已复制' },
  reportPending: { en: 'The report does not stand yet.', zh: '报告尚未生成。' },
  reportReady: { en: 'The report is ready.', zh: '报告已生成。' },
  noToken: {
    en: 'This tab did not start this verification. Enter its token to read the report.',
    zh: '本标签页没有该核验的令牌，请输入令牌以查看报告。',
  },
  notAuthorised: {
    en: 'This token is not this verification’s, or not, or no longer, the client’s own. Check the client and the token.',
    zh: '该令牌不属于此核验或此客户端，或已过期。请检查客户端与令牌。',
  },
  token: { en: 'Token', zh: '令牌' },

  // PDF
  pdfFrame: { en: 'The report as a PDF', zh: '报告 PDF' },
  downloadPdf: { en: 'Download the PDF', zh: '下载 PDF' },
  pdfFailed: { en: 'The PDF could not be loaded.', zh: '无法加载 PDF。' },
  tryAgain: { en: 'Try again', zh: '重试' },

  // Webhooks
  attemptsTitle: { en: 'Attempts', zh: '推送记录' },
  receivedTitle: { en: 'Received here', zh: '本地接收记录' },
  noAttempts: {
    en: 'No attempt yet. A webhook needs a callback URL.',
    zh: '暂无推送。未提供回调地址时不会推送。',
  },
  noneReceived: {
    en: 'The receiver of this run has got none for this report.',
    zh: '本地接收端未收到该报告的推送。',
  },
  attempt: { en: 'Attempt', zh: '次数' },
  answer: { en: 'Answer', zh: '应答' },
  noAnswer: { en: 'none', zh: '无' },
  nextAttempt: { en: 'Next attempt', zh: '下次推送' },
  signatureOk: { en: 'Signature verified', zh: '签名验证通过' },
  signatureWrong: { en: 'Signature wrong', zh: '签名错误' },
  noInspection: { en: 'This stage does not show it.', zh: '此环境不开放查看。' },

  // History
  events: { en: 'Events', zh: '事件' },
  eventNumber: { en: 'No.', zh: '序号' },
  after: { en: 'After', zh: '距开始' },
  event: { en: 'Event', zh: '事件' },
  details: { en: 'Details', zh: '详情' },
  iteration: { en: 'iteration', zh: '迭代' },
} as const satisfies Record<string, Label>;

export const partNames: Record<ExecutionPart, Label> = {
  progress: { en: 'Progress', zh: '进度' },
  report: { en: 'Report', zh: '报告' },
  pdf: { en: 'PDF', zh: 'PDF' },
  webhooks: { en: 'Webhooks', zh: '推送' },
  history: { en: 'History', zh: '历史' },
};

export const attemptOutcomes: Record<WebhookAttempt['outcome'], Label> = {
  delivered: { en: 'Delivered', zh: '已送达' },
  failed: { en: 'Failed, another attempt follows', zh: '失败，将再次推送' },
  'given-up': { en: 'Failed, no attempt follows', zh: '失败，不再推送' },
};

/** How many of something, in words. */
export const counts = {
  subChecks: (subChecks: number, calls: number): Label => ({
    en: `${subChecks} sub-check${subChecks === 1 ? '' : 's'}, ${calls} upstream call${calls === 1 ? '' : 's'}`,
    zh: `${subChecks} 个核验项，${calls} 次上游请求`,
  }),
  ofCalls: (completed: number, total: number): Label => ({
    en: `${completed} of ${total} upstream calls are done`,
    zh: `上游请求已完成 ${completed} / ${total}`,
  }),
  problems: (count: number): Label => ({
    en: count === 1 ? '1 thing needs attention' : `${count} things need attention`,
    zh: `有 ${count} 处需要修正`,
  }),
  attempts: (count: number): Label => ({
    en: count === 1 ? '1 attempt' : `${count} attempts`,
    zh: `尝试 ${count} 次`,
  }),
  address: (position: number): Label => ({ en: `Address ${position}`, zh: `地址 ${position}` }),
  events: (count: number): Label => ({ en: `${count} events`, zh: `${count} 个事件` }),
};
