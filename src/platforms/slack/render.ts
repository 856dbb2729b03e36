import type { types } from '@slack/bolt';
import type { Language } from '../../domain/language.js';
import { harmless } from '../../messages/harmless.js';
import type { Block, Fact, Mention, Message, Step } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import { buttonBlocks, linkBlock } from './buttons.js';
import { escaped } from './escapes.js';
import { cut, pieces } from './hygiene.js';
import { filled, NOTHING, plainObject } from './plain-object.js';
import { preformatted } from './preformatted.js';
import { table } from './table.js';

// Slack's limits, in characters (counted here as UTF-16 units, which is never less).
const MOST_BLOCKS = 50;
const HEADER = 150;
const SECTION = 3000;
const CONTEXT = 2000;
const FIELD = 2000;
const MOST_FIELDS = 10;
/** `<@U…>` is at most 35 characters long. */
const MOST_MENTIONS = 80;
/** Slack cuts a message's `text` at 40,000 and advises 4,000. */
const TEXT = 4000;
/** Undocumented: a message is refused as msg_blocks_too_long at about 13,200 characters in all its blocks. */
const ALL_BLOCKS = 12_000;

const SIGNS: Record<Step['state'], string> = { done: '✓', next: '▸', open: '○', late: '!' };

export type SlackBlock = types.KnownBlock;

/** A message as Slack takes it: `text` is the plain form for notifications and screen readers. */
export interface Drawn {
  readonly text: string;
  readonly blocks?: readonly SlackBlock[];
  /** `text` is no mrkdwn: asterisks in a name stay asterisks. */
  readonly mrkdwn: false;
}

/** Draws a message for a workspace. Whoever reads the channel back finds the post by `blockId` in its first block. */
export function render(message: Message, team: string, blockId?: string): Drawn {
  const known = drawnLast.get(message);
  if (blockId === undefined && known?.team === team) return known.drawn;
  const drawn = { ...plain(plainText(message)), blocks: blocksOf(message, team, { blockId }) };
  if (blockId === undefined) drawnLast.set(message, { team, drawn });
  return drawn;
}

/** An answer that the bot remembers is the same message again, and need not be drawn anew. */
const drawnLast = new WeakMap<Message, { readonly team: string; readonly drawn: Drawn }>();

export interface Frame {
  /** The id of the first block. */
  readonly blockId?: string | undefined;
  /** How many blocks there is room for: 50, unless the message stands in a view. */
  readonly most?: number;
}

/** The blocks alone, for what has no notification. */
export function blocksOf(message: Message, team: string, { blockId, most = MOST_BLOCKS }: Frame = {}): SlackBlock[] {
  const all = withForm(message);
  const twins = twinsAmong(all);
  const drawn = all.flatMap((block, index) => draw(block, index, { twins, language: message.language }));
  return fitting([...header(message.title, blockId), ...mentions(message.mentions ?? [], team), ...drawn], most);
}

/** Where the form cannot be opened at once, a button opens it. */
function withForm({ blocks, opens }: Message): readonly Block[] {
  return opens === undefined ? blocks : [...blocks, { kind: 'buttons', buttons: [{ ...opens, form: true }] }];
}

/** Labels that more than one button has: read out, they would be the same. */
function twinsAmong(blocks: readonly Block[]): ReadonlySet<string> {
  const labels = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ label }) => label) : []));
  return new Set(labels.filter((label, at) => labels.indexOf(label) !== at));
}

/** A text without blocks, as Slack takes it. */
export function plain(text: string): Drawn {
  return { text: cutEscaped(filled(text), TEXT), mrkdwn: false };
}

interface Around {
  /** Labels that more than one button has. */
  readonly twins?: ReadonlySet<string>;
  readonly language?: Language | undefined;
}

function draw(block: Block, index: number, { twins, language }: Around = {}): SlackBlock[] {
  switch (block.kind) {
    case 'text':
      return pieces(filled(block.text), SECTION).map((text) => ({ type: 'section', text: plainObject(text, SECTION) }));
    case 'facts':
      return inGroups(block.facts, MOST_FIELDS / 2).map((facts) => ({
        type: 'section',
        fields: facts.flatMap(fields),
      }));
    case 'steps':
      return block.steps.length === 0 ? [] : steps(block.steps);
    case 'table':
      return table(block.head, block.rows, language);
    case 'buttons':
      return buttonBlocks(block.buttons, index, twins, language);
    case 'link':
      return linkBlock(block.label, block.url, index);
    case 'code':
      return preformatted(harmless(block.text));
    case 'note':
      return pieces(filled(block.tone === 'caution' ? `⚠ ${block.text}` : block.text), CONTEXT).map((text) => ({
        type: 'context',
        elements: [plainObject(text, CONTEXT)],
      }));
  }
}

/** A title that does not fit stands whole below its cut: its end can be a deadline. */
function header(title: string, blockId: string | undefined): SlackBlock[] {
  const whole = filled(title.replace(/\s+/g, ' '));
  const id = blockId === undefined ? {} : { block_id: blockId };
  const head: SlackBlock = { type: 'header', text: plainObject(whole, HEADER), ...id };
  return whole.length <= HEADER ? [head] : [head, ...draw({ kind: 'text', text: whole }, 0)];
}

/** A real mention for those whose identity belongs to this workspace, the name as plain text for all others. */
function mentions(people: readonly Mention[], team: string): SlackBlock[] {
  const users = people.map((person) => userOf(person, team));
  const called = users.filter((user) => user !== undefined).map((user) => `<@${user}>`);
  const named = people.filter((_, at) => users[at] === undefined).map((person) => `@${person.name}`);
  return [
    ...inGroups(called, MOST_MENTIONS).map((group) => mrkdwnSection(group.join(' '))),
    ...(named.length === 0 ? [] : draw({ kind: 'text', text: named.join(' ') }, 0)),
  ];
}

function userOf(person: Mention, team: string): string | undefined {
  const ours = new RegExp(`^slack:${team}/([UW][A-Z0-9]{1,30})$`);
  return person.identities.map((identity) => ours.exec(identity)?.[1]).find((id) => id !== undefined);
}

function mrkdwnSection(text: string): SlackBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** Two fields make a row: the label in bold, the value as plain text, so that nothing in it can be markup. */
function fields(fact: Fact): (types.MrkdwnElement | types.PlainTextElement)[] {
  const label = cutEscaped(harmless(fact.label).replace(/[*\n]/g, ' '), FIELD - 2);
  return [
    { type: 'mrkdwn', text: `*${label === '' ? NOTHING : label}*`, verbatim: true },
    plainObject(fact.value, FIELD),
  ];
}

function steps(all: readonly Step[]): SlackBlock[] {
  const lines = all.map((step) => `${SIGNS[step.state]} ${filled(step.text)}`);
  return pieces(lines.join('\n'), SECTION).map((text) => ({ type: 'section', text: plainObject(text, SECTION) }));
}

/** All of the blocks if Slack takes them; else buttons are kept, and "…" stands where the rest had to stop. */
function fitting(blocks: readonly SlackBlock[], most: number): SlackBlock[] {
  if (blocks.length <= most && sizeOf(blocks) <= ALL_BLOCKS) return [...blocks];
  const actions = blocks.filter((block) => block.type === 'actions').slice(0, most / 2);
  let places = most - 1 - actions.length;
  let room = ALL_BLOCKS - sizeOf(actions);
  const stop = blocks.findIndex((block) => {
    if (block.type === 'actions') return false;
    places -= 1;
    room -= sizeOf([block]);
    return places < 0 || room < 0;
  });
  const more: SlackBlock = { type: 'context', elements: [{ type: 'plain_text', text: '…', emoji: false }] };
  const shown = blocks.slice(0, stop === -1 ? blocks.length : stop);
  const kept = shown.filter((block) => block.type !== 'actions' || actions.includes(block));
  return [...kept, more, ...actions.filter((block) => !kept.includes(block))];
}

function sizeOf(blocks: readonly SlackBlock[]): number {
  return JSON.stringify(blocks).length;
}

/** Escapes text and cuts it so that no `&amp;` is left open. */
function cutEscaped(text: string, limit: number): string {
  const safe = escaped(text);
  return safe.length <= limit ? safe : cut(safe, limit).replace(/&[a-z]{0,3}…$/, '…');
}

function inGroups<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, group) =>
    all.slice(group * size, (group + 1) * size),
  );
}
