/**
 * What each function reads of a client's row. IAM refuses it every other attribute (lib/client-registry.ts), so that
 * none can read the secrets of another.
 */
export const clientAttributes = {
  authorizer: ['clientId', 'clientKeys', 'limits', 'secrets', 'status', 'usageIdentifierKey'],
  aggregator: ['clientId', 'policy', 'prices'],
  webhook: ['clientId', 'endingWebhookSecrets', 'status', 'webhookSecret'],
} as const;
