import type { Choice, Lookup, Reply } from '../messages/form.js';
import type { Mention, Message } from '../messages/message.js';
import type { Words } from '../messages/words.js';
import type { LanguageReader } from '../services/languages.js';

/** One thing said to the bot, the same from every platform. From here on nobody knows which platform it was. */
export interface Invocation {
  /** The words, with the platform's own escapes undone; a leading `/csp` is allowed. */
  readonly text: string;
  readonly actor: Actor;
  /** Where it was said: `slack:<team>/<channel>`, `teams:<tenant>/<conversation>`, `terminal:local`. */
  readonly channel: string;
  /** The asker's language as the platform tells it, such as `fr-FR`. */
  readonly locale?: string;
  /** Names this delivery: the same key again gets the same answer and changes nothing. */
  readonly once: string;
  /** For a click: the revision that the button was drawn from. */
  readonly rev?: number;
  /** What was filled into a form, by field, as it would be typed; `text` is then the command's name alone. */
  readonly filled?: Readonly<Record<string, string>>;
  /** It is the actor's own conversation with Ferry: nobody else is there. */
  readonly alone?: true;
  /** Others are there, and will not see the answer: it can be shared with them. */
  readonly aside?: true;
  /** People named in the text: `as` is how they stand there, such as `@Maria`. */
  readonly named: readonly NamedPerson[];
  /** Channels named in the text, on platforms that tell which are meant, and the one it was said in where its name is told. */
  readonly places?: readonly NamedPlace[];
  /** How many table rows an answer holds here before it is paged; Infinity in a terminal. */
  readonly rows: number;
  /** Whether Ferry can post in this channel; asked only for commands that will, before anything is committed. */
  reach(): Promise<Reach>;
  /** The same of another channel of this platform, one of `places`; without it Ferry is moved only to where it is spoken to. */
  reachOf?(address: string): Promise<Reach>;
}

export interface Actor {
  /** `slack:<team>/<user>`, `teams:<tenant>/<Entra object id>`, `terminal:local`. */
  readonly identity: string;
  readonly name: string;
  /** A full member of a served workspace or tenant. Guests, strangers of shared channels and other tenants have no role. */
  readonly member: boolean;
}

export interface NamedPerson extends Mention {
  readonly as: string;
}

/** `as` is how it stands in the text, such as `#moves`. */
export interface NamedPlace {
  readonly as: string;
  readonly address: string;
}

/** Something searched while it is typed. */
export interface Search {
  readonly actor: Actor;
  readonly lookup: Lookup;
  readonly typed: string;
  /** How many are wanted at most. */
  readonly limit: number;
  readonly locale?: string;
}

/** What a platform asks of the bot. None of these throws. */
export interface Asking {
  /** What was said or clicked, done and answered. */
  answer(invocation: Invocation): Promise<Message>;
  /** The form of a command, with what was said of it filled in; nothing is done yet. */
  open(invocation: Invocation): Promise<Reply>;
  /** A form that was sent; `filled` is there. */
  submit(invocation: Invocation): Promise<Reply>;
  /** What a platform says on its own, as this person reads it there; from what is known by now, without asking anybody. */
  words(reader: LanguageReader, channel: string): Promise<Words>;
  /** Empty also for people who may not know. */
  suggest(search: Search): Promise<readonly Choice[]>;
  /**
   * Ferry was added to a conversation by somebody, or a person met it there first: it says once what to do first. `whose`: the
   * person whose own conversation with Ferry it is; undefined: a channel.
   */
  greet(address: string, whose?: LanguageReader): Promise<void>;
  /** The person looks at the place where her board stands, such as Slack's App Home. */
  opened(actor: Actor, locale?: string): Promise<void>;
}

/** `invite`: the bot is not in this private channel; `closed`: it can never post here (somebody else's direct message, an archived channel). */
export type Reach = 'ok' | 'invite' | 'closed';
