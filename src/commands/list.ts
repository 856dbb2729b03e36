import { STAGES } from '../domain/stage.js';
import { sayList } from '../messages/lists.js';
import { command, pageOf } from './command.js';

export const list = command({
  name: 'list',
  role: 'viewer',
  fields: [
    { name: 'which', kind: 'one-of', options: ['open', 'mine', 'late', 'unowned'], positional: true },
    { name: 'stage', kind: 'one-of', options: STAGES },
    { name: 'page', kind: 'count' },
  ],
  looks: true,
  example: 'list mine',
  async run({ which, stage, page }, context) {
    const views = await context.services.lookup.list(stage ?? which, context.ask.speaker.identity);
    const run = stage ? `list stage=${stage}` : which ? `list ${which}` : 'list';
    return sayList(context.words, views, stage ?? which, pageOf(context, page, run));
  },
});
