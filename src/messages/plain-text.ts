import { harmless } from './harmless.js';
import type { Block, Message, Step } from './message.js';

/** The whole message as text: Slack's `text`, Teams' `summary`, the terminal, a screen reader. */
export function plainText(message: Message): string {
  const mentions = (message.mentions ?? []).map((person) => `@${person.name}`).join(' ');
  const parts = [message.title, mentions, ...message.blocks.map(blockText)].filter((part) => part !== '');
  return harmless(parts.join('\n'));
}

const SIGNS: Record<Step['state'], string> = { done: '[x]', next: '[>]', open: '[ ]', late: '[!]' };

function blockText(block: Block): string {
  switch (block.kind) {
    case 'text':
    case 'code':
      return block.text;
    case 'note':
      return block.tone === 'caution' ? `! ${block.text}` : block.text;
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${fact.value}`).join('\n');
    case 'steps':
      return block.steps.map((step) => `${SIGNS[step.state]} ${step.text}`).join('\n');
    case 'table':
      return tableText([block.head, ...block.rows]);
    case 'link':
      return `${block.label}: ${block.url}`;
    case 'buttons':
      // What a form would ask for is typed behind it.
      return block.buttons.map(({ label, run, form }) => `> ${label}: ${run}${form ? ' …' : ''}`).join('\n');
  }
}

function tableText(rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length));
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

function padded(cell: string, width = 0): string {
  return cell + ' '.repeat(Math.max(0, width - [...cell].length));
}
