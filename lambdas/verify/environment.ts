export const environment = ['ISSUED_HASHES_TABLE'] as const;
