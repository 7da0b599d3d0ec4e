export const environment = [
  'REPORTS_TABLE',
  'CLIENTS_TABLE',
  'INTAKE_BUCKET',
  'APPLICANT_KEYS_TABLE',
  'REPORTS_BUCKET',
  'REPORT_SIGNING_KEY_ARN',
  'REPORT_CERTIFICATE',
  /** The stage's Prices, as JSON. */
  'CLIENT_PRICES',
] as const;
