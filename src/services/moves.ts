import type { Answer } from '../domain/answer.js';
import { type Day, dayOf } from '../domain/calendar.js';
import { type Customer, isCalled, nameCustomer } from '../domain/customer.js';
import type { Happening } from '../domain/history.js';
import type { Language } from '../domain/language.js';
import { peopleToReassign } from '../domain/licenses.js';
import { isGivenUp, type Migration, ROUTES, type Route, type RouteStep } from '../domain/migration.js';
import { UserError } from '../domain/refusal.js';
import { isSameOffer, type Source } from '../domain/subscription.js';
import { type Changes, wasAsked } from './changes.js';
import { type End, end } from './endings.js';
import {
  assertRouteFits,
  changeMigration,
  changeOriginal,
  type MigrationFacts,
  type OriginalFacts,
  otherFacts,
} from './facts.js';
import { nextId } from './ids.js';
import { isOpen, pickOriginal, together } from './lookup.js';
import { isItAnother } from './near-start.js';
import { addOriginal, knownOriginal, type NewOriginal, remove } from './originals.js';
import { meet } from './people.js';
import type { Transaction } from './ports.js';
import { type Provision, provision } from './provision.js';
import { type Ask, record, write } from './record.js';
import { openRequest } from './requests.js';
import { recordStep } from './steps.js';
import { undo } from './undo.js';

export interface Start {
  readonly customer: string;
  readonly source: Source | undefined;
  readonly country: string | undefined;
  readonly language?: Language | undefined;
  /** The usual one of its source when undefined. */
  readonly route?: Route | undefined;
  readonly agreement?: Day | undefined;
  readonly original: NewOriginal | undefined;
  readonly again: boolean;
  /** The command that starts it although a customer is called almost so; undefined: that is not asked. */
  readonly insist?: string;
  readonly sample?: boolean;
}

/** Everything that changes a migration. Refusals are UserErrors. */
export class Moves {
  readonly #changes: Changes;
  readonly #partnerCountry: string | undefined;

  /** `partnerCountry`: where the partner's own tenant is, as two letters; undefined: regions are not compared. */
  constructor(changes: Changes, partnerCountry?: string) {
    this.#changes = changes;
    this.#partnerCountry = partnerCountry;
  }

  start(ask: Ask, start: Start): Promise<Answer> {
    return this.#changes.once(ask, async (tx, now) => {
      const named = nameCustomer(start.customer);
      if (!named) throw new UserError('customer-name', { value: start.customer });
      const customer = await findCustomer(tx, start.customer);
      const known = together(await tx.list('migrations', { customer: customer?.id ?? '' }));
      const open = known.find((one) => isOpen(one, now));
      if (open && !start.again) return alreadyOpen(open, start);
      if (start.agreement !== undefined && start.agreement > dayOf(now)) {
        throw new UserError('agreement-in-future-start', { on: { day: start.agreement } });
      }
      if (!customer && start.insist !== undefined && !start.again) {
        const question = await isItAnother(tx, start.customer, start.insist, now);
        if (question) throw question;
      }
      const source = start.source ?? 'unknown';
      const route = start.route ?? ROUTES[source];
      assertRouteFits(undefined, source, route);
      const kept = customer ?? (await tx.put('customers', { id: await nextId(tx, 'C'), rev: 0, ...named }));
      const owner = await meet(tx, ask.speaker);
      const draft: Migration = {
        id: await nextId(tx, 'M'),
        rev: 0,
        customer: kept.id,
        source,
        route,
        ...(start.country === undefined ? {} : { country: start.country }),
        ...(start.language === undefined ? {} : { language: start.language }),
        ...(start.agreement === undefined ? {} : { agreementOn: start.agreement }),
        channel: ask.from,
        owner: owner.id,
        createdAt: now.toString(),
        sample: start.sample ?? false,
        steps: [],
        licensesDone: 0,
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
    return this.#changes.edit(ask, ref, (draft, now) => {
      refuseIfGivenUp(draft);
      const known = again ? undefined : knownOriginal(draft.originals, original);
      if (known) {
        const ignored = otherFacts(known, original);
        return ignored.length === 0 ? 'already' : { original: known.id, ignored };
      }
      return addOriginal(draft, original, now);
    });
  }

  change(ask: Ask, ref: string, facts: OriginalFacts & MigrationFacts): Promise<Answer> {
    return this.#changes.edit(ask, ref, (draft, now) => {
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
    return this.#changes.edit(ask, ref, (draft, now) => {
      refuseIfGivenUp(draft);
      if (draft.acceptedOn) {
        throw new UserError('invite-accepted', { id: draft.id, on: { day: draft.acceptedOn } }, [`show ${draft.id}`]);
      }
      const on = sent ?? draft.invitation?.sentOn ?? dayOf(now);
      if (on > dayOf(now)) throw new UserError('sent-in-future', { on: { day: on } });
      const known = link ?? draft.invitation?.link;
      if (draft.invitation?.sentOn === on && draft.invitation.link === known) return 'already';
      draft.invitation = { sentOn: on, ...(known === undefined ? {} : { link: known }), recordedAt: now.toString() };
      return { did: 'invited', on };
    });
  }

  accept(ask: Ask, ref: string, on: Day | undefined, agreementOn?: Day): Promise<Answer> {
    return this.#changes.edit(ask, ref, (draft, now) => {
      refuseIfAbandoned(draft);
      const day = on ?? draft.acceptedOn ?? dayOf(now);
      if (day > dayOf(now)) throw new UserError('accepted-in-future', { on: { day } });
      if (agreementOn !== undefined && agreementOn > dayOf(now)) {
        const agreed = { day: agreementOn };
        throw new UserError('agreement-in-future', { id: draft.id, on: agreed, today: dayOf(now) });
      }
      const agreed = agreementOn === undefined || agreementOn === draft.agreementOn;
      if (draft.acceptedOn === day && agreed) return 'already';
      // While the customer had declined, nothing was announced; it is not made up for.
      if (draft.declinedOn) for (const original of draft.originals) original.since = now.toString();
      const first = draft.replacements.map((one) => one.provisionedOn).sort()[0];
      if (first !== undefined && day > first) {
        throw new UserError('provision-before-accepted', { id: draft.id, on: { day: first }, accepted: { day } });
      }
      draft.acceptedOn = day;
      delete draft.declinedOn;
      if (agreementOn === undefined) return { did: 'accepted', on: day };
      draft.agreementOn = agreementOn;
      return { did: 'accepted', on: day, agreementOn };
    });
  }

  decline(ask: Ask, ref: string): Promise<Answer> {
    return this.#changes.edit(ask, ref, (draft, now) => {
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
    return this.#changes.edit(ask, refs[0] ?? '', (draft, now) => {
      refuseIfGivenUp(draft);
      return provision(draft, refs, wanted, now, this.#partnerCountry) ?? 'already';
    });
  }

  /** Takes an original or a replacement out that should not have been entered. */
  remove(ask: Ask, ref: string): Promise<Answer> {
    return this.#changes.edit(ask, ref, async (draft, now, tx) => {
      refuseIfAbandoned(draft);
      return remove(draft, ref, now, await tx.list('requests', { migration: draft.id }));
    });
  }

  end(ask: Ask, ref: string, wanted: End): Promise<Answer> {
    return this.#changes.edit(ask, ref, async (draft, now, tx) => {
      refuseIfAbandoned(draft);
      const original = pickOriginal(draft, ref);
      const ending = await end(draft, original, wanted, now, (question) => wasAsked(tx, ask, question));
      if (ending === undefined) return 'already';
      return 'ask' in ending ? openRequest(tx, ask, draft, ending.ask, now) : ending;
    });
  }

  /** Records what was done outside Ferry on the way of the migration's route; `on` null: it was not done after all. */
  step(ask: Ask, ref: string, name: RouteStep, on: Day | null | undefined): Promise<Answer> {
    return this.#changes.edit(ask, ref, (draft, now) => {
      refuseIfGivenUp(draft);
      return recordStep(draft, name, on, now) ?? 'already';
    });
  }

  /** How many people have been given a licence of another offer so far. */
  licenses(ask: Ask, ref: string, done: number): Promise<Answer> {
    return this.#changes.edit(ask, ref, (draft) => {
      refuseIfAbandoned(draft);
      const total = peopleToReassign(draft);
      if (total === 0) throw new UserError('licenses-none', { id: draft.id }, [`show ${draft.id}`]);
      if (done > total) throw new UserError('licenses-too-many', { id: draft.id, done, total });
      if (draft.licensesDone === done) return 'already';
      draft.licensesDone = done;
      return { did: 'licensed', done, total };
    });
  }

  /** Takes the last change back. */
  undo(ask: Ask, ref: string): Promise<Answer> {
    return this.#changes.edit(ask, ref, (draft, now, tx) => undo(ask, draft, now, tx));
  }

  note(ask: Ask, ref: string, text: string): Promise<Answer> {
    return this.#changes.edit(ask, ref, async (draft, _now, tx) => {
      const latest = await tx.get('history', `${draft.id}@${draft.rev}`);
      if (latest?.what.did === 'noted' && latest.what.text === text) return 'already';
      return { did: 'noted', text };
    });
  }

  abandon(ask: Ask, ref: string, reason: string): Promise<Answer> {
    return this.#changes.edit(ask, ref, (draft, now) => {
      if (draft.abandoned) return 'already';
      draft.abandoned = { on: dayOf(now), reason };
      return { did: 'abandoned', reason };
    });
  }

  resume(ask: Ask, ref: string): Promise<Answer> {
    return this.#changes.edit(ask, ref, (draft, now) => {
      if (!draft.abandoned) throw new UserError('not-abandoned', { id: draft.id }, [`show ${draft.id}`]);
      delete draft.abandoned;
      for (const original of draft.originals) original.since = now.toString();
      if (draft.invitation) draft.invitation.recordedAt = now.toString();
      return { did: 'resumed' };
    });
  }
}

async function findCustomer(tx: Transaction, typed: string): Promise<Customer | undefined> {
  return (await tx.list('customers')).find((customer) => !customer.forgotten && isCalled(customer, typed));
}

function alreadyOpen(open: Migration, start: Start): Answer {
  const { original, source, country, language, route, agreement } = start;
  const same = original && knownOriginal(open.originals, original);
  const alike = same ?? (original && open.originals.find((one) => isSameOffer(one.offer, original.offer)));
  const other = [
    ...(source !== undefined && source !== open.source ? ['source'] : []),
    ...(country !== undefined && country !== open.country ? ['country'] : []),
    ...(language !== undefined && language !== open.language ? ['language'] : []),
    ...(route !== undefined && route !== open.route ? ['route'] : []),
    ...(agreement !== undefined && agreement !== open.agreementOn ? ['agreement'] : []),
    ...(same && original ? otherFacts(same, original) : []),
  ];
  return {
    migration: open.id,
    unchanged: original && !same ? 'add-offer' : 'open-already',
    ...(other.length > 0 ? { ignored: other } : {}),
    ...(alike ? { original: alike.id } : {}),
  };
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
