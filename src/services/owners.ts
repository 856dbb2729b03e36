import type { Answer } from '../domain/answer.js';
import { type Day, dayIn } from '../domain/calendar.js';
import { UserError } from '../domain/refusal.js';
import type { Changes } from './changes.js';
import type { Lookup, Uncovered } from './lookup.js';
import { meet, type PersonNamed, personNamed } from './people.js';
import type { Ask } from './record.js';

/** What an absence means for the migrations of the one who goes. */
export interface Absence {
  /** The last day away; undefined: back. */
  readonly until: Day | undefined;
  /** How many of her open migrations have a deputy who is there. */
  readonly covered: number;
  /** Those for which she is reminded all the same, because nobody stands in. */
  readonly uncovered: readonly Uncovered[];
}

/** Who looks after a migration, and who while she is away. */
export class Owners {
  readonly #changes: Changes;
  readonly #lookup: Lookup;
  readonly #zone: string;

  /** `zone`: where a day away begins and ends. */
  constructor(changes: Changes, lookup: Lookup, zone: string) {
    this.#changes = changes;
    this.#lookup = lookup;
    this.#zone = zone;
  }

  /** `who` undefined: nobody. */
  assign(ask: Ask, ref: string, as: 'owner' | 'deputy', who: PersonNamed | undefined): Promise<Answer> {
    return this.#changes.edit(ask, ref, async (draft, now, tx) => {
      if (who === undefined) {
        if (draft[as] === undefined) return 'already';
        delete draft[as];
        if (as === 'deputy') draft.deputySince = now.toString();
        return { did: 'assigned', as, to: null };
      }
      const { id, name } = await personNamed(tx, ask.speaker, who);
      if (draft[as] === id) return 'already';
      if (as === 'owner' && draft.deputy === id) {
        throw new UserError('owner-is-deputy', { id: draft.id, name }, [`deputy ${draft.id} nobody`]);
      }
      if (as === 'deputy' && draft.owner === id) throw new UserError('deputy-is-owner', { id: draft.id, name });
      draft[as] = id;
      if (as === 'deputy') draft.deputySince = now.toString();
      return { did: 'assigned', as, to: name };
    });
  }

  /** The speaker is away through the day `until`, or back. */
  async away(ask: Ask, until: Day | undefined): Promise<Absence> {
    const person = await this.#changes.apply(ask, async (tx, now) => {
      const today = dayIn(this.#zone, now);
      if (until !== undefined && until < today) throw new UserError('away-past', { on: { day: until } });
      const { awayUntil, ...here } = await meet(tx, ask.speaker);
      const next = { ...here, ...(until === undefined ? {} : { awayUntil: until }) };
      return awayUntil === until ? next : tx.put('people', next);
    });
    if (until === undefined) return { until, covered: 0, uncovered: [] };
    // After the change: other changes do not wait until thousands of migrations have been judged.
    return { until, ...(await this.#lookup.standIns(person)) };
  }
}
