export const environment = [
  'REPORTS_TABLE',
  'CLIENTS_TABLE',
  'INTAKE_BUCKET',
  'APPLICANT_KEYS_TABLE',
  'REPORTS_BUCKET',
] as const;
