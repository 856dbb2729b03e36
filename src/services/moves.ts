import type { Temporal } from 'temporal-polyfill';
import type { Answer } from '../domain/answer.js';
import { type Day, dayOf } from '../domain/calendar.js';
import { type Customer, isCalled, nameCustomer } from '../domain/customer.js';
import type { Happening } from '../domain/history.js';
import { isGivenUp, type Migration, ROUTES } from '../domain/migration.js';
import { type RefusalCode, UserError } from '../domain/refusal.js';
import type { Source } from '../domain/subscription.js';
import { type End, end } from './endings.js';
import { changeMigration, changeOriginal, type MigrationFacts, type OriginalFacts, otherFacts } from './facts.js';
import { nextId } from './ids.js';
import { findMigration, isOpen, pickOriginal } from './lookup.js';
import { addOriginal, isSameOriginal, type NewOriginal } from './originals.js';
import { queueCard } from './outbox.js';
import { meet } from './people.js';
import type { Clock, Store, Transaction } from './ports.js';
import { type Provision, provision } from './provision.js';
import { type Ask, record, write } from './record.js';

export interface Start {
  readonly customer: string;
  readonly source: Source | undefined;
  readonly country: string | undefined;
  readonly original: NewOriginal | undefined;
  readonly again: boolean;
  readonly sample?: boolean;
}

/** What a decision leads to: a draft that was edited in place and what to call it, or nothing to change. */
type Decision = Happening | 'already';

/**
 * Everything that changes a migration. Each change is one transaction: state, history, the card's outbox row and the
 * delivery's receipt, or none of it. Refusals are UserErrors.
 */
export class Moves {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changed: () => void;

  /** `changed` is called after each commit, so that what was queued goes out at once. */
  constructor(store: Store, clock: Clock, changed: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#changed = changed;
  }

  start(ask: Ask, start: Start): Promise<Answer> {
    return this.#once(ask, async (tx, now) => {
      const named = nameCustomer(start.customer);
      if (!named) throw new UserError('customer-name', { value: start.customer });
      const customer = await findCustomer(tx, start.customer);
      const open = (await tx.list('migrations', { customer: customer?.id ?? '' })).find((one) => isOpen(one, now));
      if (open && !start.again) return alreadyOpen(open, start);
      const kept = customer ?? (await tx.put('customers', { id: await nextId(tx, 'C'), rev: 0, ...named }));
      const owner = await meet(tx, ask.speaker);
      const source = start.source ?? 'unknown';
      const draft: Migration = {
        id: await nextId(tx, 'M'),
        rev: 0,
        customer: kept.id,
        source,
        route: ROUTES[source],
        ...(start.country === undefined ? {} : { country: start.country }),
        channel: ask.from,
        owner: owner.id,
        createdAt: now.toString(),
        sample: start.sample ?? false,
        originals: [],
        replacements: [],
        nextOriginal: 1,
        nextReplacement: 1,
      };
      const also = start.original && addOriginal(draft, start.original, now);
      const happening: Happening = { did: 'started', customer: kept.name, source };
      const saved = await record(tx, ask, draft, happening, now);
      if (also) await write(tx, ask, saved, also, now, '+');
      return { migration: saved.id, happening, ...(also ? { also } : {}) };
    });
  }

  add(ask: Ask, ref: string, original: NewOriginal, again: boolean): Promise<Answer> {
    return this.#change(ask, ref, (draft, now) => {
      refuseIfGivenUp(draft);
      if (!again && draft.originals.some((one) => isSameOriginal(one, original))) return 'already';
      return addOriginal(draft, original, now);
    });
  }

  change(ask: Ask, ref: string, facts: OriginalFacts & MigrationFacts): Promise<Answer> {
    return this.#change(ask, ref, (draft, now) => {
      refuseIfAbandoned(draft);
      if (draft.replacements.some((one) => one.id === ref.toUpperCase())) {
        throw new UserError('change-replacement', { id: ref.toUpperCase() });
      }
      const changed = isOriginalRef(ref)
        ? changeOriginal(draft, pickOriginal(draft, ref), facts, now)
        : changeMigration(draft, facts, now);
      return changed ?? 'already';
    });
  }

  invite(ask: Ask, ref: string, sent: Day | undefined, link: string | undefined): Promise<Answer> {
    return this.#change(ask, ref, (draft, now) => {
      refuseIfGivenUp(draft);
      if (draft.acceptedOn) throw new UserError('already-accepted', { id: draft.id, on: { day: draft.acceptedOn } });
      const on = sent ?? draft.invitation?.sentOn ?? dayOf(now);
      if (on > dayOf(now)) throw new UserError('sent-in-future', { on: { day: on } });
      const known = link ?? draft.invitation?.link;
      if (draft.invitation?.sentOn === on && draft.invitation.link === known) return 'already';
      draft.invitation = { sentOn: on, ...(known === undefined ? {} : { link: known }) };
      return { did: 'invited', on };
    });
  }

  accept(ask: Ask, ref: string, on: Day | undefined): Promise<Answer> {
    return this.#change(ask, ref, (draft, now) => {
      refuseIfAbandoned(draft);
      const day = on ?? draft.acceptedOn ?? dayOf(now);
      if (day > dayOf(now)) throw new UserError('accepted-in-future', { on: { day } });
      if (draft.acceptedOn === day) return 'already';
      // While the customer had declined, nothing was announced; it is not made up for.
      if (draft.declinedOn) for (const original of draft.originals) original.since = now.toString();
      const first = draft.replacements.map((one) => one.provisionedOn).sort()[0];
      if (first !== undefined && day > first) {
        throw new UserError('provision-before-accepted', { id: draft.id, on: { day: first }, accepted: { day } });
      }
      draft.acceptedOn = day;
      delete draft.declinedOn;
      return { did: 'accepted', on: day };
    });
  }

  decline(ask: Ask, ref: string): Promise<Answer> {
    return this.#change(ask, ref, (draft, now) => {
      if (draft.declinedOn) return 'already';
      refuseIfAbandoned(draft);
      if (draft.acceptedOn) {
        throw new UserError('already-accepted', { id: draft.id, on: { day: draft.acceptedOn } }, []);
      }
      draft.declinedOn = dayOf(now);
      return { did: 'declined', on: draft.declinedOn };
    });
  }

  provision(ask: Ask, refs: readonly string[], wanted: Provision): Promise<Answer> {
    return this.#change(ask, refs[0] ?? '', (draft, now) => {
      refuseIfGivenUp(draft);
      return provision(draft, refs, wanted, now) ?? 'already';
    });
  }

  end(ask: Ask, ref: string, wanted: End): Promise<Answer> {
    return this.#change(ask, ref, (draft, now) => {
      refuseIfAbandoned(draft);
      const original = pickOriginal(draft, ref);
      return end(draft, original, wanted, now) ?? 'already';
    });
  }

  note(ask: Ask, ref: string, text: string): Promise<Answer> {
    return this.#change(ask, ref, async (draft, _now, tx) => {
      const latest = await tx.get('history', `${draft.id}@${draft.rev}`);
      if (latest?.what.did === 'noted' && latest.what.text === text) return 'already';
      return { did: 'noted', text };
    });
  }

  abandon(ask: Ask, ref: string, reason: string): Promise<Answer> {
    return this.#change(ask, ref, (draft, now) => {
      if (draft.abandoned) return 'already';
      draft.abandoned = { on: dayOf(now), reason };
      return { did: 'abandoned', reason };
    });
  }

  resume(ask: Ask, ref: string): Promise<Answer> {
    return this.#change(ask, ref, (draft, now) => {
      if (!draft.abandoned) throw new UserError('not-abandoned', { id: draft.id }, [`show ${draft.id}`]);
      delete draft.abandoned;
      for (const original of draft.originals) original.since = now.toString();
      return { did: 'resumed' };
    });
  }

  /** Finds the migration, lets `decide` edit a draft of it, and commits the draft with all that follows from it. */
  #change(
    ask: Ask,
    ref: string,
    decide: (draft: Migration, now: Temporal.Instant, tx: Transaction) => Decision | Promise<Decision>,
  ): Promise<Answer> {
    return this.#once(ask, async (tx, now) => {
      const draft = structuredClone(await findMigration(tx, ref, now));
      if (ask.rev !== undefined && ask.rev !== draft.rev) {
        await queueCard(tx, draft, now);
        return { migration: draft.id, unchanged: 'stale' };
      }
      const decision = await decide(draft, now, tx);
      if (decision === 'already') return { migration: draft.id, unchanged: 'already' };
      await record(tx, ask, draft, decision, now);
      return { migration: draft.id, happening: decision };
    });
  }

  /** The same delivery again gets the answer, or the refusal, of the first time. */
  async #once(ask: Ask, work: (tx: Transaction, now: Temporal.Instant) => Promise<Answer>): Promise<Answer> {
    const receipt = { id: ask.once, rev: 0 };
    try {
      return await this.#store.change(async (tx) => {
        const known = await tx.get('inbound', ask.once);
        if (known?.refusal) throw new Repeated(known.refusal);
        if (known?.answer) return known.answer;
        const now = this.#clock.now();
        const answer = await work(tx, now);
        await tx.put('inbound', { ...receipt, at: now.toString(), answer });
        return answer;
      });
    } catch (error) {
      if (error instanceof UserError && !(error instanceof Repeated)) {
        const { code, values, offers } = error;
        const refusal = { code, values: { ...values }, offers: [...offers] };
        await this.#store.change(async (tx) => {
          // The same delivery may have come twice at once.
          if (await tx.get('inbound', ask.once)) return;
          await tx.put('inbound', { ...receipt, at: this.#clock.now().toString(), refusal });
        });
      }
      throw error;
    } finally {
      this.#changed();
    }
  }
}

/** A refusal that this delivery was given before. */
class Repeated extends UserError {
  constructor(refusal: { code: string; values: UserError['values']; offers: readonly string[] }) {
    super(refusal.code as RefusalCode, refusal.values, refusal.offers);
  }
}

async function findCustomer(tx: Transaction, typed: string): Promise<Customer | undefined> {
  return (await tx.list('customers')).find((customer) => isCalled(customer, typed));
}

function alreadyOpen(open: Migration, start: Start): Answer {
  const { original, source, country } = start;
  const same = original && open.originals.find((one) => isSameOriginal(one, original));
  const other = [
    ...(source !== undefined && source !== open.source ? ['source'] : []),
    ...(country !== undefined && country !== open.country ? ['country'] : []),
    ...(same && original ? otherFacts(same, original) : []),
  ];
  const ignored = other.length > 0 ? { ignored: other } : {};
  return { migration: open.id, unchanged: original && !same ? 'add-offer' : 'open-already', ...ignored };
}

function isOriginalRef(ref: string): boolean {
  return /^m\d+\.\d+$/i.test(ref);
}

function refuseIfAbandoned(draft: Migration): void {
  if (draft.abandoned) throw new UserError('abandoned', { id: draft.id }, [`resume ${draft.id}`]);
}

function refuseIfGivenUp(draft: Migration): void {
  if (!isGivenUp(draft)) return;
  refuseIfAbandoned(draft);
  throw new UserError('declined', { id: draft.id }, [`accept ${draft.id}`]);
}
