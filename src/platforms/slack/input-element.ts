import type { types } from '@slack/bolt';
import type { Choice, Input } from '../../messages/form.js';
import { harmless } from '../../messages/harmless.js';
import { cut } from './hygiene.js';

// Slack's limits, in characters (counted here as UTF-16 units, which is never less).
const TEXT = 3000;
const OPTION = 75;
const OPTION_VALUE = 150;
const MOST_OPTIONS = 100;

/** The action of an input that offers what fits while one types; what is searched follows. */
const LOOKUP = 'lookup:';

/** Where a card may be shown: neither to one person alone, nor to another organisation. */
export const CHANNELS: NonNullable<types.ConversationsSelect['filter']> = {
  include: ['public', 'private'],
  exclude_bot_users: true,
  exclude_external_shared_channels: true,
};

export type Element = types.InputBlock['element'];

/** The element of an input with what it holds; one that cannot hold it is a line of text. */
export function inputElement(input: Input, team: string): Element {
  return pickerOf({ ...input, ...(input.value === undefined ? {} : { value: harmless(input.value) }) }, team);
}

/** Options as Slack takes them: one whose value would have to be cut is left out, since it would mean something else. */
export function optionsOf(choices: readonly Choice[]): types.PlainTextOption[] {
  const seen = new Set<string>();
  const fitting = choices.filter(({ value }) => {
    const fits = value !== '' && value.length <= OPTION_VALUE && value === harmless(value) && !seen.has(value);
    seen.add(value);
    return fits;
  });
  return fitting.slice(0, MOST_OPTIONS).map(optionOf);
}

/** What is searched in an input with this action; undefined: not one of ours. */
export function lookupOf(action: string): string | undefined {
  return action.startsWith(LOOKUP) ? action.slice(LOOKUP.length) : undefined;
}

function pickerOf(input: Input, team: string): Element {
  const { kind, value } = input;
  switch (kind) {
    case 'text':
    case 'long-text':
      return text(input);
    case 'day':
      if (value === undefined) return { type: 'datepicker', action_id: 'day' };
      return isDay(value) ? { type: 'datepicker', action_id: 'day', initial_date: value } : text(input);
    case 'number':
    case 'amount':
      return number(input) ?? text(input);
    case 'choice':
      return choice(input) ?? text(input);
    case 'choices':
      return choices(input) ?? text(input);
    case 'yes':
      return yes(input);
    case 'person':
      return person(input, team) ?? text(input);
    case 'place':
      return channel(input) ?? text(input);
    case 'lookup':
      return lookup(input) ?? text(input);
  }
}

function text({ kind, value = '', limit = TEXT }: Input): types.PlainTextInput {
  const multiline = kind === 'long-text';
  const held = multiline ? value : value.replace(/\s+/g, ' ');
  // A text that is too long already must fit as well, so that it can be shortened.
  const most = Math.min(TEXT, Math.max(limit, held.length));
  return {
    type: 'plain_text_input',
    action_id: 'text',
    multiline,
    max_length: most,
    ...(held === '' ? {} : { initial_value: cut(held, most) }),
  };
}

function number({ kind, value, least, most }: Input): types.NumberInput | undefined {
  const decimal = kind === 'amount';
  const isNumber = (decimal ? /^\d{1,9}(\.\d{1,4})?$/ : /^\d{1,9}$/).test(value ?? '0');
  const [low, high] = [least ?? Number.NEGATIVE_INFINITY, most ?? Number.POSITIVE_INFINITY];
  if (value !== undefined && (!isNumber || Number(value) < low || Number(value) > high)) return undefined;
  return {
    type: 'number_input',
    action_id: 'number',
    is_decimal_allowed: decimal,
    ...(least === undefined ? {} : { min_value: String(least) }),
    ...(most === undefined ? {} : { max_value: String(most) }),
    ...(value === undefined ? {} : { initial_value: value }),
  };
}

function choice({ options = [], value }: Input): types.StaticSelect | undefined {
  const drawn = optionsOf(options);
  const chosen = drawn.find((option) => option.value === value);
  if (drawn.length === 0 || (value !== undefined && chosen === undefined)) return undefined;
  return {
    type: 'static_select',
    action_id: 'choice',
    options: drawn,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
}

function choices({ options = [], value }: Input): types.MultiStaticSelect | undefined {
  const drawn = optionsOf(options);
  const wanted = value?.split('+') ?? [];
  const chosen = drawn.filter((option) => wanted.includes(option.value ?? ''));
  if (drawn.length === 0 || chosen.length < wanted.length) return undefined;
  return {
    type: 'multi_static_select',
    action_id: 'choices',
    options: drawn,
    ...(chosen.length === 0 ? {} : { initial_options: chosen }),
  };
}

/** The box says what the label says: whoever hears it read out is told at the box. */
function yes({ label, value }: Input): types.Checkboxes {
  const option = optionOf({ value: 'yes', label });
  return {
    type: 'checkboxes',
    action_id: 'yes',
    options: [option],
    ...(value === 'yes' ? { initial_options: [option] } : {}),
  };
}

function person({ value }: Input, team: string): types.UsersSelect | undefined {
  if (value === undefined) return { type: 'users_select', action_id: 'person' };
  const [, user] = new RegExp(`^slack:${team}/([UW][A-Z0-9]{1,30})$`).exec(value) ?? [];
  return user === undefined ? undefined : { type: 'users_select', action_id: 'person', initial_user: user };
}

/** `here` is the channel that the person looks at. */
function channel({ value }: Input): types.ConversationsSelect | undefined {
  const select: types.ConversationsSelect = { type: 'conversations_select', action_id: 'place', filter: CHANNELS };
  if (value === undefined) return select;
  if (value.toLowerCase() === 'here') return { ...select, default_to_current_conversation: true };
  // Names of channels have no capitals.
  const [, id] = /^#([CG][A-Z0-9]{1,30})$/.exec(value) ?? [];
  return id === undefined ? undefined : { ...select, initial_conversation: id };
}

function lookup({ lookup: searched, value, shown }: Input): types.ExternalSelect | undefined {
  const [held] = value === undefined ? [] : optionsOf([{ value, label: shown ?? value }]);
  if (searched === undefined || (value !== undefined && held === undefined)) return undefined;
  return {
    type: 'external_select',
    action_id: LOOKUP + searched,
    min_query_length: 0,
    ...(held === undefined ? {} : { initial_option: held }),
  };
}

function optionOf({ value, label }: Choice): types.PlainTextOption {
  const shown = harmless(label).replace(/\s+/g, ' ').trim();
  return { text: { type: 'plain_text', text: cut(shown === '' ? '–' : shown, OPTION), emoji: false }, value };
}

function isDay(value: string): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
