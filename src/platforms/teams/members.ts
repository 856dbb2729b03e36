import { z } from 'zod';
import type { Reference } from './address.js';
import type { Connector } from './connector.js';

/** So long may somebody who was made a guest still act as a member. */
const KEPT_MS = 60_000;
const KEPT_COUNT = 2_000;

const Member = z.looseObject({
  aadObjectId: z.string().nullish(),
  /** The older name of the same field. */
  objectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  name: z.string().nullish(),
});

export interface Membership {
  readonly objectId: string;
  /** A full member of the tenant; false for guests and for people of another tenant in a shared channel. */
  readonly full: boolean;
  /** Empty when the roster does not tell. */
  readonly name: string;
}

/** Who somebody is, asked of Teams and believed for a minute. The activity itself does not tell guests from members. */
export class Members {
  readonly #connector: Connector;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly membership: Membership; readonly until: number }>();

  constructor(connector: Connector, now: () => number) {
    this.#connector = connector;
    this.#now = now;
  }

  /**
   * `roster`: the team's id in a channel, else the conversation's. `user`: the id by which the roster knows her, or her object
   * id. Answers why not, as a string, when Teams does not tell.
   */
  async find(reference: Reference, roster: string, user: string, tenant: string): Promise<Membership | string> {
    const key = `${tenant} ${user}`;
    const kept = this.#kept.get(key);
    if (kept && this.#now() < kept.until) return kept.membership;
    const reply = await this.#connector.member(reference, roster, user);
    if (reply.kind !== 'answer') return reply.reason;
    if (reply.status !== 200) return `${reply.status} ${reply.code}`.trim();
    const membership = membershipOf(reply.body, tenant);
    if (typeof membership !== 'string') this.#keep(key, membership);
    return membership;
  }

  #keep(key: string, membership: Membership): void {
    this.#kept.delete(key);
    this.#kept.set(key, { membership, until: this.#now() + KEPT_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_COUNT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function membershipOf(body: unknown, tenant: string): Membership | string {
  const { data: member } = Member.safeParse(body);
  const objectId = member?.aadObjectId || member?.objectId;
  if (!member || !objectId) return 'no object id';
  const { tenantId, userRole, userPrincipalName } = member;
  const as = (full: boolean): Membership => ({ objectId, full, name: member.name ?? '' });
  if (tenantId && tenantId !== tenant) return as(false);
  if (userPrincipalName?.toUpperCase().includes('#EXT#')) return as(false);
  if (userRole) return as(userRole.toLowerCase() === 'user');
  // Without a role only the name of the account tells; with neither, nobody is taken for a member.
  return userPrincipalName ? as(true) : 'no role';
}
