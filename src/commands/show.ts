import type { MigrationView } from '../domain/view.js';
import { migrationCard } from '../messages/card.js';
import type { Block } from '../messages/message.js';
import { cardLink } from '../messages/moved.js';
import { type Context, command } from './command.js';
import { remembered } from './remembered.js';

export const show = command({
  name: 'show',
  role: 'viewer',
  fields: [{ name: 'migration', kind: 'migration', positional: true, required: true }],
  looks: true,
  example: 'show contoso.com',
  async run({ migration }, context) {
    return remembered(context, `show ${migration}`, async () => {
      const { services, words } = context;
      const view = await services.lastChange.with(await services.lookup.show(migration));
      const card = migrationCard(words, view);
      return { ...card, blocks: [...card.blocks, ...(await whereItStands(context, view))] };
    });
  },
});

/** The way to the card that everybody sees; nothing while it is not posted. */
async function whereItStands({ services, words, ask, link }: Context, { migration }: MigrationView): Promise<Block[]> {
  const { channel } = migration;
  const reference = (await services.outbox.card(migration))?.reference;
  if (reference === undefined) return [];
  const isHere = channel === ask.from;
  return cardLink(words, isHere ? 'here' : { name: await services.channels.nameOf(channel) }, link(channel, reference));
}
