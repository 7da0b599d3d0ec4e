import { retentionText } from '@kyc-china/core/retention';
import { componentSchemas } from './component-schemas.ts';
import { openApiExamples } from './examples.ts';
import { componentRequestBodies, paths } from './paths.ts';
import { componentResponses } from './responses.ts';
import { reportWebhook } from './webhook.ts';

/** The version of the contract: raised with every change that a consumer can notice. */
const contractVersion = '1.3.0';

const info = {
  title: 'KYC China',
  version: contractVersion,
  summary: 'Is this mainland-China person who they say they are?',
  description: `One request carries what is known about a person. The service calls the source of every sub-check that can run with it, all at the same time. The results form one report, which is polled, and also posted as a signed webhook if the request names a callbackUrl. The submitted data are deleted as soon as the report is complete. The report and its PDF are deleted after ${retentionText('report')}.`,
  contact: { name: 'The operator who gave you the client id' },
  license: { name: 'MIT', identifier: 'MIT' },
};

const servers = [
  {
    url: 'https://{apiId}.execute-api.ap-east-1.amazonaws.com/{stage}',
    description: 'A deployed stage.',
    variables: {
      apiId: {
        // No id of API Gateway has a hyphen. A possible id would be another customer's API, and a generated client that
        // was given no base URL would send it the secret and the person's data.
        default: 'your-api-id',
        description: "The API's id: the first label of the ApiUrl that the deployment prints.",
      },
      stage: {
        default: 'production',
        enum: ['production', 'sandbox'],
        description: 'On sandbox, a simulator replaces the sources, and test persons work.',
      },
    },
  },
  { url: 'http://127.0.0.1:3000', description: 'The embedded run on your own machine.' },
];

const tags = [
  { name: 'verification', description: 'Request a verification and read its report.' },
  { name: 'webhook', description: 'The call that the service makes to your server.' },
];

const securitySchemes = {
  clientId: { type: 'apiKey', in: 'header', name: 'x-client-id', description: "The client's id." },
  clientSecret: {
    type: 'apiKey',
    in: 'header',
    name: 'x-client-secret',
    description: "The client's secret. Keep it on your servers.",
  },
};

const parameters = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Makes it safe to repeat the request: within 24 hours, the same client, key and body get the same token, and nothing is started twice. 1 to 255 visible ASCII characters.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
    example: 'order-4711',
  },
};

const headers = {
  RetryAfter: {
    description: 'How many seconds to wait before the next call.',
    required: true,
    schema: { type: 'integer', minimum: 0 },
    example: 2,
  },
  RetryAfterProcessing: {
    description: 'How many seconds to wait before the next read, while the report is processing.',
    required: false,
    schema: { type: 'integer', minimum: 0 },
    example: 2,
  },
};

/** The OpenAPI document of the whole contract. */
export async function openApiDocument(): Promise<object> {
  const examples = await openApiExamples();
  return {
    openapi: '3.1.1',
    info,
    servers,
    tags,
    security: [{ clientId: [], clientSecret: [] }],
    paths: paths(examples),
    webhooks: { report: reportWebhook(examples) },
    components: {
      securitySchemes,
      parameters,
      headers,
      requestBodies: componentRequestBodies(examples),
      responses: componentResponses(examples),
      schemas: componentSchemas(),
    },
  };
}
