import { randomUUID } from 'node:crypto';
import type { Invocation } from '../../commands/invocation.js';
import { type Form, LOOKUPS, type Reply as Said } from '../../messages/form.js';
import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import type { Words } from '../../messages/words.js';
import { addressOf, type Chat } from './chat.js';
import { actorOf, namedIn, pickedIn, type Surfaces, unpicked } from './people.js';
import type { Asks, Drawing, PaneName, PersonName, PlaceName, Reply } from './protocol.js';
import type { World } from './world.js';

/** How many rows of a table an answer holds before it is paged: as in Slack. */
const ROWS = 20;
const MOST_OPTIONS = 100;

export interface DeskOptions {
  readonly chat: Chat;
  readonly surfaces: Surfaces;
  readonly world: () => World;
  /** In which the page is read. */
  readonly words: () => Promise<Words>;
}

/** Where something is said or done, and by whom. */
interface Doing {
  readonly as: PersonName;
  readonly pane: PaneName;
  readonly place: PlaceName;
}

/** Takes what is said, clicked and filled in, asks the bot, and brings its answers into the conversations. */
export class Desk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  async say({ text, ...doing }: Asks['say']): Promise<Reply> {
    const { chat, world } = this.#options;
    const { as, pane, place } = doing;
    const said = text.trim();
    if (said === '') return {};
    chat.add({ ...whereOf(doing), by: as, at: this.#now(), text: said });
    const heard = heardIn(said, place);
    if (heard === undefined) return { unheard: true };
    const invocation = { ...(await this.#invocation(doing, heard)), named: namedIn(heard) };
    const message = await world().asking.answer(invocation);
    // Slack opens a form at once; in Teams a button of the answer does.
    if (message.opens !== undefined && pane === 'slack') {
      return this.#shown(await world().asking.open({ ...invocation, text: message.opens.run }), doing);
    }
    this.#answer(message, doing);
    return {};
  }

  async click({ given, dialog, ...doing }: Asks['click']): Promise<Reply> {
    const { surfaces, world, words } = this.#options;
    const press = surfaces[doing.pane].press(given);
    if (press === undefined) return { problem: (await words()).say('word.not-understood') };
    const { run, rev, form } = press;
    const said = await this.#invocation(doing, run);
    const invocation = rev === undefined ? said : { ...said, rev };
    if (form) return this.#shown(await world().asking.open(invocation), doing, dialog);
    const message = await world().asking.answer(invocation);
    if (message.opens !== undefined && doing.pane === 'slack') {
      return this.#shown(await world().asking.open({ ...invocation, text: message.opens.run }), doing, dialog);
    }
    if (message.passing && !dialog) return { passing: plainText({ ...message, title: '' }).trim() };
    return this.#shown({ kind: 'message', message }, doing, dialog);
  }

  async submit({ given, ...doing }: Asks['submit']): Promise<Reply> {
    const { surfaces, world, words } = this.#options;
    const surface = surfaces[doing.pane];
    const sent = surface.filled(given);
    if (sent === undefined) return { problem: (await words()).say('word.not-understood') };
    const { command, rev, inChannel } = sent;
    const place = inChannel ? 'channel' : doing.place;
    const said = await this.#invocation({ ...doing, place }, command);
    const { filled, named } = unpicked(sent.filled, surface);
    const invocation = { ...said, filled, named, ...(rev === undefined ? {} : { rev }) };
    return this.#shown(await world().asking.submit(invocation), doing, true);
  }

  async suggest({ as, pane, lookup, typed }: Asks['suggest']): Promise<Drawing> {
    const { surfaces, world, words } = this.#options;
    const known = LOOKUPS.find((one) => one === lookup);
    const { language: locale } = await words();
    const found =
      known === undefined
        ? []
        : await world().asking.suggest({ actor: actorOf(as), lookup: known, typed, limit: MOST_OPTIONS, locale });
    return surfaces[pane].options(found, typed) as Drawing;
  }

  /** `inDialog`: it is answered where it was asked, unless it is for all. */
  #shown(said: Said, doing: Doing, inDialog?: true): Reply {
    if (said.kind === 'form') return { dialog: this.#form(said.form, doing) };
    const { message } = said;
    if (inDialog && !message.everyone) return { dialog: this.#surface(doing).answer(message) as Drawing };
    this.#answer(message, doing);
    return {};
  }

  #form(form: Form, doing: Doing): Drawing {
    const surface = this.#surface(doing);
    return surface.form(pickedIn(form, surface, doing.as), { own: doing.place === 'own' }) as Drawing;
  }

  #surface({ pane }: Doing) {
    return this.#options.surfaces[pane];
  }

  #answer(message: Message, doing: Doing): void {
    const { as, place } = doing;
    const only = place === 'channel' && !message.everyone ? { only: as } : {};
    this.#options.chat.add({ ...whereOf(doing), by: 'ferry', at: this.#now(), ...only, message });
  }

  async #invocation({ as, place }: Doing, text: string): Promise<Invocation> {
    const { language: locale } = await this.#options.words();
    return {
      text,
      actor: actorOf(as),
      channel: addressOf(place, as),
      locale,
      once: `playground ${randomUUID()}`,
      ...(place === 'own' ? { alone: true } : { aside: true }),
      named: [],
      places: [{ as: '#moves', address: addressOf('channel', as) }],
      rows: ROWS,
      reach: async () => 'ok',
      reachOf: async (address) => (address === addressOf('channel', as) ? 'ok' : 'closed'),
    };
  }

  #now(): number {
    return this.#options.world().clock.now().epochMilliseconds;
  }
}

function whereOf({ as, place }: Doing): { readonly place: PlaceName; readonly of?: PersonName } {
  return place === 'own' ? { place, of: as } : { place };
}

/** The words for Ferry; undefined: in a channel only what begins with its command or its name is for it. */
function heardIn(text: string, place: PlaceName): string | undefined {
  const call = /^(?:@ferry\b[\s:,]*)+/i;
  if (call.test(text)) return text.replace(call, '');
  return place === 'own' || /^\/csp(?:\s|$)/i.test(text) ? text : undefined;
}
