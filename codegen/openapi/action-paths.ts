import { reportIdSchema } from '@kyc-china/core/contract/report-id-schema';
import { mostResends } from '@kyc-china/core/resend-webhook';
import { responseReferences } from './responses.ts';

/** The parameter of the routes of one report. */
export const reportIdParameter = {
  name: 'reportId',
  in: 'path',
  required: true,
  description: 'The reportId from the response to the request.',
  schema: { type: 'string' },
  example: reportIdSchema.examples[0],
} as const;

const common = {
  '401': 'UnknownClient',
  '403': 'Forbidden',
  '404': 'UnknownReport',
  '429': 'TooManyRequests',
  '500': 'InternalError',
  '503': 'ServiceUnavailable',
} as const;

/** `delete` of the path of a report. */
export const eraseOperation = {
  operationId: 'eraseReport',
  tags: ['verification'],
  summary: 'Erase a report',
  description:
    'Erases a report of this client at once: the report, its PDF, the events, and what is left of the request. Links to the PDF stop working. What a function that was running writes back is deleted within a minute; a webhook that is being posted may still arrive. If a call ends without a response, send it again: it completes the erasure, or returns 404 if the report is erased.',
  parameters: [reportIdParameter],
  responses: responseReferences({ '200': 'Erased', ...common, '409': 'NotErasable' }),
};

/** The paths below a report. */
export function actionPaths() {
  return {
    '/kyc/cn/reports/{reportId}/events': {
      get: {
        operationId: 'getReportEvents',
        tags: ['verification'],
        summary: 'Read what happened to a report',
        description:
          'Returns when a report of this client was requested, completed or failed, who read it with which key, and every attempt at its webhook. Reads of one hour with the same key are one event with their number. They are kept for as long as the report.',
        parameters: [reportIdParameter],
        responses: responseReferences({ '200': 'ReportEvents', ...common }),
      },
    },
    '/kyc/cn/reports/{reportId}/webhook': {
      post: {
        operationId: 'resendWebhook',
        tags: ['verification'],
        summary: 'Send the webhook again',
        description: `Starts to send the webhook of a report that is completed or failed again, with the same webhook-id and body, and on the same schedule. It takes the place of an earlier resend that is under way. The webhook of a report can be sent again ${mostResends} times.`,
        parameters: [reportIdParameter],
        responses: responseReferences({ '202': 'Resending', ...common, '409': 'NoWebhook' }),
      },
    },
  };
}
