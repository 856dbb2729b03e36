import { harmless } from '../../messages/harmless.js';
import type { Given, View } from './payloads.js';

/** The block of an input, with the field's name after it: stable, so that Slack keeps what was typed. */
export const FIELD = 'field:';
/** The block in which the channel is chosen, and its action. */
export const CHANNEL = 'channel';
/** Blocks that say what is wrong start with this. */
export const PROBLEM = 'problem';

/** What was filled into a form. */
export interface Filled {
  /** By the field's name, as it would be typed. */
  readonly texts: Readonly<Record<string, string>>;
  /** People who were picked, by their ids. */
  readonly people: readonly string[];
  /** Channels that were chosen in fields, by their ids; the field's text is a `#` and the id. */
  readonly channels: readonly string[];
  /** The channel that was chosen; undefined: the form does not ask. */
  readonly channel?: string;
  /** The blocks with inputs that are on the screen. */
  readonly blocks: ReadonlySet<string>;
  /** The screen already says, beside its inputs, what was wrong before. */
  readonly saysProblems: boolean;
}

/** Reads a form that was sent. Fields that the command does not have are for the command to leave alone. */
export function readFilled(view: View, team: string): Filled {
  const { values } = view.state;
  const given = Array.isArray(values) ? [] : Object.entries(values).map(([block, one]) => [block, first(one)] as const);
  const texts = given.flatMap(([block, input]) => {
    const [, name] = /^field:([a-z][a-z-]{0,39})$/.exec(block) ?? [];
    const text = name === undefined ? '' : textOf(input, team);
    return name === undefined || text === '' ? [] : [[name, text] as const];
  });
  const channel = given.find(([block]) => block === CHANNEL)?.[1].selected_conversation ?? undefined;
  const people = given.flatMap(([, { selected_user: user }]) => user ?? []);
  const channels = given.flatMap(([block, { selected_conversation: id }]) => (block !== CHANNEL && id ? [id] : []));
  return {
    texts: Object.fromEntries(texts),
    people: [...new Set(people)],
    channels: [...new Set(channels)],
    ...(channel === undefined ? {} : { channel }),
    blocks: new Set(given.map(([block]) => block)),
    saysProblems: view.blocks.some(({ block_id }) => block_id?.startsWith(PROBLEM)),
  };
}

function first(input: Readonly<Record<string, Given>>): Given {
  return Object.values(input)[0] ?? {};
}

function textOf(input: Given, team: string): string {
  const { value, selected_date, selected_option, selected_options, selected_user, selected_conversation } = input;
  if (selected_user) return `slack:${team}/${selected_user}`;
  if (selected_conversation) return `#${selected_conversation}`;
  const chosen = selected_options?.map((option) => option.value).join('+');
  return harmless(value ?? selected_date ?? selected_option?.value ?? chosen ?? '').trim();
}
