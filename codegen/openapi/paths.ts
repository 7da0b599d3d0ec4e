import { decisionOutcomeSchema } from '@kyc-china/core/contract/decision-schema';
import { pageSizes } from '@kyc-china/core/contract/list-values';
import { usageMonths } from '@kyc-china/core/contract/parse-usage';
import { pollSchema } from '@kyc-china/core/contract/poll-schema';
import { requestSchema } from '@kyc-china/core/contract/request-schema';
import { reportStatusSchema } from '@kyc-china/core/contract/stored-report-schema';
import { usageMonthSchema } from '@kyc-china/core/contract/usage-schema';
import { sha256Schema } from '@kyc-china/core/contract/verification-schema';
import { actionPaths, eraseOperation, reportIdParameter } from './action-paths.ts';
import { schemaReference } from './component-schemas.ts';
import type { OpenApiExamples } from './examples.ts';
import { jsonContent, responseReferences } from './responses.ts';
import { exampleSha256 } from './verification-examples.ts';

const requestResponses = {
  '200': 'Accepted',
  '400': 'InvalidRequest',
  '401': 'UnknownClient',
  '403': 'Forbidden',
  '404': 'UnknownEarlierReport',
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
  '403': 'Forbidden',
  '413': 'BodyTooLarge',
  '415': 'UnsupportedMediaType',
  '429': 'TooManyRequests',
  '500': 'InternalError',
  '502': 'NoReport',
  '503': 'ServiceUnavailable',
} as const;

const readResponses = {
  '200': 'StoredReport',
  '401': 'UnknownClient',
  '403': 'Forbidden',
  '404': 'UnknownReport',
  '429': 'TooManyRequests',
  '500': 'InternalError',
  '503': 'ServiceUnavailable',
} as const;

const listResponses = {
  '200': 'ReportPage',
  '400': 'InvalidList',
  '401': 'UnknownClient',
  '403': 'Forbidden',
  '429': 'TooManyRequests',
  '500': 'InternalError',
  '503': 'ServiceUnavailable',
} as const;

const verifyResponses = {
  '200': 'HashVerification',
  '400': 'InvalidHash',
  '403': 'Filtered',
  '429': 'TooManyVerifications',
  '500': 'InternalError',
  '503': 'ServiceUnavailable',
} as const;

const usageResponses = {
  '200': 'Usage',
  '400': 'InvalidUsage',
  '401': 'UnknownClient',
  '403': 'Forbidden',
  '429': 'TooManyRequests',
  '500': 'InternalError',
  '503': 'ServiceUnavailable',
} as const;

const time = { type: 'string', format: 'date-time' };

const listParameters = [
  {
    name: 'clientReference',
    description: 'Only reports with exactly this reference.',
    schema: { type: 'string', minLength: 1, maxLength: 128 },
    example: 'case-4711',
  },
  {
    name: 'status',
    description: 'Only reports of this status.',
    schema: schemaReference(reportStatusSchema),
  },
  {
    name: 'decision',
    description: 'Only reports with this recommendation.',
    schema: schemaReference(decisionOutcomeSchema),
  },
  {
    name: 'from',
    description: 'Only requests from this time on. A date is its midnight, UTC.',
    schema: time,
  },
  { name: 'to', description: 'Only requests before this time. A date is its midnight, UTC.', schema: time },
  {
    name: 'limit',
    description: 'How many reports a page has at most.',
    schema: { type: 'integer', minimum: 1, maximum: pageSizes.most, default: pageSizes.usual },
  },
  {
    name: 'cursor',
    description: 'The nextCursor of the page before. It is valid with the same filters alone.',
    schema: { type: 'string', minLength: 1, maxLength: 512, pattern: '^[A-Za-z0-9_-]+$' },
  },
].map((parameter) => ({ in: 'query', required: false, ...parameter }));

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
    '/kyc/cn/reports': {
      get: {
        operationId: 'listReports',
        tags: ['verification'],
        summary: 'List reports',
        description:
          "Lists the client's own reports, newest first, without report and progress. Read on while there is a nextCursor: with a status or a decision, a page may hold fewer reports than limit, or none. A new report appears within a second.",
        parameters: listParameters,
        responses: responseReferences(listResponses),
      },
    },
    '/kyc/cn/reports/{reportId}': {
      get: {
        operationId: 'getReport',
        tags: ['verification'],
        summary: 'Read a report by its id',
        description:
          'Returns a report of this client for as long as it exists, in one shape for every status. Each read of a completed report holds a new link to the PDF.',
        parameters: [reportIdParameter],
        responses: responseReferences(readResponses),
      },
      delete: eraseOperation,
    },
    '/kyc/cn/usage': {
      get: {
        operationId: 'getUsage',
        tags: ['verification'],
        summary: 'Read what was used, and what it cost',
        description: `Returns what the client used in a month, and what it cost. A report counts once, when it is complete, in the month of its request (UTC): however often a request, a poll or a step is repeated, and also after the report was erased. The current month and the ${usageMonths - 1} before it can be read.`,
        parameters: [
          {
            name: 'month',
            in: 'query',
            required: true,
            description: 'The month, UTC.',
            schema: { type: 'string', pattern: usageMonthSchema.pattern },
            example: usageMonthSchema.examples[0],
          },
        ],
        responses: responseReferences(usageResponses),
      },
    },
    ...actionPaths(),
    '/verify/{sha256}': {
      get: {
        operationId: 'verifyHash',
        tags: ['verification'],
        summary: 'Verify a hash',
        description:
          'Says whether this service issued a report with this hash: of its JSON, which the PDF prints and its QR code holds, or of the PDF file. Anyone may ask: no headers are needed.',
        // Public.
        security: [],
        parameters: [
          {
            name: 'sha256',
            in: 'path',
            required: true,
            description: sha256Schema.description,
            schema: { type: sha256Schema.type, pattern: sha256Schema.pattern },
            example: exampleSha256,
          },
        ],
        responses: responseReferences(verifyResponses),
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
