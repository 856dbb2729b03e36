import { sayLanguage, sayLanguageChosen } from '../messages/language.js';
import { command } from './command.js';

export const language = command({
  name: 'language',
  role: 'viewer',
  // Its answer offers each language by a button, which is quicker than a form.
  form: [],
  fields: [{ name: 'language', kind: 'language', positional: true, clearable: true }],
  example: 'language fr',
  async run({ language: wanted }, { services, words, ask, wordsAnew, wordsHere }) {
    if (wanted === undefined) {
      const chosen = await services.languages.chosenBy(ask.speaker.identity);
      return sayLanguage(words, chosen, (await wordsHere()).language);
    }
    const isNews = await services.languages.choose(ask, wanted ?? undefined);
    const now = await wordsAnew();
    return { language: now.language, ...sayLanguageChosen(now, wanted ?? undefined, isNews) };
  },
});
