import type { SlackApi } from './api.js';
import type { DirectMessages } from './direct-messages.js';
import type { Heard } from './inbound.js';
import { channelIn } from './remembered.js';
import { plain, render } from './render.js';
import type { Shown } from './replies.js';

/** The conversation that a person has with the bot alone: there she hears what could not be shown where she asked. */
export class OwnConversation {
  readonly #api: SlackApi;
  readonly #direct: DirectMessages;

  constructor(api: SlackApi, direct: DirectMessages) {
    this.#api = api;
    this.#direct = direct;
  }

  /** By its id; undefined for guests, and while Slack does not tell. */
  async of({ team, user }: Pick<Heard, 'team' | 'user'>): Promise<string | undefined> {
    const found = await this.#direct.find(`slack:${team}/${user}`);
    return found.kind === 'found' ? channelIn(found.address) : undefined;
  }

  async post(heard: Heard, shown: Shown): Promise<void> {
    const channel = await this.of(heard);
    if (channel === undefined) return;
    const drawn =
      shown.kind === 'words'
        ? plain(shown.text)
        : render(shown.kind === 'form' ? shown.instead : shown.message, heard.team);
    const args = { ...drawn, channel, unfurl_links: false, unfurl_media: false };
    await this.#api.call('chat.postMessage', args);
  }
}
