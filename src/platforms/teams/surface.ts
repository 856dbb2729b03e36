import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Choice, Form } from '../../messages/form.js';
import type { Message } from '../../messages/message.js';
import { Click } from './activity.js';
import { CARD_TYPE } from './card.js';
import { readSent, type Sent } from './filled.js';
import { cardsPost, summaryOf } from './post.js';
import { renderCards } from './render.js';
import { searchResults } from './search-results.js';
import { ofForm, taskInfo } from './task-info.js';

/** Nobody's: it lies where everything is made up. */
const TENANT = '00000000-0000-4000-8000-000000000000';

const Given = z.looseObject({});
const Fetching = z.looseObject({ msteams: z.looseObject({ type: z.literal('task/fetch') }) });

/** How Teams draws what Ferry says, and reads what is done there: without its network, and without its SDK. */
export function teamsSurface() {
  // Teams names no channel in a form: only the one where one is can be meant.
  return {
    identityOf,
    channelId: 'here',
    message: postOf,
    board: postOf,
    form: formOf,
    answer: answerOf,
    press,
    filled,
    options,
  };
}

/** The same GUID for the same name. */
function identityOf(person: string): string {
  const hex = createHash('sha256').update(person).digest('hex');
  // The digits that tell version and variant.
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `teams:${TENANT}/${parts.join('-')}`;
}

/** In Teams a second card is a post of its own; here they stay together. */
function postOf(message: Message): object {
  return { type: 'message', ...cardsPost(summaryOf(message), renderCards(message, TENANT)) };
}

function formOf(form: Form, { own }: { readonly own: boolean }): object {
  return taskInfo(ofForm(form, own ? 'organisation' : 'conversation'));
}

/** A dialog of Teams holds one card, and what takes more is said in the chat; here the others are beside it, as `more`. */
function answerOf(message: Message): object {
  const [card, ...others] = renderCards(message, TENANT, 'dialog');
  // Every message has a title, and with it a card.
  if (!card) return {};
  const more = others.map((content) => ({ contentType: CARD_TYPE, content }));
  return { ...taskInfo({ title: message.title, card }), ...(more.length > 0 ? { more } : {}) };
}

function press(given: unknown): Pick<Click, 'run' | 'rev' | 'form'> | undefined {
  const click = Click.safeParse(given).data;
  if (!click) return undefined;
  const { run, rev } = click;
  const asksForm = click.form === true || Fetching.safeParse(given).success;
  return { run, ...(rev === undefined ? {} : { rev }), ...(asksForm ? { form: true as const } : {}) };
}

function filled(given: unknown): Pick<Sent, 'command' | 'rev' | 'filled'> | undefined {
  const data = Given.safeParse(given).data;
  const sent = data && readSent(data, TENANT);
  if (!sent) return undefined;
  const { command, rev } = sent;
  return { command, ...(rev === undefined ? {} : { rev }), filled: sent.filled };
}

function options(found: readonly Choice[], typed: string): object {
  return searchResults(found, typed);
}
