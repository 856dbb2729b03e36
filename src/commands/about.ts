import type { Temporal } from 'temporal-polyfill';
import { type DeliveryTrouble, sayAbout } from '../messages/about.js';
import type { OutboxRow } from '../services/ports.js';
import { command } from './command.js';

/** Milliseconds after which a look that comes round each minute is missed. */
const LATE_MS = 5 * 60_000;

export const about = command({
  name: 'about',
  role: 'viewer',
  fields: [],
  looks: true,
  example: 'about',
  async run(_values, { services, words, about: facts, now }) {
    const { lookup, outbox, digests, clockGuard } = services;
    const [counts, troubled, unsent, stopped] = await Promise.all([
      lookup.counts(),
      outbox.troubled(),
      outbox.open(),
      outbox.stopped(),
    ]);
    const lastSweep = facts.lastSweep();
    return sayAbout(words, {
      ...facts,
      ...counts,
      troubled,
      deliveries: facts.platforms.flatMap((platform) => [
        ...closedOn(platform, stopped),
        ...waitingOn(platform, unsent, now()),
      ]),
      checked: digests.checked,
      doubt: clockGuard.doubt,
      lastSweep,
      isLate: lastSweep !== undefined && now().epochMilliseconds - Date.parse(lastSweep) > LATE_MS,
    });
  },
});

function closedOn(platform: string, stopped: readonly OutboxRow[]): DeliveryTrouble[] {
  const rows = stopped.filter((row) => isOn(platform, row));
  const count = new Set(rows.map(({ destination }) => destination)).size;
  return count === 0 ? [] : [{ platform, what: 'closed', count, reason: reasonsOf(rows) }];
}

/** What has not been tried yet only waits for its turn. */
function waitingOn(platform: string, unsent: readonly OutboxRow[], now: Temporal.Instant): DeliveryTrouble[] {
  const rows = unsent.filter((row) => isOn(platform, row) && row.status === 'waiting' && isResting(row, now));
  return rows.length === 0 ? [] : [{ platform, what: 'waits', count: rows.length, reason: reasonsOf(rows) }];
}

function isResting({ retryAt }: OutboxRow, now: Temporal.Instant): boolean {
  return retryAt !== undefined && Date.parse(retryAt) > now.epochMilliseconds;
}

function isOn(platform: string, { destination }: OutboxRow): boolean {
  return destination.startsWith(`${platform}:`);
}

function reasonsOf(rows: readonly OutboxRow[]): string {
  return [...new Set(rows.map(({ problem = '?' }) => problem))].slice(0, 3).join(', ');
}
