import { RouteStep } from '../domain/migration.js';
import { routeDateNotes } from '../messages/checklist.js';
import { answerChange, viewOf } from './answer-change.js';
import { command } from './command.js';
import { migrationMeant } from './meant.js';

export const step = command({
  name: 'step',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'step', kind: 'one-of', options: RouteStep.options, positional: true, required: true },
    { name: 'on', kind: 'day', clearable: true },
    { name: 'undone', kind: 'yes' },
  ],
  example: 'step M12 requested on=2026-11-20',
  defaults: migrationMeant,
  async run({ migration, step, on, undone }, context) {
    const day = undone ? null : on;
    const answer = await context.services.moves.step(context.ask, migration, step, day);
    const message = await answerChange(context, answer);
    return { ...message, blocks: [...message.blocks, ...routeDateNotes(context.words, await viewOf(context, answer))] };
  },
});
