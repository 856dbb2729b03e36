import type { Temporal } from 'temporal-polyfill';
import type { Answer } from '../domain/answer.js';
import type { Happening } from '../domain/history.js';
import { findOriginal, type Moving } from '../domain/migration.js';
import { isSameHuman, mayActAs, type Person } from '../domain/person.js';
import { seatsMissingOn } from '../domain/pool.js';
import { UserError } from '../domain/refusal.js';
import { isDecidable, isOpenRequest, lastDayOf, type Request } from '../domain/request.js';
import type { RequestLine } from '../domain/view.js';
import type { Changes } from './changes.js';
import { type AskForApproval, recordCancelled } from './endings.js';
import { nextId } from './ids.js';
import { queueNotice } from './outbox.js';
import { meet } from './people.js';
import type { Clock, Reader, Store, Transaction } from './ports.js';
import type { Ask } from './record.js';

/** Requests to do what seats forbid: one person asks with a reason, another one with the approver role decides. */
export class Requests {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #changes: Changes;

  constructor(store: Store, clock: Clock, changes: Changes) {
    this.#store = store;
    this.#clock = clock;
    this.#changes = changes;
  }

  /** Those that still can be decided, the oldest first. */
  async open(): Promise<RequestLine[]> {
    const now = this.#clock.now();
    const open = (await this.#store.list('requests')).filter((request) => isOpenRequest(request, now));
    const decidable = await Promise.all(
      open.map(async (request) => {
        const migration = await this.#store.get('migrations', request.migration);
        return migration && isDecidable(request, migration, now) ? [await line(this.#store, request)] : [];
      }),
    );
    return decidable.flat();
  }

  async byId(id: string): Promise<RequestLine | undefined> {
    const request = await this.#store.get('requests', id);
    return request && line(this.#store, request);
  }

  /** Marks the original as cancelled, on the word of two people. */
  approve(ask: Ask, id: string): Promise<Answer> {
    return this.#decide(ask, id, async (draft, request, now, tx) => {
      const { asker, decider } = await people(tx, ask, request);
      if (asker.id === decider.id) throw new UserError('own-request', { id }, [`withdraw ${id}`]);
      if (isSameHuman(asker, decider)) throw new UserError('same-person', { id, name: asker.name });
      const original = findOriginal(draft, request.original);
      if (!original || !isDecidable(request, draft, now)) {
        throw new UserError('request-moot', { id, original: request.original });
      }
      // What was asked for is what is allowed, and not more.
      const missing = seatsMissingOn(draft, original, request.on);
      if (missing > request.missing) {
        throw new UserError('request-outdated', { id, missing, asked: request.missing }, [`reject ${id}`]);
      }
      await close(tx, request, 'approved', decider, now);
      return recordCancelled(original, request.on, now, {
        request: id,
        reason: request.reason,
        by: asker.name,
        short: missing,
      });
    });
  }

  reject(ask: Ask, id: string): Promise<Answer> {
    return this.#decide(ask, id, async (_draft, request, now, tx) => {
      const { asker, decider } = await people(tx, ask, request);
      if (isSameHuman(asker, decider)) throw new UserError('same-person-reject', { id }, [`withdraw ${id}`]);
      await close(tx, request, 'rejected', decider, now);
      return { did: 'rejected', request: id, original: request.original };
    });
  }

  /** By the one who asked, or by an admin. */
  withdraw(ask: Ask, id: string): Promise<Answer> {
    return this.#decide(ask, id, async (_draft, request, now, tx) => {
      const { asker, decider } = await people(tx, ask, request);
      if (asker.id !== decider.id && !mayActAs(ask.role, 'admin')) {
        throw new UserError('withdraw-other', { id, name: asker.name }, []);
      }
      await close(tx, request, 'withdrawn', decider, now);
      return { did: 'withdrawn', request: id, original: request.original };
    });
  }

  async #decide(
    ask: Ask,
    id: string,
    decide: (draft: Moving, request: Request, now: Temporal.Instant, tx: Transaction) => Promise<Happening>,
  ): Promise<Answer> {
    const migrationOf = async (tx: Transaction) => (await findRequest(tx, id)).migration;
    return this.#changes.edit({ ...ask, rev: undefined }, migrationOf, async (draft, now, tx) => {
      const request = await findRequest(tx, id);
      if (request.decided) throw new UserError('request-decided', { id, how: request.decided.how });
      if (!isOpenRequest(request, now)) {
        const { original } = request;
        throw new UserError('request-lapsed', { id, original, on: { day: lastDayOf(request) } });
      }
      return decide(draft, request, now, tx);
    });
  }
}

async function findRequest(reader: Reader, id: string): Promise<Request> {
  const request = await reader.get('requests', id);
  if (!request) throw new UserError('no-request', { id }, ['requests']);
  return request;
}

/** Enters a request and asks the approvers in the migration's channel; the same one again is refused. */
export async function openRequest(
  tx: Transaction,
  ask: Ask,
  draft: Moving,
  { original, on, reason, missing }: AskForApproval,
  now: Temporal.Instant,
): Promise<Happening> {
  const open = (await tx.list('requests', { original: original.id })).find((one) => isOpenRequest(one, now));
  if (open) {
    throw new UserError('request-open', { id: open.id, original: original.id }, [`withdraw ${open.id}`]);
  }
  const person = await meet(tx, ask.speaker);
  const request = await tx.put('requests', {
    id: await nextId(tx, 'A'),
    rev: 0,
    migration: draft.id,
    original: original.id,
    on,
    ends: original.expiresOn,
    reason,
    missing,
    by: person.id,
    at: now.toString(),
  });
  await queueNotice(tx, draft, { about: 'request', request: request.id }, [draft.id, original.id], now);
  return { did: 'requested', request: request.id, original: original.id, on, missing, reason };
}

async function people(tx: Transaction, ask: Ask, request: Request): Promise<{ asker: Person; decider: Person }> {
  const decider = await meet(tx, ask.speaker);
  const asker = await tx.get('people', request.by);
  if (!asker) throw new Error(`${request.id} was asked by ${request.by}, who has no record`);
  return { asker, decider };
}

async function close(
  tx: Transaction,
  request: Request,
  how: NonNullable<Request['decided']>['how'],
  by: Person,
  now: Temporal.Instant,
): Promise<void> {
  await tx.put('requests', { ...request, decided: { how, by: by.id, at: now.toString() } });
}

async function line(reader: Reader, request: Request): Promise<RequestLine> {
  const migration = await reader.get('migrations', request.migration);
  const customer = migration && (await reader.get('customers', migration.customer));
  const person = await reader.get('people', request.by);
  return { request, customer: customer?.name ?? request.migration, by: person?.name ?? request.by };
}
