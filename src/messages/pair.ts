import type { Language } from '../domain/language.js';

/** What a language writes between a name and its value: French a no-break space before its colon, Chinese a full-width one. */
const COLONS: Partial<Record<Language, string>> = { fr: '\u00a0: ', 'zh-CN': '：' };

/** `Stage: invited`, as the language of what it stands in writes that; English where that is not known. */
export function pair(label: string, value: string, language: Language = 'en'): string {
  return `${label}${COLONS[language] ?? ': '}${value}`;
}
