import { z } from 'zod';
import { problemsOfCard } from './adaptive-cards.js';

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const Size = z.union([z.enum(['small', 'medium', 'large']), z.number().int().positive()]);
const CardHeld = z.strictObject({ contentType: z.literal(CARD_TYPE), content: z.looseObject({}) });

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots */
const Task = z.strictObject({
  task: z.strictObject({
    type: z.literal('continue'),
    value: z.strictObject({ title: z.string().min(1).max(64).optional(), height: Size, width: Size, card: CardHeld }),
  }),
});
/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
const Search = z.strictObject({
  type: z.literal('application/vnd.microsoft.search.searchResponse'),
  value: z.strictObject({
    results: z.array(z.strictObject({ value: z.string().min(1), title: z.string().min(1) })).max(15),
  }),
});
const Clicked = z.strictObject({
  statusCode: z.literal(200),
  type: z.literal('application/vnd.microsoft.activity.message'),
  value: z.string().min(1),
});

/** What Teams could not read in the answer to an invoke. */
export function problemsOfAnswer(invoke: unknown, status: number, body: unknown): string[] {
  switch (invoke) {
    case 'task/fetch':
    case 'task/submit': {
      const task = Task.safeParse(body);
      if (!task.success) return [`${invoke}: ${task.error.message}`];
      const { content } = task.data.task.value.card;
      const inChat = JSON.stringify(content).includes('Action.Execute') ? ['a dialog knows no Action.Execute'] : [];
      return [...problemsOfStatus(invoke, status), ...inChat, ...problemsOfCard(content)];
    }
    case 'application/search':
      return [
        ...problemsOfStatus(invoke, status),
        ...(Search.safeParse(body).error?.issues ?? []).map(({ message }) => message),
      ];
    case 'adaptiveCard/action':
      return [
        ...problemsOfStatus(invoke, status),
        ...(Clicked.safeParse(body).error?.issues ?? []).map(({ message }) => message),
      ];
    default:
      return body === undefined ? [] : [`${String(invoke)} is answered with a body`];
  }
}

function problemsOfStatus(invoke: string, status: number): string[] {
  return status === 200 ? [] : [`${invoke} is answered with ${status}`];
}

/** What Teams would refuse in an activity that is posted or put. */
export function problemsOfActivity(activity: Readonly<Record<string, unknown>>, targeted: boolean): string[] {
  const problems: string[] = [];
  const { type, attachments, text, summary, recipient, entities } = activity;
  if (type === 'typing') return [];
  if (type !== 'message') problems.push(`an activity of type ${String(type)}`);
  const cards = Array.isArray(attachments) ? attachments : [];
  if (cards.length > 0 && text !== undefined) problems.push('a card and a text');
  if (cards.length > 0 && !summary) problems.push('a card without its words');
  if (cards.length === 0 && !text) problems.push('nothing to read');
  if (!targeted && recipient !== undefined) problems.push('a recipient of what all see');
  if (!targeted && JSON.stringify(entities ?? []).includes('targetedMessageInfo'))
    problems.push('a question shown to all');
  for (const card of cards) {
    const held = CardHeld.safeParse(card);
    problems.push(...(held.success ? problemsOfCard(held.data.content) : [held.error.message]));
  }
  return problems;
}
