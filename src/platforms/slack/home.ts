import type { Logger } from 'pino';
import { z } from 'zod';
import type { Asking } from '../../commands/invocation.js';
import type { Message } from '../../messages/message.js';
import type { BoardReader, Outcome } from '../../messages/platform.js';
import { homeView } from './answer-view.js';
import type { SlackApi } from './api.js';
import { traceOf } from './bolt-log.js';
import { Deliveries } from './deliveries.js';
import { asker, type Knowledge } from './inbound.js';
import { failureOf } from './outcomes.js';
import type { Joined, Opened } from './payloads.js';

const Identity = /^slack:([A-Z][A-Z0-9]{1,30})\/([UW][A-Z0-9]{1,30})$/;
const Published = z.object({ view: z.object({ id: z.string() }) });

export interface HomeOptions {
  readonly api: SlackApi;
  readonly ask: Asking;
  readonly known: () => Knowledge;
  readonly log: Logger;
}

/** The bot's own tab: the board of whoever looks at it, and the first word where the bot is met. */
export class Home {
  readonly #options: HomeOptions;
  readonly #events = new Deliveries();

  constructor(options: HomeOptions) {
    this.#options = options;
  }

  /** A home has no history: what is published takes the place of what was there. */
  async board(identity: string, board: Message, to: BoardReader = 'member'): Promise<Outcome> {
    const { api, known } = this.#options;
    const [, team, user] = Identity.exec(identity) ?? [];
    if (team === undefined || user === undefined || !known().served.has(team)) {
      return { kind: 'stop', reason: 'not_served' };
    }
    try {
      if (to === 'member') {
        const { actor } = await asker(user, team, known());
        if (!actor.member) return { kind: 'stop', reason: 'not_a_member' };
      }
      const answer = await api.call('views.publish', { user_id: user, view: homeView(board, team) });
      return { kind: 'sent', reference: Published.parse(answer).view.id };
    } catch (error) {
      return failureOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
    }
  }

  async opened({ event, event_id, ...delivery }: Opened): Promise<void> {
    const team = teamOf(delivery);
    await this.#once(`slack:${team}:${event_id}`, team, async () => {
      const { ask, known } = this.#options;
      const { actor, locale } = await asker(event.user, team, known());
      // Somebody who became a guest has a home still, in which her board is: whoever draws it takes it away.
      if (event.tab === 'home') await ask.opened(actor, locale);
      else if (actor.member) await ask.greet(`slack:${team}/${event.channel}`, { identity: actor.identity, locale });
    });
  }

  /** Only where somebody brought the bot: where it went by itself, it has been spoken to already. */
  async joined({ event, event_id, ...delivery }: Joined): Promise<void> {
    const team = teamOf(delivery);
    const { ask, known } = this.#options;
    const { user, inviter, channel } = event;
    if (user !== known().bot || inviter === undefined || inviter === user) return;
    await this.#once(`slack:${team}:${event_id}`, team, () => ask.greet(`slack:${team}/${channel}`));
  }

  /** A look at the home is not worth a second delivery: whoever looks again brings the next. */
  async #once(once: string, team: string, work: () => Promise<void>): Promise<void> {
    if (!this.#options.known().served.has(team)) return;
    try {
      await this.#events.once(once, work);
    } catch (error) {
      this.#options.log.warn({ once, code: traceOf(error).code }, 'slack home not shown');
    }
  }
}

/** In a channel shared between workspaces `team_id` can be another's; the authorization is ours. */
function teamOf({ authorizations, team_id }: Pick<Opened, 'authorizations' | 'team_id'>): string {
  return authorizations?.[0]?.team_id ?? team_id;
}
