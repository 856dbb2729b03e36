import { z } from 'zod';
import type { SlackApi } from './api.js';

/** Milliseconds that a person's role is believed: who was made a guest or removed must not go on for long. */
const ROLE_FRESH = 60_000;
/** Milliseconds that a name is believed: nothing is decided by it. */
const NAME_FRESH = 10 * 60_000;
const MOST_KEPT = 5_000;

const User = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().default(''),
  real_name: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  /** Not worth shutting anybody out for: whatever is no text is none. */
  locale: z.string().optional().catch(undefined),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).default({}),
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
});
export type User = z.infer<typeof User>;

/** Slackbot is no bot by its flags. */
const SLACKBOT = 'USLACKBOT';

/**
 * Whether the person is a full member of a served workspace. On an Enterprise Grid `team_id` may
 * name the organisation or the person's home, so the list of the person's workspaces counts as well.
 */
export function isMember(user: User, team: string, served: ReadonlySet<string>): boolean {
  if (user.deleted || user.is_bot || user.id === SLACKBOT) return false;
  if (user.is_restricted || user.is_ultra_restricted || user.is_stranger) return false;
  const home = user.team_id;
  return (home !== undefined && served.has(home)) || user.enterprise_user?.teams.includes(team) === true;
}

/** The name for people: as they chose it, else their full name, else their handle. */
export function nameOf(user: User): string {
  return [user.profile.display_name, user.real_name, user.profile.real_name, user.name].find(Boolean) ?? user.id;
}

/** People as Slack tells them, kept for a while. A failed look-up throws and is not kept: nobody is guessed. */
export class Members {
  readonly #api: SlackApi;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly user: Promise<User>; readonly asked: number }>();
  /** As each person's was told last: kept when she cannot be asked for, since then she has to be told so. */
  readonly #locales = new Map<string, string>();

  constructor(api: SlackApi, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  /** With a role that is at most a minute old. */
  find(id: string): Promise<User> {
    return this.#known(id, ROLE_FRESH);
  }

  /** For the name alone: it may be ten minutes old, and the role with it. */
  named(id: string): Promise<User> {
    return this.#known(id, NAME_FRESH);
  }

  /** Her language as Slack told it last, such as `fr-FR`; nobody is asked. */
  localeOf(id: string): string | undefined {
    return this.#locales.get(id);
  }

  #known(id: string, fresh: number): Promise<User> {
    const kept = this.#kept.get(id);
    if (kept !== undefined && this.#now() < kept.asked + fresh) return kept.user;
    const user = this.#ask(id);
    this.#kept.delete(id);
    this.#kept.set(id, { user, asked: this.#now() });
    dropOldest(this.#kept);
    user.then(
      ({ locale }) => this.#noteLocale(id, locale),
      () => {
        if (this.#kept.get(id)?.user === user) this.#kept.delete(id);
      },
    );
    return user;
  }

  #noteLocale(id: string, locale: string | undefined): void {
    this.#locales.delete(id);
    if (locale !== undefined) this.#locales.set(id, locale);
    dropOldest(this.#locales);
  }

  async #ask(id: string): Promise<User> {
    const answer = await this.#api.call('users.info', { user: id, include_locale: true });
    return z.object({ user: User }).parse(answer).user;
  }
}

function dropOldest(kept: Map<string, unknown>): void {
  const oldest = kept.keys().next().value;
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}
