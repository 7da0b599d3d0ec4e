export const environment = ['CLIENTS_TABLE'] as const;
