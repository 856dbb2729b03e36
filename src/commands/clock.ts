import { sayClock } from '../messages/clock.js';
import { command } from './command.js';

export const clock = command({
  name: 'clock',
  role: 'viewer',
  // Whoever vouches for a wrong clock lets Ferry tell wrong things.
  roleFor: ({ confirm }) => (confirm ? 'admin' : 'viewer'),
  fields: [{ name: 'confirm', kind: 'yes' }],
  example: 'clock confirm=yes',
  async run({ confirm }, { services, words, now }) {
    const { clockGuard } = services;
    const wasInDoubt = clockGuard.doubt !== undefined;
    if (confirm) await clockGuard.confirm();
    return sayClock(words, now(), clockGuard.doubt, confirm === true && wasInDoubt);
  },
});
