import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Asking } from '../../commands/invocation.js';
import { plainText } from '../../messages/plain-text.js';
import type { Outcome } from '../../messages/platform.js';
import { CardAction, Click, type TeamsActivity } from './activity.js';
import { VERB } from './buttons.js';
import { answeringOf, type Place, toInvocation, wordsFor } from './inbound.js';
import type { LateWork } from './late.js';
import type { Members } from './members.js';
import type { Outbound } from './outbound.js';

/** The SDK's sources name 5 s for the answer to an invoke; Teams shows a fault at the button afterwards. */
export const INVOKE_ANSWER_AFTER_MS = 4_000;

interface Collaborators {
  readonly ask: Pick<Asking, 'answer' | 'words'>;
  readonly members: Members;
  readonly outbound: Outbound;
  readonly late: LateWork;
  readonly local: boolean;
  readonly answerAfterMs: number;
  /** Whoever waits longer sees that Ferry is at it. */
  readonly typingAfterMs: number;
  readonly log: Logger;
}

/** What happens for a message and for a click. The SDK revokes its context when a turn ends; late answers do without it. */
export class Turns {
  readonly #with: Collaborators;

  constructor(collaborators: Collaborators) {
    this.#with = collaborators;
  }

  async message(activity: TeamsActivity, place: Place): Promise<void> {
    const { ask, outbound, late, local, answerAfterMs, typingAfterMs, log } = this.#with;
    // Bots that answer each other would never end.
    if (activity.from.role === 'bot' || activity.from.id === activity.recipient.id) return;
    // The older kind of button, Action.Submit, comes as a message with a value.
    const click = activity.value === undefined || activity.value === null ? undefined : Click.safeParse(activity.value);
    if (click && !click.success) return log.warn({ activity: activity.id }, 'teams: ignored a click without a command');
    const to = answeringOf({ activity, place, local });
    // Not awaited: it only says that an answer is coming.
    const typing = setTimeout(() => void late.follow(activity.id, outbound.type(to)), typingAfterMs);
    const announce = async () => {
      const words = await wordsFor(ask, activity, place);
      return outbound.say(words.say('word.working'), to);
    };
    await this.#run(activity, place, click?.data, answerAfterMs, announce).finally(() => clearTimeout(typing));
  }

  /** A click on a button of a card. Whatever it carries gets an answer: without one, the SDK says 501 and Teams shows a fault. */
  async click(context: TurnContext, activity: TeamsActivity, place: Place): Promise<void> {
    const { ask, answerAfterMs, log } = this.#with;
    const action = CardAction.safeParse(activity.value).data?.action;
    const click = action?.verb === VERB ? Click.safeParse(action.data) : undefined;
    if (!click?.success) {
      log.warn({ activity: activity.id }, 'teams: ignored a click without a command');
      return respond(context, (await wordsFor(ask, activity, place)).say('word.not-understood'));
    }
    let line: string | undefined;
    const patience = Math.min(answerAfterMs, INVOKE_ANSWER_AFTER_MS);
    const inTime = await this.#run(activity, place, click.data, patience, undefined, (said) => {
      line = said;
    });
    // Only now: the click may have chosen another language.
    const words = await wordsFor(ask, activity, place);
    await respond(context, inTime ? (line ?? words.say('word.answered')) : words.say('word.working'));
  }

  /** Answers within `patienceMs`, or else after the turn, and after `announce`. False: after it. */
  async #run(
    activity: TeamsActivity,
    place: Place,
    click: Click | undefined,
    patienceMs: number,
    announce?: () => Promise<unknown>,
    passing?: (line: string) => void,
  ): Promise<boolean> {
    const { late } = this.#with;
    let announced: Promise<void> | undefined;
    const answered = this.#answer(activity, place, click, () => announced, passing);
    if (await late.within(answered, patienceMs)) return true;
    // Not awaited: a connector that hangs would hold the turn beyond the time after which Teams sends the activity again.
    if (announce) announced = late.follow(activity.id, announce());
    void late.follow(activity.id, answered);
    return false;
  }

  /** `announced`: what must stand in the conversation before a late answer does, once there is one. */
  async #answer(
    activity: TeamsActivity,
    place: Place,
    click: Click | undefined,
    announced: () => Promise<void> | undefined,
    passing?: (line: string) => void,
  ): Promise<Outcome> {
    const { ask, members, outbound, local, log } = this.#with;
    const to = answeringOf({ activity, place, local });
    const invocation = await toInvocation({ activity, place, members, local }, click);
    let outcome: Outcome;
    if (typeof invocation === 'string') {
      log.warn({ reason: invocation, activity: activity.id }, 'teams: the sender could not be looked up');
      await announced();
      outcome = await outbound.say((await wordsFor(ask, activity, place)).say('word.who-unknown'), to);
    } else {
      const message = await ask.answer(invocation);
      if (message.passing) {
        passing?.(plainText({ ...message, title: '' }));
        return { kind: 'sent', reference: '' };
      }
      await announced();
      outcome = await outbound.answer(message, to);
    }
    // What was asked is done and written; Teams sending it again would only ask for the same words.
    if (outcome.kind !== 'sent') log.warn({ outcome, activity: activity.id }, 'teams: an answer was not posted');
    return outcome;
  }
}

/** The answer of an `adaptiveCard/action`: a passing line at the card, which stays as it is. */
async function respond(context: TurnContext, text: string): Promise<void> {
  const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}
