export const environment = [
  'REPORTS_TABLE',
  'INTAKE_BUCKET',
  'APPLICANT_KEYS_TABLE',
  'STATE_MACHINE_ARN',
] as const;
