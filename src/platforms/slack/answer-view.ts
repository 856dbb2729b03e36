import type { types } from '@slack/bolt';
import type { Message } from '../../messages/message.js';
import { type Remembered, remember } from './remembered.js';
import { blocksOf } from './render.js';

const MOST_BLOCKS = 100;
const SECTION = 3000;

/** Views of this kind hold an answer, with its buttons. */
export const ANSWER = 'answer';

/** The bot's name, over all that it says. */
const TITLE: types.PlainTextElement = { type: 'plain_text', text: 'Ferry', emoji: false };

/** An answer in a modal. What its buttons run counts as said in the channel that the view remembers. */
export function answerView(message: Message, team: string, remembered: Remembered): types.ModalView {
  return modal(blocksOf(message, team, { most: MOST_BLOCKS }), remembered);
}

/** A sentence without an answer: that work goes on, or that none came of it. */
export function wordsView(text: string, remembered?: Remembered): types.ModalView {
  const said: types.PlainTextElement = { type: 'plain_text', text: text.slice(0, SECTION), emoji: false };
  return modal([{ type: 'section', text: said }], remembered);
}

/** A person's board in her App Home. */
export function homeView(board: Message, team: string): types.HomeView {
  return { type: 'home', callback_id: 'home', blocks: blocksOf(board, team, { most: MOST_BLOCKS }) };
}

function modal(blocks: types.KnownBlock[], remembered: Remembered | undefined): types.ModalView {
  const view: types.ModalView = { type: 'modal', callback_id: ANSWER, title: TITLE, blocks };
  if (remembered === undefined) return view;
  const { channel, label } = remembered;
  return { ...view, private_metadata: remember({ channel, ...(label === undefined ? {} : { label }) }) };
}
