import type { Message } from './message.js';

/**
 * A place where people are. What a platform cannot do, the message must not need. An address, `slack:<team>/<channel>` or
 * `teams:<tenant>/<conversation>`, starts with the platform's name; only that platform reads the rest.
 */
export interface Platform {
  readonly name: string;
  /** How many requests that post or update it takes in how long: for one channel, and in all. All of these hold at once. */
  readonly pace: { readonly channel: readonly Allowance[]; readonly all: readonly Allowance[] };
  /** Rejects with a RefusedError for good; with anything else it may be called again later. */
  start(): Promise<void>;
  /**
   * Posts once: one request, and a second one, as plain text, only when the first was refused for its contents. Faults are
   * outcomes; it does not throw.
   */
  deliver(parcel: Parcel): Promise<Outcome>;
  /** Replaces what was posted under `reference`, the one that `deliver` answered. */
  update(reference: string, parcel: Parcel): Promise<Outcome>;
  /** Reads the channel back for a parcel whose fate is unknown. `since`: milliseconds of the epoch at which it was tried. */
  find(parcel: Parcel, since: number): Promise<Finding>;
  /** Where to write to this person alone. `identity`: one of this platform's, such as `slack:T1/U1`. It does not throw. */
  direct(identity: string): Promise<Direct>;
  /** The https address under which a post can be opened; undefined: there is none. `reference`: the one that `deliver` answered. */
  link(reference: string): string | undefined;
  /**
   * Shows a person's board where she finds it by herself: Slack's App Home, the personal chat in Teams. `shown`: the reference
   * that the last call answered, to be replaced. Boards are drawn again whenever something changes, so one that is lost is no
   * loss. `to`: members alone unless told otherwise; what takes a board away is for whoever had it. `stop`: this platform, or
   * this person, has no such place. It does not throw.
   */
  board(identity: string, board: Message, shown: string | undefined, to?: BoardReader): Promise<Outcome>;
  /** What time it is there, in milliseconds of the epoch, for a clock that is in doubt; undefined: it cannot be told now. */
  time(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** The platform that an address, or an identity, belongs to; undefined: it is not connected now. */
export function platformOf(address: string, platforms: readonly Platform[]): Platform | undefined {
  return platforms.find(({ name }) => address.startsWith(`${name}:`));
}

export interface Allowance {
  readonly requests: number;
  readonly ms: number;
}

export type Direct =
  | { readonly kind: 'found'; readonly address: string }
  /** She cannot be written to alone now: a code for the log. */
  | { readonly kind: 'none'; readonly reason: string };

/** The platform refuses our credentials: nothing but a better configuration mends that. The message names the variable. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

export interface Parcel {
  readonly destination: string;
  /** Names this post for ever; opaque to people, since anyone in a workspace can read Slack's message metadata. */
  readonly key: string;
  readonly message: Message;
}

/** Nothing that names a customer may be shown to `anyone`. */
export type BoardReader = 'member' | 'anyone';

export type Outcome =
  | { readonly kind: 'sent'; readonly reference: string }
  /** Certainly not posted; may be tried again, after `retryAfterMs` if the platform named a wait. */
  | { readonly kind: 'not-sent'; readonly reason: string; readonly retryAfterMs?: number }
  /** The message to update is not there any more. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** This channel takes nothing until somebody mends it: archived, bot removed, token revoked. */
  | { readonly kind: 'stop'; readonly reason: string }
  /** Perhaps posted (time-out, reset, 5xx): must be read back, never blindly sent again. */
  | { readonly kind: 'unknown'; readonly reason: string };

export type Finding =
  | { readonly kind: 'found'; readonly reference: string }
  | { readonly kind: 'absent' }
  /** Not now; it may be asked again. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** This platform cannot be read back at all. */
  | { readonly kind: 'never' };
