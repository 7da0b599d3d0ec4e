import type { Label } from '@kyc-china/core/sub-checks/catalogue';
import { effect, signal } from '@preact/signals';

export type Language = keyof Label;

/** The only thing that outlives the tab: which language was chosen. */
const storageKey = 'kyc-console.language';

function preferred(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export const language = signal<Language>(preferred());

/** What the `lang` attribute says for each language. */
export const languageTags: Record<Language, string> = { en: 'en', zh: 'zh-Hans' };

/** Switches the language, and remembers it. */
export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(storageKey, chosen);
}

effect(() => {
  document.documentElement.lang = languageTags[language.value];
});

/** A text in the language of the page. */
export function say(label: Label): string {
  return label[language.value];
}
