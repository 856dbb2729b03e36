import type { Mention } from '../messages/message.js';

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
  /** People named in the text: `as` is how they stand there, such as `@Maria`. */
  readonly named: readonly NamedPerson[];
  /** How many table rows an answer holds here before it is paged; Infinity in a terminal. */
  readonly rows: number;
  /** Whether Ferry can post in this channel; asked only for commands that will, before anything is committed. */
  reach(): Promise<Reach>;
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

/** `invite`: the bot is not in this private channel; `closed`: it can never post here (somebody else's direct message, an archived channel). */
export type Reach = 'ok' | 'invite' | 'closed';
