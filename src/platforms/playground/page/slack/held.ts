import type { Directory } from '../pane.js';
import type { InputElement, Option } from './block-kit.js';

/** What an input holds: a text, or the options that are chosen. */
export type Held = string | readonly Option[];

/** What an input holds when its form is opened. */
export function heldAtFirst(element: InputElement, { channel }: Directory): Held {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
      return element.initial_value ?? '';
    case 'datepicker':
      return element.initial_date ?? '';
    case 'static_select':
    case 'external_select':
      return element.initial_option === undefined ? [] : [element.initial_option];
    case 'multi_static_select':
    case 'checkboxes':
      return element.initial_options ?? [];
    case 'users_select':
      return element.initial_user ?? '';
    case 'conversations_select':
      return element.initial_conversation ?? (element.default_to_current_conversation ? channel.id : '');
  }
}

export function isEmpty(held: Held): boolean {
  return typeof held === 'string' ? held.trim() === '' : held.length === 0;
}

/** What Slack sends of an input, with its type. */
export function sentOf({ type }: InputElement, held: Held): Readonly<Record<string, unknown>> {
  const text = typeof held === 'string' && held !== '' ? held : null;
  const options = typeof held === 'string' ? [] : held;
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
      return { type, value: text };
    case 'datepicker':
      return { type, selected_date: text };
    case 'static_select':
    case 'external_select':
      return { type, selected_option: options[0] ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: options };
    case 'users_select':
      return { type, selected_user: text };
    case 'conversations_select':
      return { type, selected_conversation: text };
  }
}
