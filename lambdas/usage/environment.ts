export const environment = ['REPORTS_TABLE', 'CURRENCY'] as const;
