import { z } from 'zod';
import type { Direct } from '../../messages/platform.js';
import type { SlackApi } from './api.js';
import { isMember, type Members } from './members.js';
import { codeOf } from './outcomes.js';

const MOST_KEPT = 5_000;

const Identity = /^slack:([A-Z][A-Z0-9]+)\/([A-Z][A-Z0-9]+)$/;
const Opened = z.object({ channel: z.object({ id: z.string().regex(/^D[A-Z0-9]+$/) }) });

export interface Opener {
  readonly api: SlackApi;
  readonly members: Members;
  readonly served: () => ReadonlySet<string>;
}

/** Finds the conversation of the bot with one person, and opens it when there is none yet. */
export class DirectMessages {
  readonly #opener: Opener;
  /** Addresses by identity: such a conversation stays the same for ever. */
  readonly #opened = new Map<string, string>();

  constructor(opener: Opener) {
    this.#opener = opener;
  }

  async find(identity: string): Promise<Direct> {
    const { members, served } = this.#opener;
    const [, team, user] = Identity.exec(identity) ?? [];
    if (team === undefined || user === undefined || !served().has(team)) return { kind: 'none', reason: 'not_served' };
    try {
      // What Ferry posts names customers, and anybody can be named as an owner: guests, other organisations, who has left.
      if (!isMember(await members.find(user), team, served())) return { kind: 'none', reason: 'not_a_member' };
      const address = this.#opened.get(identity) ?? `slack:${team}/${await this.#open(user)}`;
      this.#keep(identity, address);
      return { kind: 'found', address };
    } catch (error) {
      return { kind: 'none', reason: codeOf(error) };
    }
  }

  /** The address of that conversation, as far as it is known already. */
  known(identity: string): string | undefined {
    return this.#opened.get(identity);
  }

  /** That conversation was heard of. */
  note(identity: string, address: string): void {
    this.#keep(identity, address);
  }

  async #open(user: string): Promise<string> {
    const answer = await this.#opener.api.call('conversations.open', { users: user });
    return Opened.parse(answer).channel.id;
  }

  #keep(identity: string, address: string): void {
    this.#opened.delete(identity);
    this.#opened.set(identity, address);
    const oldest = this.#opened.keys().next().value;
    if (this.#opened.size > MOST_KEPT && oldest !== undefined) this.#opened.delete(oldest);
  }
}
