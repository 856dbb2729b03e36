import { STAGES } from '../domain/stage.js';
import { sayList } from '../messages/lists.js';
import { mostOn } from '../messages/pages.js';
import { command, pageOf } from './command.js';
import { remembered } from './remembered.js';

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
    const { services, words, ask } = context;
    const run = stage ? `list stage=${stage}` : which ? `list ${which}` : 'list';
    const part = pageOf(context, page, run);
    return remembered(context, `${run} page=${part.page}`, async () => {
      const { views, total } = await services.lookup.listed(stage ?? which, ask.speaker.identity, mostOn(part));
      return sayList(words, views, stage ?? which, part, total);
    });
  },
});
