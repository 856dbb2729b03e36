import { isIncident } from '../domain/notice.js';
import type { OutboxRow, Transaction } from './ports.js';

const TOLD_THERE = 'it was told where its migration was before';

/** A row in the new channel that has had its turn. One that has one of its own there keeps it. */
export async function noteAsTold(tx: Transaction, row: OutboxRow, key: string, to: string): Promise<void> {
  const { kind, subjects, due, reminder, notice, status } = row;
  const id = `${key}${to}`;
  const there = await tx.get('outbox', id);
  if (notice?.about === 'request' || (there && there.status !== 'dropped')) return;
  // From a line of a digest nothing follows, but for the word of an incident that may have got lost as a post of its own.
  const isPost = status !== 'dropped' && (status !== 'told' || isIncident(notice));
  await tx.put('outbox', {
    id,
    rev: there?.rev ?? 0,
    kind,
    destination: to,
    subjects,
    due,
    attempts: 0,
    ...(reminder ? { reminder } : {}),
    ...(notice ? { notice } : {}),
    ...(isPost ? { status: 'sent' } : { status: 'dropped', problem: row.problem ?? TOLD_THERE }),
  });
}

/**
 * A channel has refused what an attempt had begun to tell there before its migration went to another one: that one tells it
 * after all, in posts of their own. Answers whether the row is gone with that.
 */
export async function tellElsewhere(tx: Transaction, row: OutboxRow): Promise<boolean> {
  if (row.kind !== 'digest') return followMigration(tx, row);
  const hasNews = row.reference === undefined || (row.grown ?? 0) > (row.shown ?? 0);
  const lines = hasNews ? await tx.list('outbox', { digest: row.id, status: 'told' }) : [];
  for (const line of lines) await followMigration(tx, { ...line, ...doubtOf(line.doubted ?? row.doubted) });
  return false;
}

async function followMigration(tx: Transaction, row: OutboxRow): Promise<boolean> {
  const { id, destination, subjects, stays, overtakenBy, doubted } = row;
  // What a later one took the place of is told by that.
  if (!stays || overtakenBy !== undefined) return false;
  const channel = (await tx.get('migrations', subjects[0] ?? ''))?.channel;
  if (channel === undefined || channel === destination) return false;
  await tx.remove('outbox', id);
  const copy = await tx.get('outbox', `${id.slice(0, -destination.length)}${channel}`);
  if (copy && isNoted(copy)) {
    const { problem: _problem, ...rest } = copy;
    await tx.put('outbox', { ...rest, ...doubtOf(doubted), status: 'waiting' });
  }
  return true;
}

/** Nothing was ever posted for it. */
function isNoted({ status, problem, reference }: OutboxRow): boolean {
  return reference === undefined && (status === 'sent' || (status === 'dropped' && problem === TOLD_THERE));
}

function doubtOf(doubted: string | undefined): Pick<OutboxRow, 'doubted'> {
  return doubted === undefined ? {} : { doubted };
}
