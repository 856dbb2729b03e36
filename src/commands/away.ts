import { UserError } from '../domain/refusal.js';
import { sayAbsence } from '../messages/people.js';
import { command } from './command.js';

export const away = command({
  name: 'away',
  role: 'operator',
  fields: [
    { name: 'how', kind: 'one-of', options: ['until', 'back'], positional: true, required: true },
    { name: 'day', kind: 'day', positional: true },
  ],
  example: 'away until 2026-12-24',
  defaults: async () => ({ values: { how: 'until' } }),
  async run({ how, day }, { services, words, ask }) {
    if ((how === 'until') !== (day !== undefined)) throw new UserError('away-day');
    return sayAbsence(words, await services.owners.away(ask, day));
  },
});
