import type { Temporal } from 'temporal-polyfill';
import { dayIn } from '../domain/calendar.js';
import { type Person, remindedFor } from '../domain/person.js';
import type { DigestLine } from '../domain/view.js';
import type { DigestViews } from './digest-views.js';
import type { Clock, OutboxRow, Reader, Store } from './ports.js';
import type { Roles } from './roles.js';
import type { Speaking } from './speaking.js';

/** Channels that Ferry cannot post in: who is to hear of it another way. */
export class Unreachable {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #digests: DigestViews;
  readonly #speaking: Speaking;
  readonly #roles: Roles;

  constructor(store: Store, clock: Clock, digests: DigestViews, speaking: Speaking, roles: Roles) {
    this.#store = store;
    this.#clock = clock;
    this.#digests = digests;
    this.#speaking = speaking;
    this.#roles = roles;
  }

  /** Whoever would have been reached: who looks after what is untold; where nobody does, the admins. */
  async people(channel: string): Promise<Person[]> {
    const found = new Map<string, Person>();
    for (const { view } of await this.#untold(channel)) {
      for (const person of remindedFor(view.owner, view.deputy, await this.#today(channel)))
        found.set(person.id, person);
    }
    return found.size > 0 ? [...found.values()] : this.#roles.admins();
  }

  /** What this person is to hear; all of it, if she is asked as an admin because nobody looks after some of it. */
  async linesFor(channel: string, personId: string): Promise<readonly DigestLine[]> {
    const today = await this.#today(channel);
    return (await this.#untold(channel)).filter(({ view }) => {
      const reminded = remindedFor(view.owner, view.deputy, today);
      return reminded.length === 0 || reminded.some(({ id }) => id === personId);
    });
  }

  /**
   * Enters the word to one person, at `address`, once for each day; answers whether it is new.
   */
  async tell(channel: string, person: Person, address: string, now: Temporal.Instant): Promise<boolean> {
    const day = await this.#today(channel);
    const id = `notice unreachable ${person.id} ${day} ${channel}`;
    return this.#store.change(async (tx) => {
      if (await tx.get('outbox', id)) return false;
      await tx.put('outbox', {
        id,
        rev: 0,
        kind: 'notice',
        destination: address,
        subjects: [],
        due: now.toString(),
        notice: { about: 'unreachable', channel, day, person: person.id },
        status: 'waiting',
        attempts: 0,
      });
      return true;
    });
  }

  async #today(channel: string): Promise<string> {
    return dayIn((await this.#speaking.in(channel)).zone, this.#clock.now());
  }

  /** What is still to be said, of what should have been posted there. */
  async #untold(channel: string): Promise<DigestLine[]> {
    const lines = await this.#digests.lines(await untoldRows(this.#store, channel));
    return lines.filter(({ about, snoozed }) => about.kind !== 'over' && snoozed === undefined);
  }
}

/** Reminders that wait for the channel, by themselves or in a digest. */
async function untoldRows(reader: Reader, destination: string): Promise<OutboxRow[]> {
  const waiting = await Promise.all(
    (['stopped', 'waiting'] as const).map((status) => reader.list('outbox', { destination, status })),
  );
  const unposted = waiting.flat().filter(({ reference }) => reference === undefined);
  const lines = await Promise.all(
    unposted.filter(({ kind }) => kind === 'digest').map(({ id }) => reader.list('outbox', { digest: id })),
  );
  const own = unposted.filter(({ kind, notice }) => kind === 'reminder' || isIncident(notice));
  return [...own, ...lines.flat().filter(({ status }) => status === 'told')];
}

function isIncident(notice: OutboxRow['notice']): boolean {
  return notice?.about === 'incident' || notice?.about === 'incident-open';
}
