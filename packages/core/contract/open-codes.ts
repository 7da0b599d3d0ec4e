/**
 * Returns the schema of codes to which new ones may be added. The service's own validators know the whole list, so that a
 * test notices a code without documentation. The published schema has a string with the known values, because a
 * generated client refuses a whole report for one value that a closed enum lacks.
 * @param description what the codes mean in general, and what each known code means, in whole sentences.
 */
export function openCodes<const Title extends string, const Codes extends readonly string[]>(
  title: Title,
  description: string,
  codes: Codes,
) {
  return {
    title,
    description: `${description} New values may be added.`,
    type: 'string',
    enum: codes,
    published: { enum: undefined, 'x-extensible-enum': codes },
  } as const;
}
