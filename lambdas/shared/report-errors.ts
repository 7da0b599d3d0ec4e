import { ApiError } from './api-handler.ts';

/** The same answer for a report that never was and for one that is not the caller's. */
export const reportNotFound = new ApiError(
  404,
  'No report has this id: it is unknown, erased or expired, or another client requested it.',
);
