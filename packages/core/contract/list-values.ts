// Apart from the schemas: the function that checks a query loads these alone.

/** The statuses of a report. */
export const reportStatuses = ['processing', 'completed', 'failed'] as const;

/** The most reports of one page, and how many a page has if the query does not say. */
export const pageSizes = { most: 100, usual: 20 } as const;
