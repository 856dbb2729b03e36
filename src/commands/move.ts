import { UserError } from '../domain/refusal.js';
import { sayMoved } from '../messages/moved.js';
import { sayWhyNot } from '../messages/refusals.js';
import { type Context, command } from './command.js';

export const move = command({
  name: 'move',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true, limit: 2000 },
    { name: 'to', kind: 'place', positional: true, required: true },
  ],
  example: 'move M12 here',
  async defaults() {
    return { values: { to: 'here' } };
  },
  async run({ migration, to }, context) {
    const { services, words, ask } = context;
    const target = await targetOf(to, migration, context);
    const refs =
      migration.toLowerCase() === 'loaded' ? await services.relocation.loaded(context.now()) : refsIn(migration);
    const [only, ...others] = refs;
    const done = { moved: [] as string[], there: [] as string[], stale: [] as string[], refused: [] as string[] };
    for (const ref of refs) {
      // Each is a change of its own: one that is refused keeps no other back.
      const own = others.length === 0 && ref === only ? ask : { ...ask, once: `${ask.once} ${ref}` };
      try {
        const { migration: id, unchanged } = await services.relocation.move(own, ref, target);
        const to = unchanged === undefined ? done.moved : unchanged === 'stale' ? done.stale : done.there;
        if (!to.includes(id)) to.push(id);
      } catch (error) {
        if (!(error instanceof UserError) || others.length === 0) throw error;
        done.refused.push(sayWhyNot(words, error));
      }
    }
    const isHere = target.address === ask.from;
    return sayMoved(words, { ...done, to: isHere ? undefined : (target.name ?? to) });
  },
});

/** Joined by a plus, as ids or domains: a name may have one in it. */
function refsIn(text: string): string[] {
  const parts = text.split('+').map((part) => part.trim());
  const isList = parts.every((part) => /^(m\d{1,9}|[^\s.]+(\.[^\s.]+)+)$/i.test(part));
  return isList ? [...new Set(parts)] : [text];
}

/** Where it is to live; refused before anything is committed where Ferry cannot post there. */
async function targetOf(typed: string, ref: string, { ask, places, reach }: Context) {
  const isHere = typed.toLowerCase() === 'here';
  const address = isHere ? ask.from : places.find(({ as }) => as === typed)?.address;
  if (address === undefined) throw new UserError('no-place', { place: typed, ref });
  const reached = await reach(address);
  if (isHere && reached !== 'ok') throw new UserError(reached === 'invite' ? 'channel-invite' : 'channel-closed');
  if (reached !== 'ok') throw new UserError(`move-${reached}`, { place: typed });
  return { address, name: isHere ? places.find((one) => one.address === address)?.as : typed };
}
