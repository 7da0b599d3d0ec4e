import { reportSchema } from '../report-schema.ts';
import type { OpenApiExamples } from './examples.ts';
import { exampleReportId } from './report-examples.ts';
import { jsonContent } from './responses.ts';

function header(name: string, description: string, schema: object, example: string) {
  return { name, in: 'header', required: true, description, schema, example };
}

/** The report as it is posted to a request's callbackUrl. */
export function reportWebhook({ report }: OpenApiExamples) {
  return {
    post: {
      operationId: 'receiveReport',
      tags: ['webhook'],
      summary: 'The report, posted to callbackUrl',
      description:
        "Sent when the report stands, if the request named a callbackUrl, and signed as Standard Webhooks 1.0.0 says: webhook-signature holds the base64 HMAC-SHA256, under the client's whsec_ secret, of `<webhook-id>.<webhook-timestamp>.<body>`. Verify it over the body as it came, before parsing it, and take no message twice: webhook-id and body are the same at every attempt, and if it is sent again on request. After a rotation of the secret, webhook-signature holds one signature with the new and one with the secret before, until the rotation's overlap ends. Redirects are not followed, and the answer's body is not read. Polling works all the while.",
      security: [],
      parameters: [
        header(
          'webhook-id',
          'Names the message, the same at every attempt.',
          { type: 'string', pattern: '^msg_[0-9a-f-]{36}$' },
          `msg_${exampleReportId}`,
        ),
        header(
          'webhook-timestamp',
          'When this attempt was made, in seconds since 1970-01-01 UTC. Refuse one that is minutes off.',
          { type: 'string', pattern: '^[0-9]+$' },
          '1772330587',
        ),
        header(
          'webhook-signature',
          'Signatures, separated by spaces; one that fits is enough.',
          { type: 'string', pattern: '^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$' },
          `v1,${Buffer.alloc(32).toString('base64')}`,
        ),
      ],
      requestBody: { required: true, content: jsonContent(reportSchema, report) },
      responses: {
        '2XX': {
          description:
            'Received, if it comes within 10 seconds: there will be no other attempt, unless it is asked for.',
        },
        '410': { description: 'Nobody receives here any more: there will be no other attempt.' },
        default: {
          description:
            'Not received: there will be other attempts, ten in all, ever further apart, over about 28 hours. The next is not made before a Retry-After, of up to 10 hours, is over.',
        },
      },
    },
  };
}
