import { Language } from '../domain/language.js';
import type { Button, Message } from './message.js';
import type { Words } from './words.js';

/** Which language the asker reads, as she chose or as her chat tells, and which one the channel has. */
export function sayLanguage(words: Words, chosen: Language | undefined, here: Language): Message {
  const mine = words.say(chosen === undefined ? 'language.of-chat' : 'language.chosen', {
    language: words.languageName(words.language),
  });
  return {
    title: words.say('language.title'),
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: words.say('language.mine'), value: mine },
          { label: words.say('language.here'), value: words.languageName(here) },
        ],
      },
      { kind: 'note', text: words.say('language.how') },
      { kind: 'buttons', buttons: [...Language.options.map((one) => choiceOf(words, one)), asInChat(words)] },
    ],
  };
}

/** Said in the language that was chosen. */
export function sayLanguageChosen(words: Words, chosen: Language | undefined, isNews: boolean): Message {
  const language = words.languageName(words.language);
  const said = words.say(chosen === undefined ? 'language.set-of-chat' : 'language.set', { language });
  return {
    title: words.say('language.title'),
    blocks: [
      { kind: 'text', text: isNews ? said : words.say('language.same', { language }) },
      { kind: 'note', text: words.say('language.channel') },
    ],
  };
}

/** Each is called as in itself: who wants another one may not read this one. */
function choiceOf(words: Words, language: Language): Button {
  const label = words.say('button.language', { language: words.in(language).languageName(language) });
  return { label, run: `language ${language}` };
}

function asInChat(words: Words): Button {
  return { label: words.say('button.language-of-chat'), run: 'language default' };
}
