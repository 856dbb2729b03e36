import { eastAsianWidth } from 'get-east-asian-width';
import type { Language } from '../domain/language.js';
import { harmless } from './harmless.js';
import type { Block, Message, Step } from './message.js';
import { pair } from './pair.js';

/** The whole message as text: Slack's `text`, Teams' `summary`, the terminal, a screen reader. */
export function plainText(message: Message): string {
  const mentions = (message.mentions ?? []).map((person) => `@${person.name}`).join(' ');
  const parts = [message.title, mentions, ...message.blocks.map((block) => blockText(block, message.language))].filter(
    (part) => part !== '',
  );
  return harmless(parts.join('\n'));
}

const SIGNS: Record<Step['state'], string> = { done: '[x]', next: '[>]', open: '[ ]', late: '[!]' };

function blockText(block: Block, language?: Language): string {
  switch (block.kind) {
    case 'text':
    case 'code':
      return block.text;
    case 'note':
      return block.tone === 'caution' ? `! ${block.text}` : block.text;
    case 'facts':
      return block.facts.map((fact) => pair(fact.label, fact.value, language)).join('\n');
    case 'steps':
      return block.steps.map((step) => `${SIGNS[step.state]} ${step.text}`).join('\n');
    case 'table':
      return tableText([block.head, ...block.rows]);
    case 'link':
      return pair(block.label, block.url, language);
    case 'buttons':
      // What a form would ask for is typed behind it.
      return block.buttons
        .map(({ label, run, form }) => buttonText(label, form ? `${run} …` : run, language))
        .join('\n');
  }
}

/** What is offered as what it runs is said once. */
function buttonText(label: string, run: string, language?: Language): string {
  return label === run ? `> ${run}` : `> ${pair(label, run, language)}`;
}

function tableText(rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...rows.map((row) => columnsOf(row[column] ?? '')));
  const widths = Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, column) => width(column));
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** How many columns a terminal takes for a text: two for a Chinese character. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + eastAsianWidth(character.codePointAt(0) ?? 0), 0);
}

function padded(cell: string, width = 0): string {
  return cell + ' '.repeat(Math.max(0, width - columnsOf(cell)));
}
