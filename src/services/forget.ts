import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../domain/answer.js';
import { type Customer, isCalled } from '../domain/customer.js';
import {
  ERASED,
  type Eraser,
  eraseHappening,
  eraseMentions,
  eraseMigration,
  eraserOf,
  mentions,
} from '../domain/erasure.js';
import { REFERENCE } from '../domain/reference.js';
import { UserError } from '../domain/refusal.js';
import { type Changes, wasAsked } from './changes.js';
import { isOpen, together } from './lookup.js';
import { type Collection, NotErasedError, type Reader, type Stored, type Transaction } from './ports.js';
import { type Ask, record } from './record.js';

export interface Forgotten {
  /** The customer's id, which is all that is left of its name. */
  readonly customer: string;
  readonly migrations: readonly string[];
  /** Its name was erased before. */
  readonly unchanged: boolean;
  /** The disk has no room, so that a file still has the name; it is taken out when there is room. */
  readonly lingers?: true;
}

/** Erases a customer's names from everything that is kept. Dates, numbers and who did what stay. */
export class Forgetting {
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** `ref`: the customer's name, domain or id, or a migration's id. `confirm` counts from the one who was asked. */
  async forget(ask: Ask, ref: string, confirm: boolean): Promise<Forgotten> {
    let done: Forgotten | undefined;
    try {
      return await this.#forget(ask, ref, confirm, (forgotten) => {
        done = forgotten;
      });
    } catch (error) {
      if (error instanceof NotErasedError && done) return { ...done, lingers: true };
      throw error;
    }
  }

  #forget(ask: Ask, ref: string, confirm: boolean, onDone: (forgotten: Forgotten) => void): Promise<Forgotten> {
    return this.#changes.apply(ask, async (tx, now) => {
      const customer = await findCustomer(tx, ref);
      const own = await tx.list('migrations', { customer: customer.id });
      const ids = own.map(({ id }) => id);
      if (customer.forgotten) return { customer: customer.id, migrations: ids, unchanged: true };
      const open = together(own).find((migration) => isOpen(migration, now));
      if (open) throw new UserError('forget-open', { id: open.id }, [`show ${open.id}`]);
      const question = new UserError('confirm-forget', { customer: customer.name, count: own.length }, [
        `forget ${customer.id} confirm=yes`,
      ]);
      if (!confirm || !(await wasAsked(tx, ask, question))) throw question;
      const { domain: _domain, ...rest } = customer;
      await tx.put('customers', { ...rest, name: customer.id, forgotten: true });
      await tx.erase();
      const erase = eraserOf(customer);
      await dropReceipts(tx, customer.id, ids);
      await eraseAround(tx, ids, erase);
      for (const migration of own) {
        // With what it was before, so that this is the last change, and none that can be taken back.
        await record(tx, ask, eraseMigration(migration, erase), { did: 'forgotten' }, now, migration);
      }
      const forgotten = { customer: customer.id, migrations: ids, unchanged: false };
      onDone(forgotten);
      return forgotten;
    });
  }
}

async function findCustomer(reader: Reader, ref: string): Promise<Customer> {
  const id = REFERENCE.exec(ref)?.[1]?.toUpperCase();
  const migration = id === undefined ? undefined : await reader.get('migrations', id);
  const customers = await reader.list('customers');
  const found =
    customers.find((one) => one.id === migration?.customer) ??
    customers.find((one) => isCalled(one, ref)) ??
    customers.find((one) => one.id === ref.toUpperCase());
  if (found) return found;
  throw new UserError('no-customer', { ref }, ['list']);
}

/**
 * Drops what was answered about the customer's own: a refusal offers the command again with all that was typed, so that any
 * words can be in it. The same delivery again finds a forgotten customer.
 */
async function dropReceipts(tx: Transaction, customer: string, own: readonly string[]): Promise<void> {
  const asked = (await tx.list('requests')).filter(({ migration }) => own.includes(migration));
  const ids = [customer, ...own, ...asked.map(({ id }) => id)];
  for (const { id, answer, refusal } of await tx.list('inbound')) {
    const isOwn = answer !== undefined && own.includes(answer.migration);
    if (isOwn || mentions(refusal, ids)) await tx.remove('inbound', id);
  }
}

/** Everything but the customer's record and its migrations; `own`: the ids of those. */
async function eraseAround(tx: Transaction, own: readonly string[], erase: Eraser): Promise<void> {
  const isOwn = (id: string | undefined) => id !== undefined && own.includes(id);
  await each(tx, 'migrations', (one) => (isOwn(one.id) ? one : eraseMentions(one, erase)));
  await each(tx, 'history', (one) => ({ ...one, what: eraseHappening(one.what, erase, isOwn(one.migration)) }));
  await each(tx, 'requests', (one) => ({ ...one, reason: isOwn(one.migration) ? ERASED : erase(one.reason) }));
  await each(tx, 'undos', (one) => ({ ...one, before: eraseMentions(one.before, erase) }));
  await each(tx, 'outbox', (one) => {
    const { problem, notice, ...rest } = one;
    const isUnreachable = notice?.about === 'unreachable';
    return {
      ...rest,
      ...(problem === undefined || isOwn(one.subjects[0]) ? {} : { problem: erase(problem) }),
      ...(notice ? { notice: isUnreachable ? { ...notice, reason: erase(notice.reason) } : notice } : {}),
    };
  });
  await each(tx, 'channels', (one) => {
    const { settings } = one;
    if (!settings?.freezes) return one;
    const freezes = settings.freezes.map(({ why, ...freeze }) =>
      why === undefined ? freeze : { ...freeze, why: erase(why) },
    );
    return { ...one, settings: { ...settings, freezes } };
  });
  await each(tx, 'inbound', (one) => {
    const { answer, refusal } = one;
    return {
      ...one,
      ...(answer ? { answer: eraseAnswer(answer, erase) } : {}),
      ...(refusal ? { refusal: eraseTexts(refusal, erase) } : {}),
    };
  });
}

/** Of another customer's migration: those of its own are dropped. */
function eraseAnswer(answer: Answer, erase: Eraser): Answer {
  const { happening, also } = answer;
  return {
    ...answer,
    ...(happening ? { happening: eraseHappening(happening, erase, false) } : {}),
    ...(also ? { also: eraseHappening(also, erase, false) } : {}),
  };
}

/** A refusal is only shown again, so every text in it may change but its code. */
function eraseTexts<R extends { code: string; values: object; offers: readonly string[] }>(
  refusal: R,
  erase: Eraser,
): R {
  return { ...erased({ ...refusal, code: '' }, erase), code: refusal.code };
}

function erased<V>(value: V, erase: Eraser): V {
  if (typeof value === 'string') return erase(value) as V;
  if (Array.isArray(value)) return value.map((one) => erased(one, erase)) as V;
  if (typeof value !== 'object' || value === null) return value;
  // A day or a moment is nobody's name, even of a customer called 2027.
  const kept = (key: string) => key === 'day' || key === 'moment';
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, kept(key) ? inner : erased(inner, erase)]),
  ) as V;
}

/** Puts back the records that `change` makes different. */
async function each<C extends Collection>(
  tx: Transaction,
  collection: C,
  change: (record: Stored<C>) => Stored<C>,
): Promise<void> {
  for (const record of await tx.list(collection)) {
    const next = change(record);
    if (!isDeepStrictEqual(next, record)) await tx.put(collection, next);
  }
}
