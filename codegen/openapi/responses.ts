import { errorSchema, processingSchema, tokenSchema } from '@kyc-china/core/contract/answer-schemas';
import { erasureReceiptSchema, resendSchema } from '@kyc-china/core/contract/erasure-receipt-schema';
import { reportEventsSchema } from '@kyc-china/core/contract/report-events-schema';
import { reportSchema } from '@kyc-china/core/contract/report-schema';
import { reportPageSchema, storedReportSchema } from '@kyc-china/core/contract/stored-report-schema';
import { usageSchema } from '@kyc-china/core/contract/usage-schema';
import { hashVerificationSchema } from '@kyc-china/core/contract/verification-schema';
import { retentionText } from '@kyc-china/core/retention';
import { schemaReference } from './component-schemas.ts';
import type { OpenApiExamples } from './examples.ts';

/** JSON of one of the named schemas. */
export function jsonContent(schema: { readonly title: string }, examples: object) {
  return { 'application/json': { schema: schemaReference(schema), examples } };
}

const retryAfter = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };

/** Returns `components.responses`: every response of the contract, by the name that the routes refer to. */
export function componentResponses(examples: OpenApiExamples) {
  const { errors } = examples;
  const error = (description: string, said: object, headers?: object) => ({
    description,
    ...(headers && { headers }),
    content: jsonContent(errorSchema, said),
  });
  return {
    Accepted: {
      description: 'The verification was started. Poll with the token.',
      content: jsonContent(tokenSchema, examples.token),
      links: {
        report: {
          operationId: 'pollReport',
          // A string: openapi-generator refuses a document in which this is an object.
          requestBody: '$response.body',
          description: 'The token polls the report.',
        },
      },
    },
    Report: {
      description: `The report is complete. It can be polled for as long as its token is valid: ${retentionText('token')} from the request.`,
      content: jsonContent(reportSchema, examples.report),
    },
    Processing: {
      description: 'Sub-checks are running. Poll again after the number of seconds in Retry-After.',
      headers: retryAfter,
      content: jsonContent(processingSchema, examples.processing),
    },
    StoredReport: {
      description:
        'The report, whatever its status. While it is processing, read it again after the number of seconds in Retry-After.',
      headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfterProcessing' } },
      content: jsonContent(storedReportSchema, examples.storedReport),
    },
    ReportPage: {
      description: 'One page of the list. If it has a nextCursor, another page follows.',
      content: jsonContent(reportPageSchema, examples.reportPage),
    },
    HashVerification: {
      description: 'Whether a report or a PDF with the hash was issued. It says nothing else of the report.',
      content: jsonContent(hashVerificationSchema, examples.hashVerification),
    },
    InvalidHash: error('The hash is not a SHA-256.', errors.hash400),
    TooManyVerifications: error(
      'Too many hashes are verified at once, or from this IP address. Send the request again after the number of seconds in Retry-After.',
      { address: errors.throttled429.address, throttled: errors.throttled429.throttled },
      retryAfter,
    ),
    Usage: {
      description: 'What the client used in the month, and what it cost.',
      content: jsonContent(usageSchema, examples.usage),
    },
    InvalidUsage: error('The month is missing, or cannot be read.', errors.usage400),
    ReportEvents: {
      description: 'What happened to the report, and who read it.',
      content: jsonContent(reportEventsSchema, examples.events),
    },
    Erased: {
      description: 'The report is erased. Keep the receipt: another call gets a 404.',
      content: jsonContent(erasureReceiptSchema, examples.receipt),
    },
    Resending: {
      description: 'The webhook is being sent again. The events of the report say what became of it.',
      content: jsonContent(resendSchema, examples.resend),
    },
    NotErasable: error('The report is still processing. Nothing was erased.', errors.erase409),
    NoWebhook: error(
      'The report is still processing, its request had no callbackUrl, or its webhook was sent again too often.',
      errors.resend409,
    ),
    InvalidList: error('A parameter is unknown, or its value cannot be used.', errors.list400),
    UnknownReport: error(
      "No report of this client has the id. An unknown, an erased and an expired report and another client's report get the same response.",
      errors.report404,
    ),
    InvalidRequest: error(
      'The body breaks the contract, or no sub-check can run with the fields that were sent. The response lists every problem. Nothing was started.',
      errors.request400,
    ),
    InvalidPoll: error('The token is missing or malformed.', errors.poll400),
    UnknownClient: error(
      'The two headers are missing, or do not belong to an active client.',
      errors.client401,
    ),
    UnknownToken: error(
      "The client is unknown, or the token is not valid for it. A forged, an expired and an unknown token and another client's token get the same response.",
      { ...errors.client401, ...errors.token401 },
    ),
    Forbidden: error(
      'The key does not have the scope of the call, or may not be used from its network address: code says which. Without a code, the firewall of production refused the call before it was read: it looked like an attack. That says nothing about the client or the token.',
      { ...errors.key403, ...errors.filtered403 },
    ),
    Filtered: error(
      'On production, the firewall refused the call before it was read: it looked like an attack.',
      errors.filtered403,
    ),
    UnknownEarlierReport: error(
      'The request names in rerunOf a report that this client does not have. Nothing was started.',
      errors.earlier404,
    ),
    Conflict: error(
      'The Idempotency-Key was used with another body in the last 24 hours, or the report in rerunOf cannot be run again: it is not completed, or it is about another person. Nothing was started.',
      errors.conflict409,
    ),
    ContentTooLarge: error('The photo, or the whole body, is too large.', errors.tooLarge413),
    BodyTooLarge: error('The body is too large.', { body: errors.tooLarge413.body }),
    UnsupportedMediaType: error('The content type of the body is not JSON.', errors.mediaType415),
    TooManyRequests: error(
      "The client's rate or quota is used up. On production, it may also be the rate of the client's IP address. Send the request again after the number of seconds in Retry-After.",
      errors.throttled429,
      retryAfter,
    ),
    LimitReached: error(
      "The client's rate or quota is used up, or one of its limits leaves no room for the request: then code is limit-reached, resetsAt says when the limit resets, and nothing was started. On production, it may also be the rate of the client's IP address. Send the request again after the number of seconds in Retry-After.",
      { ...errors.throttled429, ...errors.limited429 },
      retryAfter,
    ),
    InternalError: error('Something failed. Send the request again in a few seconds.', errors.unexpected500),
    NotStarted: error(
      'The verification could not be started. A sub-check that fails later does not cause this error: the report lists it under summary.errored.',
      errors.request502,
    ),
    NoReport: error(
      'The report could not be produced, and will not be: code is report-failed. A 502 without that code comes from a proxy on the way: poll again.',
      errors.poll502,
    ),
    ServiceUnavailable: error(
      'The service is short of capacity, or took too long. Send the request again after the number of seconds in Retry-After.',
      errors.busy503,
      retryAfter,
    ),
  };
}

/** References to answers of the document, by status. */
export function responseReferences(byStatus: Record<string, keyof ReturnType<typeof componentResponses>>) {
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
  );
}
