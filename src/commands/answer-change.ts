import type { Answer } from '../domain/answer.js';
import type { MigrationView } from '../domain/view.js';
import { sayAnswer } from '../messages/changes.js';
import type { Message } from '../messages/message.js';
import type { Context } from './command.js';

/** Says what a change did, as the migration stands now. */
export async function answerChange(context: Context, answer: Answer): Promise<Message> {
  return sayAnswer(context.words, answer, await viewOf(context, answer));
}

export async function viewOf({ services }: Context, answer: Answer): Promise<MigrationView> {
  const view = await services.lookup.byId(answer.migration);
  if (!view) throw new Error(`${answer.migration} is not in the store right after its change`);
  return view;
}
