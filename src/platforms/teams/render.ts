import type { Language } from '../../domain/language.js';
import { harmless } from '../../messages/harmless.js';
import type { Block, Fact, Mention, Message, Step } from '../../messages/message.js';
import { Buttons, type Standing } from './buttons.js';
import type { Card, Element, MentionEntity, RichTextBlock, TextRun } from './card.js';
import { inBatches, jsonBytes, mentionName } from './harmless.js';
import { ELEMENT_BYTES, paragraphs } from './paragraphs.js';
import { drawFacts, drawTable } from './table.js';

/** Teams takes messages of 28 to 100 KB, depending on the route; 25 KB passes everywhere. */
export const CARD_BYTES = 25_000;

const SIGNS: Readonly<Record<Step['state'], TextRun>> = {
  done: { type: 'TextRun', text: '✓ ', color: 'good', weight: 'bolder' },
  next: { type: 'TextRun', text: '▸ ', color: 'accent', weight: 'bolder' },
  open: { type: 'TextRun', text: '○ ', isSubtle: true },
  late: { type: 'TextRun', text: '! ', color: 'attention', weight: 'bolder' },
};

/** Draws a message as one card, or as several when it is too large for one. `tenant`: the only one whose people are mentioned. */
export function renderCards(message: Message, tenant: string, standing: Standing = 'chat'): readonly Card[] {
  const key = `${tenant} ${standing}`;
  const known = drawnLast.get(message);
  if (known?.key === key) return known.cards;
  const cards = draw(message, tenant, standing);
  drawnLast.set(message, { key, cards });
  return cards;
}

/** An answer that the bot remembers is the same message again, and need not be drawn anew. */
const drawnLast = new WeakMap<Message, { readonly key: string; readonly cards: readonly Card[] }>();

function draw(message: Message, tenant: string, standing: Standing): Card[] {
  const buttons = new Buttons(message, standing);
  const { element: called, entities } = drawMentions(message.mentions ?? [], tenant);
  const elements = [
    ...paragraphs(message.title, { size: 'large', weight: 'bolder' }),
    ...called,
    ...message.blocks.flatMap((block) => drawBlock(block, buttons, message.language)),
    ...(message.opens ? buttons.opening(message.opens) : []),
  ];
  const room = CARD_BYTES - jsonBytes(cardOf([], true, entities));
  return inBatches(elements, room).map((body, index) => cardOf(body, body.some(isGrid), index === 0 ? entities : []));
}

/** Facts are tables without lines, and narrow; rows that became lines are no table any more. */
function isGrid(element: Element): boolean {
  return element.type === 'Table' && element.showGridLines;
}

/** A card around elements that are within its limits. */
export function cardOf(body: Element[], wide = false, entities: MentionEntity[] = []): Card {
  const msteams = { ...(wide ? { width: 'Full' as const } : {}), ...(entities.length > 0 ? { entities } : {}) };
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    ...(wide || entities.length > 0 ? { msteams } : {}),
    body,
  };
}

function drawBlock(block: Block, buttons: Buttons, language?: Language): Element[] {
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
        language,
      );
    case 'buttons':
      return buttons.row(block.buttons);
    case 'link':
      return buttons.link(block.label, block.url);
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
