import { UserError } from '../domain/refusal.js';
import { command } from './command.js';

export const share = command({
  name: 'share',
  role: 'viewer',
  fields: [{ name: 'text', kind: 'text', positional: true, free: true, limit: 500 }],
  form: [],
  example: 'share list late',
  async run({ text = '' }, { wordsHere, ask, lookAgain, reach }) {
    // What Ferry says names customers: not where it may never speak, such as a channel of two organisations.
    const reached = await reach(ask.from);
    if (reached !== 'ok') throw new UserError(`share-${reached}`);
    const said = await lookAgain(text);
    if (said.refused) return said;
    const words = await wordsHere();
    const note = { kind: 'note', text: words.say('share.by', { name: ask.speaker.name }) } as const;
    return { ...said, everyone: true, blocks: [...said.blocks, note] };
  },
});
