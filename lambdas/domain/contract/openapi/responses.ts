import { retentionText } from '../../retention.ts';
import { errorSchema, processingSchema, tokenSchema } from '../answer-schemas.ts';
import { reportSchema } from '../report-schema.ts';
import { schemaReference } from './component-schemas.ts';
import type { OpenApiExamples } from './examples.ts';

/** JSON of one of the named schemas. */
export function jsonContent(schema: { readonly title: string }, examples: object) {
  return { 'application/json': { schema: schemaReference(schema), examples } };
}

const retryAfter = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };

/** `components.responses`: every answer of the contract, by the name that the routes refer to it with. */
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
          description: 'The token is what the report is polled with.',
        },
      },
    },
    Report: {
      description: `The report is complete. It can be polled for as long as its token is valid: ${retentionText('token')} from the request.`,
      content: jsonContent(reportSchema, examples.report),
    },
    Processing: {
      description: 'Sub-checks are under way. Poll again after the seconds that Retry-After says.',
      headers: retryAfter,
      content: jsonContent(processingSchema, examples.processing),
    },
    InvalidRequest: error(
      'The body breaks the contract, or no sub-check can run with what was sent. Every problem is told at once, and nothing was started.',
      errors.request400,
    ),
    InvalidPoll: error('The body holds no token, or not the form of one.', errors.poll400),
    UnknownClient: error('The two headers are missing, or not those of an active client.', errors.client401),
    UnknownToken: error(
      "The client is not known, or the token is not one of its own: forged, expired, unknown and another client's look the same.",
      { ...errors.client401, ...errors.token401 },
    ),
    Filtered: error(
      'On production, the firewall refused the call before it was read: it looked like an attack. This says nothing about the client or the token.',
      errors.filtered403,
    ),
    Conflict: error(
      'The Idempotency-Key was used with another body in the last 24 hours. Nothing was started.',
      errors.conflict409,
    ),
    ContentTooLarge: error('The photo, or the whole body, is too large.', errors.tooLarge413),
    BodyTooLarge: error('The body is too large.', { body: errors.tooLarge413.body }),
    UnsupportedMediaType: error('The body was announced as something else than JSON.', errors.mediaType415),
    TooManyRequests: error(
      "The client's rate or its quota is used up, or, on production, that of the address that it calls from. Send the request again after the seconds that Retry-After says.",
      errors.throttled429,
      retryAfter,
    ),
    InternalError: error('Something failed. Send the request again in a few seconds.', errors.unexpected500),
    NotStarted: error(
      'The verification could not be started at all. A sub-check that fails later is no such error: the report lists it under summary.errored.',
      errors.request502,
    ),
    NoReport: error(
      'The report could not be produced, and will not be: code is report-failed. A 502 without that code comes from a proxy between: poll again.',
      errors.poll502,
    ),
    ServiceUnavailable: error(
      'The service is short of capacity, or took too long. Send the request again after the seconds in Retry-After.',
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
