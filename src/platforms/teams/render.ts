import { harmless } from '../../messages/harmless.js';
import type { Block, Button, Fact, Mention, Message, Step } from '../../messages/message.js';
import type { Action, Card, Element, MentionEntity, RichTextBlock, TextRun } from './card.js';
import { inBatches, inPieces, jsonBytes, mentionName } from './harmless.js';
import { drawFacts, drawTable } from './table.js';

/** Teams takes messages of 28 to 100 KB, depending on the route; 25 KB passes everywhere. @internal: tests hold the cards to it. */
export const CARD_BYTES = 25_000;
/** No element is larger, so that elements can be spread over cards. */
const ELEMENT_BYTES = 8_000;
/** Guidelines of the Teams store: at most six actions in a row. @internal: tests hold the cards to it. */
export const ACTIONS = 6;
/** The verb of Ferry's buttons. */
export const VERB = 'ferry';

const SIGNS: Readonly<Record<Step['state'], TextRun>> = {
  done: { type: 'TextRun', text: '✓ ', color: 'good', weight: 'bolder' },
  next: { type: 'TextRun', text: '▸ ', color: 'accent', weight: 'bolder' },
  open: { type: 'TextRun', text: '○ ', isSubtle: true },
  late: { type: 'TextRun', text: '! ', color: 'attention', weight: 'bolder' },
};

/** Draws a message as one card, or as several when it is too large for one. `tenant`: the only one whose people are mentioned. */
export function renderCards(message: Message, tenant: string): Card[] {
  const { element: called, entities } = drawMentions(message.mentions ?? [], tenant);
  const elements = [
    ...paragraphs(message.title, { size: 'large', weight: 'bolder' }),
    ...called,
    ...message.blocks.flatMap(draw),
  ];
  const room = CARD_BYTES - jsonBytes(card([], true, entities));
  return inBatches(elements, room).map((body, index) => card(body, body.some(isGrid), index === 0 ? entities : []));
}

/** Facts are tables without lines, and narrow; rows that became lines are no table any more. */
function isGrid(element: Element): boolean {
  return element.type === 'Table' && element.showGridLines;
}

function card(body: Element[], wide: boolean, entities: MentionEntity[]): Card {
  const msteams = { ...(wide ? { width: 'Full' as const } : {}), ...(entities.length > 0 ? { entities } : {}) };
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    ...(wide || entities.length > 0 ? { msteams } : {}),
    body,
  };
}

function draw(block: Block): Element[] {
  switch (block.kind) {
    case 'text':
      return paragraphs(block.text);
    case 'facts':
      return drawFacts(block.facts.map(harmlessFact));
    case 'steps':
      return block.steps.flatMap(drawStep);
    case 'table':
      return drawTable(
        block.head.map(harmless),
        block.rows.map((row) => row.map(harmless)),
      );
    case 'buttons':
      return inBatches(block.buttons.map(drawButton), ELEMENT_BYTES, ACTIONS).map((actions) => ({
        type: 'ActionSet',
        actions,
      }));
    case 'link':
      return [];
    case 'code':
      return inBatches(paragraphs(block.text, { fontType: 'monospace' }), ELEMENT_BYTES).map((items) => ({
        type: 'Container',
        style: 'emphasis',
        items,
      }));
    case 'note':
      return block.tone === 'caution'
        ? paragraphs(`⚠ ${block.text}`, { color: 'warning' })
        : paragraphs(block.text, { size: 'small', isSubtle: true });
  }
}

/** A text run does not break at a line feed, so each line is a block of its own. */
function paragraphs(text: string, style: Omit<TextRun, 'type' | 'text'> = {}): RichTextBlock[] {
  return harmless(text)
    .split('\n')
    .flatMap((line) => inPieces(line, ELEMENT_BYTES - 200))
    .map((line, index) => ({
      type: 'RichTextBlock',
      ...(index > 0 ? { spacing: 'none' } : {}),
      // An empty run is refused by some clients; a space keeps the empty line.
      inlines: [{ type: 'TextRun', text: line || ' ', ...style }],
    }));
}

function harmlessFact(fact: Fact): Fact {
  return { label: harmless(fact.label), value: harmless(fact.value) };
}

function drawStep(step: Step): RichTextBlock[] {
  const lines = paragraphs(step.text, step.state === 'open' ? { isSubtle: true } : {});
  return lines.map((line, index) => ({
    ...line,
    spacing: index === 0 ? 'small' : 'none',
    inlines: index === 0 ? [SIGNS[step.state], ...line.inlines] : line.inlines,
  }));
}

function drawButton(button: Button): Action {
  const title = harmless(button.label);
  const data = button.rev === undefined ? { run: button.run } : { run: button.run, rev: button.rev };
  return {
    type: 'Action.Execute',
    title,
    verb: VERB,
    data,
    ...(button.style ? { style: button.style === 'primary' ? 'positive' : 'destructive' } : {}),
    fallback: { type: 'Action.Submit', title, data },
  };
}

/** People of this tenant as true mentions, which notify them; all others by name. */
function drawMentions(mentions: readonly Mention[], tenant: string): { element: Element[]; entities: MentionEntity[] } {
  const entities: MentionEntity[] = [];
  const names: string[] = [];
  for (const { name, identities } of mentions) {
    const own = identities.find((identity) => identity.startsWith(`teams:${tenant}/`));
    const shown = mentionName(name);
    if (!own || !shown) names.push(`@${name}`);
    else
      entities.push({
        type: 'mention',
        text: `<at>${shown}</at>`,
        mentioned: { id: own.slice(own.indexOf('/') + 1), name: shown },
      });
  }
  const element: Element[] = [];
  if (entities.length > 0)
    element.push({ type: 'TextBlock', wrap: true, text: entities.map((entity) => entity.text).join(' ') });
  if (names.length > 0) element.push(...paragraphs(names.join(' ')));
  return { element, entities };
}
