export const environment = ['REPORTS_TABLE', 'STATE_MACHINE_ARN'] as const;
