import type { Message } from './message.js';
import type { Words } from './words.js';

/** What Ferry says first in a conversation: what it is for, and what to do first. */
export function sayWelcome(words: Words): Message {
  return {
    title: words.say('welcome.title'),
    blocks: [
      { kind: 'text', text: words.say('welcome.text') },
      {
        kind: 'buttons',
        buttons: [
          { label: words.say('button.start'), run: 'start', form: true, style: 'primary' },
          { label: words.say('button.board'), run: 'board' },
          { label: words.say('button.settings-show'), run: 'settings' },
        ],
      },
      { kind: 'note', text: words.say('welcome.help') },
    ],
  };
}
