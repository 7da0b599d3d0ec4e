/** Chinese makes a text Chinese, whatever Latin is in it. */
const chinese = /\p{Script=Han}/u;

export const isChinese = (text: string): boolean => chinese.test(text);

/** A stretch of Latin text that holds a word of two letters or more, for example `Sub-checks run: `. */
const english = /[A-Za-z][\x20-\x7e]*[A-Za-z][\x20-\x7e]*/g;

/** Some of a text, and its language if that is not the text's own. */
export interface LanguageRun {
  readonly text: string;
  readonly language?: 'en';
}

/** Returns a Chinese text in its runs, so that a screen reader says the English ones in English. */
export function languageRuns(text: string): LanguageRun[] {
  const runs: LanguageRun[] = [];
  let end = 0;
  for (const match of text.matchAll(english)) {
    if (match.index > end) runs.push({ text: text.slice(end, match.index) });
    runs.push({ text: match[0], language: 'en' });
    end = match.index + match[0].length;
  }
  return end < text.length ? [...runs, { text: text.slice(end) }] : runs;
}
