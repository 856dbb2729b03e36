import { UserError } from '../domain/refusal.js';
import { sayDigest } from '../messages/digest.js';
import { sayDigestAsked, sayNoDigest } from '../messages/digest-asked.js';
import { command, pageOf } from './command.js';

export const digest = command({
  name: 'digest',
  role: 'viewer',
  fields: [
    { name: 'whose', kind: 'one-of', options: ['here', 'mine', 'on', 'off'], positional: true },
    { name: 'page', kind: 'count' },
  ],
  looks: ({ whose }) => whose !== 'on' && whose !== 'off',
  example: 'digest mine',
  async run({ whose = 'here', page }, context) {
    const { services, words, ask } = context;
    const { identity } = ask.speaker;
    if (whose === 'on' || whose === 'off') {
      const to = whose === 'on' ? await context.direct(identity) : undefined;
      if (whose === 'on' && to === undefined) throw new UserError('digest-no-direct');
      const settings = to === undefined ? services.speaking.standard : await services.speaking.in(to);
      return sayDigestAsked(words, whose, await services.personal.ask(ask, to), settings);
    }
    const view = whose === 'mine' ? await services.personal.now(identity) : await services.digests.latest(ask.from);
    return view ? sayDigest(words, view, pageOf(context, page, `digest ${whose}`)) : sayNoDigest(words, whose);
  },
});
