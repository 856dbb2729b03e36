import type { types } from '@slack/bolt';
import type { Language } from '../../domain/language.js';
import { harmless } from '../../messages/harmless.js';
import type { Button } from '../../messages/message.js';
import { pair } from '../../messages/pair.js';
import { cut } from './hygiene.js';
import { Press } from './payloads.js';

const MOST_BUTTONS = 25;
const LABEL = 75;
const VALUE = 2000;
const CONTEXT = 2000;

const ADDRESS = 3000;

/** Every action of Ferry's own buttons starts with this; the rest makes it unique in its message. */
const ACTION = 'run';
export const OUR_ACTIONS = /^run:/;
/** A click on one of these has led to its address already. */
export const OUR_LINKS = /^link:/;

/**
 * `index` is the block's place in its message, `twins` are labels that stand there more than once: who hears the message
 * read out is told those by their commands. A command too long for a button is shown to be typed instead.
 */
export function buttonBlocks(
  buttons: readonly Button[],
  index: number,
  twins: ReadonlySet<string> = new Set(),
  language?: Language,
): types.KnownBlock[] {
  const fitting = buttons.filter((button) => pressOf(button).length <= VALUE);
  const rows: types.KnownBlock[] = [];
  for (let at = 0; at < fitting.length; at += MOST_BUTTONS) {
    const elements = fitting
      .slice(at, at + MOST_BUTTONS)
      .map((button, place) => draw(button, `${ACTION}:${index}:${at + place}`, twins.has(button.label), language));
    rows.push({ type: 'actions', elements });
  }
  const long = buttons.filter((button) => !fitting.includes(button));
  return [...rows, ...long.map((button) => toType(button, language))];
}

/** What a click on one of our buttons carries; undefined when it is not one that Ferry drew. */
export function readPress(value: unknown): Press | undefined {
  if (typeof value !== 'string' || value.length > VALUE) return undefined;
  try {
    return Press.parse(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** Nothing for an address that is none, or that is not protected on its way. */
export function linkBlock(label: string, url: string, index: number): types.KnownBlock[] {
  const address = /^https:/i.test(url) && URL.canParse(url) ? new URL(url).href : '';
  if (address === '' || address.length > ADDRESS) return [];
  return [
    { type: 'actions', elements: [{ type: 'button', action_id: `link:${index}`, text: labelOf(label), url: address }] },
  ];
}

function draw(button: Button, action: string, hasTwin: boolean, language: Language | undefined): types.Button {
  return {
    type: 'button',
    action_id: action,
    text: labelOf(button.label),
    value: pressOf(button),
    ...(button.style === undefined ? {} : { style: button.style }),
    ...(hasTwin ? { accessibility_label: cut(harmless(pair(button.label, button.run, language)), LABEL) } : {}),
  };
}

function labelOf(label: string): types.PlainTextElement {
  return { type: 'plain_text', text: cut(harmless(label).trim() || '–', LABEL), emoji: false };
}

function pressOf({ run, rev, form }: Button): string {
  return JSON.stringify({ run, ...(rev === undefined ? {} : { rev }), ...(form === undefined ? {} : { form }) });
}

function toType(button: Button, language: Language | undefined): types.KnownBlock {
  const text = cut(harmless(pair(button.label, button.run, language)), CONTEXT);
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}
