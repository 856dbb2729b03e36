import { harmless } from '../../messages/harmless.js';
import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import { CARD_TYPE, type Card } from './card.js';
import { jsonBytes } from './harmless.js';

/** The summary is what a notification shows; with a full card beside it, a longer one would exceed the smallest limit of 28 KB. */
const SUMMARY_BYTES = 2_500;

/** What an activity with cards says. The cards alone: one with text beside them is split into two posts, and its answer names neither. */
export function cardsPost(summary: string, cards: readonly Card[]): { summary: string; attachments: object[] } {
  return { summary, attachments: cards.map((content) => ({ contentType: CARD_TYPE, content })) };
}

/** The whole message in words. */
export function wordsOf(message: Message): string {
  return harmless(plainText(message));
}

/** The whole message in words, or its title when that is too long beside a card. */
export function summaryOf(message: Message): string {
  const words = wordsOf(message);
  return jsonBytes(words) > SUMMARY_BYTES ? harmless(message.title) : words;
}
