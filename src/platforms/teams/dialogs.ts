import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Asking, Invocation } from '../../commands/invocation.js';
import type { Reply } from '../../messages/form.js';
import type { Message } from '../../messages/message.js';
import { unfinished } from '../../messages/unfinished.js';
import type { Words } from '../../messages/words.js';
import { Click, DialogValue, type TeamsActivity } from './activity.js';
import { readSent } from './filled.js';
import { answeringOf, type Given, type Place, toInvocation, wordsFor } from './inbound.js';
import type { LateWork } from './late.js';
import type { Members } from './members.js';
import type { Answering, Outbound } from './outbound.js';
import { paragraphs } from './paragraphs.js';
import { cardOf, renderCards } from './render.js';
import { ofForm, type Shown, taskInfo } from './task-info.js';
import { INVOKE_ANSWER_AFTER_MS } from './turn.js';

interface Collaborators {
  readonly ask: Pick<Asking, 'answer' | 'open' | 'submit' | 'words'>;
  readonly members: Members;
  readonly outbound: Outbound;
  readonly late: LateWork;
  readonly local: boolean;
  readonly answerAfterMs: number;
  readonly log: Logger;
}

/** Dialogs: a form, or the answer to one that was sent, whose buttons go on in the same dialog. */
export class Dialogs {
  readonly #with: Collaborators;

  constructor(collaborators: Collaborators) {
    this.#with = collaborators;
  }

  /** A button asks for a dialog. */
  async fetch(context: TurnContext, activity: TeamsActivity, place: Place): Promise<void> {
    const click = Click.safeParse(DialogValue.safeParse(activity.value).data?.data).data;
    await this.#respond(context, activity, place, click, (invocation) => this.#with.ask.open(invocation));
  }

  /** A button within a dialog: that of a form, or one of an answer. */
  async submit(context: TurnContext, activity: TeamsActivity, place: Place): Promise<void> {
    const { ask } = this.#with;
    const data = DialogValue.safeParse(activity.value).data?.data;
    const click = Click.safeParse(data).data;
    if (click?.form) return this.#respond(context, activity, place, click, (invocation) => ask.open(invocation));
    if (click) return this.#respond(context, activity, place, click, (invocation) => answered(ask, invocation));
    const sent = data && readSent(data, place.tenant);
    await this.#respond(context, activity, place, sent, (invocation) => ask.submit(invocation));
  }

  async #respond(
    context: TurnContext,
    activity: TeamsActivity,
    place: Place,
    given: Given | undefined,
    work: (invocation: Invocation) => Promise<Reply>,
  ): Promise<void> {
    const { ask, members, late, local, answerAfterMs, log } = this.#with;
    const words = await wordsFor(ask, activity, place);
    if (!given) {
      log.warn({ activity: activity.id }, 'teams: ignored a dialog without a command');
      return show(context, say(words.say('word.not-understood')));
    }
    const to = answeringOf({ activity, place, local });
    const begun = toInvocation({ activity, place, members, local }, given).then(async (invocation) => {
      if (typeof invocation !== 'string') return work(invocation);
      log.warn({ reason: invocation, activity: activity.id }, 'teams: the sender could not be looked up');
      return undefined;
    });
    // Wrapped: a reply that is not there yet is another thing than none.
    const reply = begun.then((given) => ({ given }));
    const inTime = await late.within(reply, Math.min(answerAfterMs, INVOKE_ANSWER_AFTER_MS));
    if (!inTime) {
      void late.follow(
        activity.id,
        reply.then(({ given }) => this.#afterwards(given, to, words)),
      );
      return show(context, say(words.say('word.working')));
    }
    await show(context, await this.#drawn(inTime.given, to, activity, words));
  }

  async #drawn(reply: Reply | undefined, to: Answering, activity: TeamsActivity, words: Words): Promise<Shown> {
    const { outbound, late } = this.#with;
    if (!reply) return say(words.say('word.who-unknown'));
    if (reply.kind === 'form') return ofForm(reply.form, to.aside ? 'conversation' : 'organisation');
    const { message } = reply;
    const [card, more] = renderCards(message, to.tenant, 'dialog');
    // A dialog holds one card; and what is for everybody stands where everybody is.
    if (!card || more || message.everyone) {
      void late.follow(activity.id, outbound.answer(message, to));
      return say(words.say('word.answered'));
    }
    return { title: message.title, card };
  }

  /** The dialog has been told not to wait: what came of it is said in the chat, so that nothing typed is lost. */
  async #afterwards(reply: Reply | undefined, to: Answering, words: Words): Promise<void> {
    const { outbound } = this.#with;
    if (!reply) await outbound.say(words.say('word.who-unknown'), to);
    else await outbound.answer(reply.kind === 'form' ? unfinished(reply.form) : reply.message, to);
  }
}

async function answered(ask: Collaborators['ask'], invocation: Invocation): Promise<Reply> {
  const message: Message = await ask.answer(invocation);
  return { kind: 'message', message };
}

function say(text: string): Shown {
  return { card: cardOf(paragraphs(text)) };
}

/** The answer of `task/fetch` and `task/submit`: what the dialog shows next. */
async function show(context: TurnContext, shown: Shown): Promise<void> {
  const body = { task: { type: 'continue', value: taskInfo(shown) } };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}
