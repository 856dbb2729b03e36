import { dayOf } from '../domain/calendar.js';
import { invitationBlocks } from '../messages/invitation.js';
import { answerChange, viewOf } from './answer-change.js';
import { command } from './command.js';
import { migrationMeant } from './meant.js';

export const invite = command({
  name: 'invite',
  role: 'operator',
  fields: [
    { name: 'migration', kind: 'migration', positional: true, required: true },
    { name: 'link', kind: 'url' },
    { name: 'sent', kind: 'day' },
    { name: 'language', kind: 'language' },
    { name: 'english', kind: 'yes' },
  ],
  example: 'invite M12 link=https://partner.microsoft.com/…',
  async defaults(typed, context) {
    const { view, ...meant } = await migrationMeant(typed, context);
    const { link, sentOn: sent = dayOf(context.now()) } = view?.migration.invitation ?? {};
    return { ...meant, values: { sent, ...(link === undefined ? {} : { link }) } };
  },
  async run({ migration, link, sent, ...wish }, context) {
    const answer = await context.services.moves.invite(context.ask, migration, sent, link);
    const message = await answerChange(context, answer);
    return {
      ...message,
      blocks: [...message.blocks, ...invitationBlocks(context.words, await viewOf(context, answer), wish)],
    };
  },
});
