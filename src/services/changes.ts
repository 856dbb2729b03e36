import type { Temporal } from 'temporal-polyfill';
import type { Answer } from '../domain/answer.js';
import { brokenCancellation } from '../domain/ending.js';
import type { Happening } from '../domain/history.js';
import { reassignments } from '../domain/licenses.js';
import type { Migration, Moving } from '../domain/migration.js';
import { type RefusalCode, UserError } from '../domain/refusal.js';
import { wakeUp } from '../domain/snooze.js';
import { besideOf, findMigration } from './lookup.js';
import { queueCard } from './outbox.js';
import { noteOwn } from './own-conversation.js';
import { identitiesOf } from './people.js';
import type { Clock, Reader, Store, Transaction } from './ports.js';
import { type Ask, record } from './record.js';

/** What a decision leads to: a draft that was edited in place and what to call it, or nothing to change. */
export type Decision = Happening | 'already' | Known;

/** It is there already, and what was given otherwise is not taken over. */
interface Known {
  readonly original: string;
  readonly ignored: string[];
}

/**
 * The one door for changes. Each is one transaction: state, history, the card's outbox row and the delivery's receipt, or
 * none of it. Refusals are UserErrors.
 */
export class Changes {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changed: () => void;

  /** `changed` is called after each commit, so that what was queued goes out at once. */
  constructor(store: Store, clock: Clock, changed: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#changed = changed;
  }

  /**
   * Finds the migration, lets `decide` edit a draft of it, and commits the draft with all that follows from it. `ref`: how it
   * was named, or how to find that out.
   */
  edit(
    ask: Ask,
    ref: string | ((tx: Transaction) => Promise<string>),
    decide: (draft: Moving, now: Temporal.Instant, tx: Transaction) => Decision | Promise<Decision>,
  ): Promise<Answer> {
    return this.once(ask, async (tx, now) => {
      const before = await findMigration(tx, typeof ref === 'string' ? ref : await ref(tx), now);
      if (ask.rev !== undefined && ask.rev !== before.rev) {
        await queueCard(tx, before, now);
        return { migration: before.id, unchanged: 'stale' };
      }
      // Without its names nothing more can be done for it, and a note could bring them back.
      if ((await tx.get('customers', before.customer))?.forgotten) throw new UserError('forgotten', { id: before.id });
      const draft = { ...structuredClone(before), beside: await besideOf(tx, before) };
      const decision = await decide(draft, now, tx);
      if (decision === 'already') return { migration: draft.id, unchanged: 'already' };
      if ('ignored' in decision) return { migration: draft.id, unchanged: 'already', ...decision };
      // An end is judged where it is recorded; that something expired is a fact, whoever else needs the seats.
      if (decision.did !== 'ended') refuseIfBroken({ ...before, beside: draft.beside }, draft);
      forgetOldPlan(before, draft);
      wakeUp(before, draft, decision, now);
      await record(tx, ask, draft, decision, now, before);
      return { migration: draft.id, happening: decision };
    });
  }

  /** The same delivery again gets the answer, or the refusal, of the first time. */
  once(ask: Ask, work: (tx: Transaction, now: Temporal.Instant) => Promise<Answer>): Promise<Answer> {
    return this.#commit(ask, always, async (tx, now) => {
      const known = await tx.get('inbound', ask.once);
      if (known?.answer) return known.answer;
      const answer = await work(tx, now);
      await tx.put('inbound', { ...receiptOf(ask), at: now.toString(), answer });
      return answer;
    });
  }

  /** A change of something else than one migration. It is harmless when it is said again, so only its question is kept. */
  apply<T>(ask: Ask, work: (tx: Transaction, now: Temporal.Instant) => Promise<T>): Promise<T> {
    return this.#commit(ask, isQuestion, work);
  }

  async #commit<T>(
    ask: Ask,
    keeps: (refusal: UserError) => boolean,
    work: (tx: Transaction, now: Temporal.Instant) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#store.change(async (tx) => {
        const known = await tx.get('inbound', ask.once);
        if (known?.refusal) throw new Repeated(known.refusal);
        await ask.recheck?.(tx);
        const done = await work(tx, this.#clock.now());
        if (ask.alone) await noteOwn(tx, ask.from, { identity: ask.speaker.identity, language: ask.told });
        return done;
      });
    } catch (error) {
      if (error instanceof UserError && !(error instanceof Repeated) && keeps(error)) {
        const { code, values, offers } = error;
        const refusal = { code, values: { ...values }, offers: [...offers] };
        await this.#store.change(async (tx) => {
          // The same delivery may have come twice at once.
          if (await tx.get('inbound', ask.once)) return;
          await tx.put('inbound', { ...receiptOf(ask), at: this.#clock.now().toString(), refusal });
        });
      }
      throw error;
    } finally {
      this.#changed();
    }
  }
}

function receiptOf({ once, speaker }: Ask) {
  return { id: once, rev: 0, by: speaker.identity };
}

const always = () => true;

function isQuestion({ code }: UserError): boolean {
  return code.startsWith('confirm-');
}

/** Licences that were counted for another offer say nothing of the one that took its place. */
function forgetOldPlan(before: Migration, after: Migration): void {
  const plan = new Set(reassignments(after));
  if (reassignments(before).some((one) => !plan.has(one)) && after.licensesDone === before.licensesDone) {
    after.licensesDone = 0;
  }
}

/** Whatever the change is: a cancellation that was safe does not lose its seats by one person's word. */
function refuseIfBroken(before: Moving, after: Moving): void {
  const broken = brokenCancellation(before, after);
  if (!broken) return;
  const { original, missing, on } = broken;
  throw new UserError('breaks-cancellation', { id: original.id, on: { day: on }, missing, day: on });
}

/** A refusal that this delivery was given before. */
class Repeated extends UserError {
  constructor(refusal: { code: string; values: UserError['values']; offers: readonly string[] }) {
    super(refusal.code as RefusalCode, refusal.values, refusal.offers);
  }
}

/**
 * Whether this speaker was asked `question` in the last two days, so that her `confirm=yes` answers it: a button can be
 * pressed, and a line copied, by somebody who has not read what it confirms.
 */
export async function wasAsked(reader: Reader, ask: Ask, question: UserError): Promise<boolean> {
  const identities = await identitiesOf(reader, ask.speaker.identity);
  const wanted = JSON.stringify(question.values);
  return (await reader.list('inbound')).some(
    ({ by, refusal }) =>
      by !== undefined &&
      identities.includes(by) &&
      refusal?.code === question.code &&
      JSON.stringify(refusal.values) === wanted,
  );
}
