/** Form of a JSON Web Token in compact serialization (RFC 7515, section 7.1). */
export const tokenPattern = '^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$';

const tokenForm = new RegExp(tokenPattern);

/** What people copy along with a token: how it is removed, and the words for it. */
const wrappings: readonly (readonly [remove: (text: string) => string, words: string])[] = [
  [(text) => text.trim(), 'a space or line break'],
  [(text) => text.replace(/^bearer\s+/i, ''), 'the word Bearer'],
  [(text) => text.replace(/^["'`“‘]/, '').replace(/["'`”’]$/, ''), 'quotation marks'],
];

/** How many layers are looked for, as quotation marks around Bearer and a quoted token. */
const mostLayers = 4;

/**
 * Returns what was sent around a token, in words, so that an error can say what to leave out.
 * @returns undefined if the text is not a token with something around it.
 */
export function wrappingOfToken(text: string): string | undefined {
  const found = new Set<string>();
  let rest = text;
  for (let layer = 0; layer < mostLayers; layer += 1)
    for (const [remove, words] of wrappings) {
      const inner = remove(rest);
      if (inner !== rest) found.add(words);
      rest = inner;
    }
  return found.size > 0 && tokenForm.test(rest) ? [...found].join(' and ') : undefined;
}

/** The most characters of a token that a poll takes. */
export const longestToken = 4096;

/** The longest `reportId` of a poll, in characters. A report's id, a UUID, has 36. */
export const longestReportId = 64;
