import { z } from 'zod';
import { folded } from './folded.js';

/** The languages that Ferry speaks. */
export const Language = z.enum(['en', 'fr', 'ru', 'pt-BR', 'zh-CN', 'es']);
export type Language = z.infer<typeof Language>;

/**
 * The language nearest to a tag such as `fr-CA`, as platforms tell a person's; undefined: Ferry speaks none like it, or the
 * tag names none (`und`).
 */
export function languageOf(tag: string | undefined): Language | undefined {
  // `maximize` would take what is not determined for English, or for what most in its region speak.
  if (tag === undefined || /^und(?![a-z])/i.test(tag)) return undefined;
  try {
    const wanted = writtenAs(tag.replaceAll('_', '-'));
    return Language.options.find((one) => writtenAs(one) === wanted);
  } catch {
    return undefined;
  }
}

/** The language that somebody named: by its tag, or by its name in any of the languages. */
export function languageNamed(typed: string): Language | undefined {
  const name = folded(typed);
  return languageOf(typed) ?? Language.options.find((one) => namesOf(one).some((known) => folded(known) === name));
}

/** With and without its region: `português (Brasil)`, `português`. */
function namesOf(language: Language): string[] {
  const { language: alone, script } = new Intl.Locale(language).maximize();
  const tags = [language, alone, `${alone}-${script}`];
  return Language.options.flatMap((one) => {
    const names = new Intl.DisplayNames(one, { type: 'language' });
    return tags.map((tag) => names.of(tag) ?? tag);
  });
}

/** `zh-Hans`: a language with its script, since Traditional Chinese is not read as Simplified. */
function writtenAs(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  return `${language}-${script}`;
}

/**
 * The language in which to write to a customer of a country (two letters, as ISO 3166 has them): the one that most people
 * there have by the likely subtags of Unicode's CLDR; English where Ferry does not speak that. `reader` is taken where it is
 * used in offices there too.
 */
export function languageIn(country: string, reader: Language): Language {
  if (ALSO[reader]?.includes(country)) return reader;
  return languageOf(new Intl.Locale(`und-${country}`).maximize().baseName) ?? 'en';
}

/** Countries with a language of offices and business that is not the likeliest one there. */
const ALSO: Readonly<Partial<Record<Language, readonly string[]>>> = {
  fr: 'BE BF BI BJ CA CD CF CG CH CI CM DJ DZ GA GN HT KM LU MA MG ML MR NE RW SC SN TD TG TN VU'.split(' '),
  ru: 'BY KG KZ'.split(' '),
};
