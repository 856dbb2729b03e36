import type { types } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Patience } from './answering.js';
import type { SlackApi } from './api.js';
import { codeOf } from './outcomes.js';

const Answer = z.object({ view: z.object({ id: z.string() }) });

/** Opens and replaces modals. */
export class Views {
  readonly #api: SlackApi;
  readonly #log: Logger;

  constructor(api: SlackApi, log: Logger) {
    this.#api = api;
    this.#log = log;
  }

  /**
   * The new view's id; undefined when it is not there in time: Slack forgets a trigger after three seconds, and takes it
   * once. It may still open later, and then shows nothing that the answer does not say as well.
   */
  async open(
    trigger: string | undefined,
    view: types.ModalView,
    patience: Patience,
  ): Promise<{ readonly id: string } | undefined> {
    if (trigger === undefined || patience.over) return undefined;
    const opening = this.#api.call('views.open', { trigger_id: trigger, view }).then(
      (answer) => Answer.parse(answer).view,
      (error: unknown) => {
        this.#log.warn({ code: codeOf(error) }, 'slack view not opened');
        return undefined;
      },
    );
    return patience.within(opening);
  }

  /** False when the view is not there any more, or not replaced for another reason. */
  async replace(id: string, view: types.ModalView): Promise<boolean> {
    try {
      await this.#api.call('views.update', { view_id: id, view });
      return true;
    } catch (error) {
      this.#log.warn({ code: codeOf(error) }, 'slack view not replaced');
      return false;
    }
  }
}
