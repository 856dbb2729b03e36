import type { TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Invocation } from '../../commands/invocation.js';
import type { Message } from '../../messages/message.js';
import type { Outcome } from '../../messages/platform.js';
import { CardAction, Click, type TeamsActivity } from './activity.js';
import { type Place, toInvocation } from './inbound.js';
import type { Members } from './members.js';
import type { Outbound } from './outbound.js';
import { VERB } from './render.js';

/** The SDK's sources name 5 s for the answer to an invoke; Teams shows a fault at the button afterwards. */
const CLICK_ANSWER_AFTER_MS = 4_000;
/** How long `settle` waits for answers that never come. */
const SETTLE_MS = 5_000;

/** What Ferry says without having understood anything; from the catalogue. */
export interface TeamsWords {
  /** The answer takes longer than Teams waits. */
  readonly working: string;
  /** Teams does not tell who is asking. */
  readonly whoUnknown: string;
  /** Shown for a moment at a clicked button, when the answer stands in the chat. */
  readonly answered: string;
  /** A click that carries no command of Ferry's. */
  readonly notUnderstood: string;
}

interface Collaborators {
  readonly answer: (invocation: Invocation) => Promise<Message>;
  readonly members: Members;
  readonly outbound: Outbound;
  readonly words: TeamsWords;
  readonly local: boolean;
  readonly answerAfterMs: number;
  readonly log: Logger;
}

/** What happens for a message and for a click. The SDK revokes its context when a turn ends; late answers do without it. */
export class Turns {
  readonly #with: Collaborators;
  readonly #late = new Set<Promise<void>>();

  constructor(collaborators: Collaborators) {
    this.#with = collaborators;
  }

  async message(activity: TeamsActivity, place: Place): Promise<void> {
    const { outbound, words, answerAfterMs, log } = this.#with;
    // Bots that answer each other would never end.
    if (activity.from.role === 'bot' || activity.from.id === activity.recipient.id) return;
    // The older kind of button, Action.Submit, comes as a message with a value.
    const click = activity.value === undefined || activity.value === null ? undefined : Click.safeParse(activity.value);
    if (click && !click.success) return log.warn({ activity: activity.id }, 'teams: ignored a click without a command');
    await this.#run(activity, place, click?.data, answerAfterMs, () =>
      outbound.say(words.working, place.reference, place.conversation),
    );
  }

  /** A click on a button of a card. Whatever it carries gets an answer: without one, the SDK says 501 and Teams shows a fault. */
  async click(context: TurnContext, activity: TeamsActivity, place: Place): Promise<void> {
    const { words, answerAfterMs, log } = this.#with;
    const action = CardAction.safeParse(activity.value).data?.action;
    const click = action?.verb === VERB ? Click.safeParse(action.data) : undefined;
    if (!click?.success) {
      log.warn({ activity: activity.id }, 'teams: ignored a click without a command');
      return respond(context, words.notUnderstood);
    }
    const inTime = await this.#run(activity, place, click.data, Math.min(answerAfterMs, CLICK_ANSWER_AFTER_MS));
    await respond(context, inTime ? words.answered : words.working);
  }

  /** Resolves when no late answer is on its way any more, or after five seconds. */
  async settle(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, SETTLE_MS);
    });
    await Promise.race([Promise.allSettled(this.#late), patience]).finally(() => clearTimeout(timer));
  }

  /** Answers within `patienceMs`, or else after the turn, and after `announce`. False: after it. */
  async #run(
    activity: TeamsActivity,
    place: Place,
    click: Click | undefined,
    patienceMs: number,
    announce?: () => Promise<unknown>,
  ): Promise<boolean> {
    let announced: Promise<void> | undefined;
    const answered = this.#answer(activity, place, click, () => announced);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), patienceMs);
    });
    const inTime = await Promise.race([answered.then(() => true), patience]).finally(() => clearTimeout(timer));
    if (!inTime) {
      // Not awaited: a connector that hangs would hold the turn beyond the time after which Teams sends the activity again.
      if (announce) announced = this.#follow(activity, announce());
      void this.#follow(activity, answered);
    }
    return inTime;
  }

  /** An answer after the turn has no request left to fail: its fault is only logged. Answers when it is over; never rejects. */
  #follow(activity: TeamsActivity, answered: Promise<unknown>): Promise<void> {
    const late: Promise<void> = answered
      .then(() => undefined)
      .catch((error) => this.#with.log.error({ err: error, activity: activity.id }, 'teams: a late answer failed'))
      .finally(() => this.#late.delete(late));
    this.#late.add(late);
    return late;
  }

  /** `announced`: what must stand in the conversation before a late answer does, once there is one. */
  async #answer(
    activity: TeamsActivity,
    place: Place,
    click: Click | undefined,
    announced: () => Promise<void> | undefined,
  ): Promise<void> {
    const { answer, members, outbound, words, local, log } = this.#with;
    const { tenant, reference, conversation } = place;
    const invocation = await toInvocation({ activity, place, members, local }, click);
    let outcome: Outcome;
    if (typeof invocation === 'string') {
      log.warn({ reason: invocation, activity: activity.id }, 'teams: the sender could not be looked up');
      await announced();
      outcome = await outbound.say(words.whoUnknown, reference, conversation);
    } else {
      const message = await answer(invocation);
      await announced();
      outcome = await outbound.answer(message, tenant, reference, conversation);
    }
    // What was asked is done and written; Teams sending it again would only ask for the same words.
    if (outcome.kind !== 'sent') log.warn({ outcome, activity: activity.id }, 'teams: an answer was not posted');
  }
}

/** The answer of an `adaptiveCard/action`: a passing line at the card, which stays as it is. */
async function respond(context: TurnContext, text: string): Promise<void> {
  const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}
