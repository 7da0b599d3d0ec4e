/** A standard structure type (PDF 32000-1, 14.8.4): what a part of the document is to a screen reader. */
export type Tag =
  | 'H1'
  | 'H2'
  | 'P'
  | 'Span'
  | 'L'
  | 'LI'
  | 'LBody'
  | 'Table'
  | 'THead'
  | 'TBody'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Figure';

/** The languages of a report. An element without one is in the document's: Chinese. */
export type Language = 'zh-CN' | 'en';

/**
 * An element of the structure tree. It is identified by the object: all marks of one paragraph share one element. An element
 * is placed where its first mark is painted.
 */
export interface Element {
  readonly tag: Tag;
  /** The element that it is in. Without it, it is directly in the document. */
  readonly parent?: Element;
  readonly language?: Language;
  /** What a screen reader says of a figure. */
  readonly alternative?: string;
  /** What a TH is the head of. */
  readonly scope?: 'Column' | 'Row';
}

/** A piece of a text in one language. */
export interface LanguageRun {
  readonly text: string;
  readonly language: Language;
}

const han = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;
const latin = /\p{Script=Latin}/u;
/** A Chinese character, a word between spaces and Chinese characters, or the spaces between words. */
const parts =
  /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]+|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+|\s+/gu;

/**
 * Splits a text by language. A word with a Latin letter is English. Numbers, spaces and punctuation belong to the word before
 * them, and at the start to the word after them. A text without any word is Chinese, the document's language.
 */
export function languageRuns(text: string): LanguageRun[] {
  const runs: { text: string; language: Language | undefined }[] = [];
  for (const [part] of text.matchAll(parts)) {
    const language = han.test(part) ? 'zh-CN' : latin.test(part) ? 'en' : undefined;
    const last = runs.at(-1);
    if (last && (!language || !last.language || language === last.language)) {
      last.text += part;
      last.language ??= language;
    } else runs.push({ text: part, language });
  }
  return runs.map((run) => ({ text: run.text, language: run.language ?? 'zh-CN' }));
}
