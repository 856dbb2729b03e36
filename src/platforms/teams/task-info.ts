import type { Form } from '../../messages/form.js';
import { harmless } from '../../messages/harmless.js';
import { CARD_TYPE, type Card } from './card.js';
import { type People, renderForm, TITLE_UNITS } from './form.js';

/** More inputs than this take a high dialog. */
const HIGH = 4;

/** What a dialog shows. */
export interface Shown {
  readonly title?: string;
  readonly card: Card;
  readonly high?: boolean;
}

/** A dialog as the client is told of it. */
export interface TaskInfo {
  readonly title?: string;
  readonly height: 'large' | 'medium';
  readonly width: 'medium';
  readonly card: { readonly contentType: string; readonly content: Card };
}

/** A form in its dialog. */
export function ofForm(form: Form, people: People): Shown {
  return { title: form.title, card: renderForm(form, people), high: form.inputs.length > HIGH };
}

/** The value of a `task` that goes on, as `task/fetch` and `task/submit` are answered. */
export function taskInfo({ title, card, high }: Shown): TaskInfo {
  return {
    ...(title === undefined ? {} : { title: [...harmless(title)].slice(0, TITLE_UNITS).join('') }),
    height: high ? 'large' : 'medium',
    width: 'medium',
    card: { contentType: CARD_TYPE, content: card },
  };
}
