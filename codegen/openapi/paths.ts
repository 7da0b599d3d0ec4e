import { pollSchema } from '@kyc-china/core/contract/poll-schema';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
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
  '429': 'LimitReached',
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
      'Checks the body and starts every sub-check that can run with the fields that were sent. If several sub-checks answer the same question, only the strongest one runs. Returns at once, with the token that polls the report. If no sub-check can run, a 400 says which field to add.',
    ),
    '/kyc/cn': requestOperation(
      'requestVerificationByAlias',
      'Start a verification, under a shorter path',
      'Identical to /kyc/cn/request. This path keeps working. Use /kyc/cn/request in new code.',
      true,
    ),
    '/kyc/cn/poll': {
      post: {
        operationId: 'pollReport',
        tags: ['verification'],
        summary: 'Read the report',
        description:
          'Returns the report of a token to the client that requested it: 202 while sub-checks are running, 200 when the report is complete. A sub-check that no source could decide does not delay the report: it is listed under summary.errored. Each 200 holds a new link to the PDF.',
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
      description: 'What is known about the person.',
      required: true,
      content: jsonContent(requestSchema, examples.request),
    },
  };
}
