import type { types } from '@slack/bolt';
import { harmless } from '../../messages/harmless.js';
import { cut } from './hygiene.js';

/** An empty text object is refused by Slack. */
export const NOTHING = '–';

/** A text as Slack shows it, in which nothing is markup. */
export function plainObject(text: string, limit: number): types.PlainTextElement {
  return { type: 'plain_text', text: cut(filled(text), limit), emoji: false };
}

/** Harmless, and never empty. */
export function filled(text: string): string {
  const clean = harmless(text);
  return clean.trim() === '' ? NOTHING : clean;
}
