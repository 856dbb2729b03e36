import { sayExport } from '../messages/spreadsheet.js';
import { command, pageOf } from './command.js';

export const exportCommand = command({
  name: 'export',
  role: 'viewer',
  fields: [
    { name: 'format', kind: 'one-of', options: ['csv'], positional: true },
    { name: 'page', kind: 'count' },
  ],
  looks: true,
  example: 'export csv',
  async run({ page }, context) {
    const views = await context.services.lookup.everything();
    return sayExport(context.words, views, pageOf(context, page, 'export'));
  },
});
