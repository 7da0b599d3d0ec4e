import { pollSchema } from '../poll-schema.ts';
import { requestSchema } from '../request-schema.ts';
import type { OpenApiExamples } from './examples.ts';
import { jsonContent, responseReferences } from './responses.ts';

const requestResponses = {
  '200': 'Accepted',
  '400': 'InvalidRequest',
  '401': 'UnknownClient',
  '403': 'Filtered',
  '409': 'Conflict',
  '413': 'ContentTooLarge',
  '415': 'UnsupportedMediaType',
  '429': 'TooManyRequests',
  '500': 'InternalError',
  '502': 'NotStarted',
  '503': 'ServiceUnavailable',
} as const;

const pollResponses = {
  '200': 'Report',
  '202': 'Processing',
  '400': 'InvalidPoll',
  '401': 'UnknownToken',
  '403': 'Filtered',
  '413': 'BodyTooLarge',
  '415': 'UnsupportedMediaType',
  '429': 'TooManyRequests',
  '500': 'InternalError',
  '502': 'NoReport',
  '503': 'ServiceUnavailable',
} as const;

function requestOperation(operationId: string, summary: string, description: string, deprecated = false) {
  return {
    post: {
      ...(deprecated && { deprecated }),
      operationId,
      tags: ['verification'],
      summary,
      description,
      parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
      requestBody: { $ref: '#/components/requestBodies/VerificationRequest' },
      responses: responseReferences(requestResponses),
    },
  };
}

/** `paths` of the document. */
export function paths(examples: OpenApiExamples) {
  return {
    '/kyc/cn/request': requestOperation(
      'requestVerification',
      'Start a verification',
      'Checks the body and starts every sub-check that can run with what was sent; of those that answer the same question, only the strongest. Answers at once with the token to poll the report with. Nothing eligible is a 400 that says which field would help.',
    ),
    '/kyc/cn': requestOperation(
      'requestVerificationByAlias',
      'Start a verification, under a shorter path',
      'The same as /kyc/cn/request in everything. It keeps working; use /kyc/cn/request in new code.',
      true,
    ),
    '/kyc/cn/poll': {
      post: {
        operationId: 'pollReport',
        tags: ['verification'],
        summary: 'Read the report',
        description:
          'The report behind a token, for the client that requested it: 202 while sub-checks are under way, 200 once the report stands. A sub-check that no source could decide does not hold it up: it is listed under summary.errored. Each 200 holds a new link to the PDF.',
        requestBody: { required: true, content: jsonContent(pollSchema, examples.poll) },
        responses: responseReferences(pollResponses),
      },
    },
  };
}

/** `components.requestBodies` of the document. */
export function componentRequestBodies(examples: OpenApiExamples) {
  return {
    VerificationRequest: {
      description: 'What is known of the person.',
      required: true,
      content: jsonContent(requestSchema, examples.request),
    },
  };
}
