export const environment = ['REPORTS_TABLE', 'REPORTS_BUCKET', 'LINK_SIGNER_SECRET_ARN'] as const;
