import { failedReportSchema } from '@kyc-china/core/contract/failed-report-schema';
import { reportSchema } from '@kyc-china/core/contract/report-schema';
import type { OpenApiExamples } from './examples.ts';
import { exampleReportId } from './report-examples.ts';
import { jsonContent } from './responses.ts';

function header(name: string, description: string, schema: object, example: string) {
  return { name, in: 'header', required: true, description, schema, example };
}

interface Message {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly id: { readonly pattern: string; readonly example: string };
  readonly content: object;
}

function webhook({ operationId, summary, description, id, content }: Message) {
  return {
    post: {
      operationId,
      tags: ['webhook'],
      summary,
      description,
      security: [],
      parameters: [
        header(
          'webhook-id',
          'The id of the message, the same at every attempt.',
          { type: 'string', pattern: id.pattern },
          id.example,
        ),
        header(
          'webhook-timestamp',
          'When this attempt was made, in seconds since 1970-01-01 UTC. Reject a time that differs from yours by minutes.',
          { type: 'string', pattern: '^[0-9]+$' },
          '1772330587',
        ),
        header(
          'webhook-signature',
          'Signatures, separated by spaces. One valid signature is enough.',
          { type: 'string', pattern: '^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$' },
          `v1,${Buffer.alloc(32).toString('base64')}`,
        ),
      ],
      requestBody: { required: true, content },
      responses: {
        '2XX': {
          description:
            'The report was received, if the response arrives within 10 seconds. There is no other attempt, except on request.',
        },
        '410': { description: 'The receiver no longer exists. There is no other attempt.' },
        default: {
          description:
            'The report was not received. There are up to ten attempts, at growing intervals, over about 28 hours. The next attempt waits for the time in Retry-After, of up to 10 hours.',
        },
      },
    },
  };
}

/** The report as it is posted to a request's callbackUrl. */
export function reportWebhook({ report }: OpenApiExamples) {
  return webhook({
    operationId: 'receiveReport',
    summary: 'The report, posted to callbackUrl',
    description:
      "Sent when the report is complete, if the request named a callbackUrl. It is signed according to Standard Webhooks 1.0.0: webhook-signature holds the base64 HMAC-SHA256, under the client's whsec_ secret, of `<webhook-id>.<webhook-timestamp>.<body>`. Verify the signature over the raw body, before you parse it. Process each message once: webhook-id and body are the same at every attempt, also if the operator sends it again on request. After a rotation of the secret, webhook-signature holds one signature with the new secret and one with the previous secret, until the rotation's overlap ends. Redirects are not followed, and the body of the response is not used. Polling works at the same time.",
    id: { pattern: '^msg_[0-9a-f-]{36}$', example: `msg_${exampleReportId}` },
    content: jsonContent(reportSchema, report),
  });
}

/** What is posted in place of a report that could not be produced. */
export function failureWebhook({ failedReport }: OpenApiExamples) {
  return webhook({
    operationId: 'receiveFailure',
    summary: 'That there will be no report, posted to callbackUrl',
    description:
      'Sent when the report failed for good, if the request named a callbackUrl. It is signed and retried as a report is, under a webhook-id of its own. In rare cases the operator completes such a report later: then the report is posted too.',
    id: { pattern: '^msg_[0-9a-f-]{36}_failed$', example: `msg_${exampleReportId}_failed` },
    content: jsonContent(failedReportSchema, failedReport),
  });
}
