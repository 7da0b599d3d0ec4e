import { isReportId } from '@kyc-china/core/contract/report-id-schema';
import { type ApiCall, ApiError } from './api-handler.ts';

/** The same answer for a report that never was and for one that is not the caller's. */
export const reportNotFound = new ApiError(
  404,
  'No report has this id: it is unknown, erased or expired, or another client requested it.',
);

/**
 * Returns the report's id in a path. A text of another form is the id of no report, and is not looked up.
 * @throws ApiError the 404 of an unknown report.
 */
export function reportIdIn({ reportId = '' }: ApiCall['path']): string {
  if (!isReportId(reportId)) throw reportNotFound;
  return reportId;
}
