export const environment = ['REPORTS_TABLE', 'INTAKE_BUCKET', 'APPLICANT_KEYS_TABLE'] as const;
