import { dayIn, isBefore, momentAt, workingDayUpTo } from '../domain/calendar.js';
import { isIncident, type Notice } from '../domain/notice.js';
import { type Person, remindedFor } from '../domain/person.js';
import { type DigestLine, isOpenLine } from '../domain/view.js';
import type { DigestViews } from './digest-views.js';
import { dropEarlier } from './digests.js';
import type { Clock, OutboxRow, Reader, Store } from './ports.js';
import type { Roles } from './roles.js';
import type { Speaking } from './speaking.js';

type Word = Extract<Notice, { about: 'unreachable' }>;

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

  /** Who looks after what is untold, and whether nobody looks after some of it. */
  async readers(channel: string): Promise<{ readonly people: readonly Person[]; readonly hasUnowned: boolean }> {
    const found = new Map<string, Person>();
    let hasUnowned = false;
    const today = await this.#today(channel);
    for (const { view } of await this.#untold(channel)) {
      const reminded = remindedFor(view.owner, view.deputy, today);
      if (reminded.length === 0) hasUnowned = true;
      for (const person of reminded) found.set(person.id, person);
    }
    return { people: [...found.values()], hasUnowned };
  }

  /** Those who hear of what reaches nobody else. */
  admins(): Promise<readonly Person[]> {
    return this.#roles.admins();
  }

  /** Whether people may be told of what can wait: at the channel's time on a working day, as they would have been there. */
  async isTime(channel: string): Promise<boolean> {
    const settings = await this.#speaking.in(channel);
    const now = this.#clock.now();
    const today = dayIn(settings.zone, now);
    return workingDayUpTo(today, settings) === today && !isBefore(now, momentAt(today, settings.time, settings.zone));
  }

  /** What this person is to hear. */
  async linesFor({ channel, person, all }: Word): Promise<readonly DigestLine[]> {
    const today = await this.#today(channel);
    return (await this.#untold(channel)).filter(({ view }) => {
      return all || remindedFor(view.owner, view.deputy, today).some(({ id }) => id === person);
    });
  }

  /**
   * Enters the word to one person, at `address`: once for each day, and for each incident; `all`: not only of what is hers.
   * Answers whether it is new.
   */
  async tell(row: OutboxRow, reason: string, person: Person, address: string, all: boolean): Promise<boolean> {
    const { destination: channel } = row;
    const day = await this.#today(channel);
    const occasion = isIncident(row.notice) ? row.id : channel;
    const id = `notice unreachable ${person.id} ${day} ${occasion}`;
    return this.#store.change(async (tx) => {
      if (await tx.get('outbox', id)) return false;
      await dropEarlier(tx, address, ({ notice }) => notice?.about === 'unreachable' && notice.channel === channel);
      const word = { about: 'unreachable', channel, day, person: person.id, reason: reason.slice(0, 200) } as const;
      await tx.put('outbox', {
        id,
        rev: 0,
        kind: 'notice',
        destination: address,
        subjects: [],
        due: this.#clock.now().toString(),
        notice: all ? { ...word, all } : word,
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
    return lines.filter(isOpenLine);
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
