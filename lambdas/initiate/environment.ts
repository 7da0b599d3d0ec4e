export const environment = [
  'REPORTS_TABLE',
  'INTAKE_BUCKET',
  'STATE_MACHINE_ARN',
  'TOKEN_KEY_SECRET_ARN',
] as const;
