export const environment = [
  'REPORTS_TABLE',
  'CLIENTS_TABLE',
  'REPORTS_BUCKET',
  'LINK_SIGNER_SECRET_ARN',
  'WEBHOOK_WAIT_FACTOR',
] as const;
