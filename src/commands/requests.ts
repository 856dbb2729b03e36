import { sayRequests } from '../messages/lists.js';
import { command, pageOf } from './command.js';

export const requests = command({
  name: 'requests',
  role: 'viewer',
  fields: [{ name: 'page', kind: 'count' }],
  looks: true,
  example: 'requests',
  async run({ page }, context) {
    return sayRequests(context.words, await context.services.requests.open(), pageOf(context, page, 'requests'));
  },
});
