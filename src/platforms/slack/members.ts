import { z } from 'zod';
import type { SlackApi } from './api.js';

/** Milliseconds that what Slack says of a person is believed. */
const FRESH = 10 * 60_000;
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
  locale: z.string().optional(),
  profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).default({}),
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
});
export type User = z.infer<typeof User>;

/** Slackbot is no bot by its flags. */
const SLACKBOT = 'USLACKBOT';

/**
 * Whether the person is a full member of the workspace that the request came from. On an Enterprise Grid `team_id` may
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

/** People as Slack tells them, kept for ten minutes. A failed look-up throws and is not kept: nobody is guessed. */
export class Members {
  readonly #api: SlackApi;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly user: Promise<User>; readonly until: number }>();

  constructor(api: SlackApi, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  find(id: string): Promise<User> {
    const kept = this.#kept.get(id);
    if (kept !== undefined && kept.until > this.#now()) return kept.user;
    const user = this.#ask(id);
    this.#kept.delete(id);
    this.#kept.set(id, { user, until: this.#now() + FRESH });
    user.catch(() => {
      if (this.#kept.get(id)?.user === user) this.#kept.delete(id);
    });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return user;
  }

  async #ask(id: string): Promise<User> {
    const answer = await this.#api.call('users.info', { user: id, include_locale: true });
    return z.object({ user: User }).parse(answer).user;
  }
}
