/** The id of a report. */
export const reportIdSchema = {
  type: 'string',
  format: 'uuid',
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  description: 'The id of the report: a random UUID.',
  examples: ['3f0c1a52-7d1e-4b8a-9a55-0d2f6c7b9e41'],
} as const;

const form = new RegExp(reportIdSchema.pattern);

/** Returns whether a text is of the form of a report's id. */
export function isReportId(text: string): boolean {
  return form.test(text);
}
