import type { types } from '@slack/bolt';
import { harmless } from '../../messages/harmless.js';
import type { Button } from '../../messages/message.js';
import { cut } from './hygiene.js';
import { Press } from './payloads.js';

const MOST_BUTTONS = 25;
const LABEL = 75;
const VALUE = 2000;
const CONTEXT = 2000;

/** Every action of Ferry's own buttons starts with this; the rest makes it unique in its message. */
const ACTION = 'run';
export const OUR_ACTIONS = /^run:/;

/** `index` is the block's place in its message. A command too long for a button is shown to be typed instead. */
export function buttonBlocks(buttons: readonly Button[], index: number): types.KnownBlock[] {
  const fitting = buttons.filter((button) => pressOf(button).length <= VALUE);
  const rows: types.KnownBlock[] = [];
  for (let at = 0; at < fitting.length; at += MOST_BUTTONS) {
    const elements = fitting
      .slice(at, at + MOST_BUTTONS)
      .map((button, place) => draw(button, `${ACTION}:${index}:${at + place}`));
    rows.push({ type: 'actions', elements });
  }
  const long = buttons.filter((button) => !fitting.includes(button));
  return [...rows, ...long.map(toType)];
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

function draw(button: Button, action: string): types.Button {
  return {
    type: 'button',
    action_id: action,
    text: { type: 'plain_text', text: cut(harmless(button.label).trim() || '–', LABEL), emoji: false },
    value: pressOf(button),
    ...(button.style === undefined ? {} : { style: button.style }),
  };
}

function pressOf(button: Button): string {
  return JSON.stringify({ run: button.run, ...(button.rev === undefined ? {} : { rev: button.rev }) });
}

function toType(button: Button): types.KnownBlock {
  const text = cut(harmless(`${button.label}: ${button.run}`), CONTEXT);
  return { type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] };
}
