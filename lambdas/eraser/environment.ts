export const environment = [
  'REPORTS_TABLE',
  'APPLICANT_KEYS_TABLE',
  'REPORTS_BUCKET',
  'INTAKE_BUCKET',
  'STATE_MACHINE_ARN',
] as const;
