export {
  type CallOptions,
  KycClient,
  type KycClientOptions,
  type PollResult,
  type RequestOptions,
  type StartedVerification,
  type VerifyOptions,
} from './client.ts';
export type { Clock } from './clock.ts';
export {
  type FieldError,
  isLimitReached,
  isReportFailed,
  KycAuthenticationError,
  KycError,
  KycFetchError,
  KycNetworkError,
  KycProtocolError,
  KycRateLimitError,
  KycRequestError,
  KycServiceError,
  KycTimeoutError,
  KycWebhookError,
  type WebhookFault,
} from './errors.ts';
export type * from './generated/contract.ts';
export { encodePhoto } from './photo.ts';
export type { ReportCallOptions } from './report-actions.ts';
export type { ReportFilters, ReportListQuery, ReportPageQuery, Reports } from './reports.ts';
export {
  isFailedReport,
  type RawBody,
  type VerifyWebhookOptions,
  verifyWebhook,
  type WebhookHeaders,
  type WebhookMessage,
} from './webhook.ts';
