export const environment = [
  'REPORTS_TABLE',
  'REPORTS_BUCKET',
  'TOKEN_KEY_SECRET_ARN',
  'LINK_SIGNER_SECRET_ARN',
] as const;
