/**
 * What each function reads of a client's row. IAM refuses it every other attribute (lib/client-registry.ts), so that
 * neither can read the secrets of the other.
 */
export const clientAttributes = {
  authorizer: ['clientId', 'limits', 'secrets', 'status', 'usageIdentifierKey'],
  webhook: ['clientId', 'endingWebhookSecrets', 'status', 'webhookSecret'],
} as const;
