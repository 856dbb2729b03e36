import { sayAbout } from '../messages/about.js';
import { command } from './command.js';

export const about = command({
  name: 'about',
  role: 'viewer',
  fields: [],
  looks: true,
  example: 'about',
  async run(_values, { services, words, about: facts }) {
    const counts = await services.lookup.counts();
    const { checked } = services.digests;
    const { doubt } = services.clockGuard;
    const troubled = await services.outbox.troubled();
    return sayAbout(words, { ...facts, ...counts, troubled, lastSweep: facts.lastSweep(), checked, doubt });
  },
});
