import { isIncident } from '../domain/notice.js';
import type { Person } from '../domain/person.js';
import { type Platform, platformOf } from '../messages/platform.js';
import type { Services } from '../services/index.js';
import type { OutboxRow } from '../services/ports.js';
import type { JobLog } from './log.js';

/** When a channel takes nothing: what it would have told reaches its people in direct messages, in any chat they are in. */
export class Detour {
  readonly #services: Services;
  readonly #platforms: readonly Platform[];
  readonly #log: JobLog;

  constructor(services: Services, platforms: readonly Platform[], log: JobLog) {
    this.#services = services;
    this.#platforms = platforms;
    this.#log = log;
  }

  /** Enters what each is to hear, once a day; answers whether there is anything new to deliver. It does not throw. */
  async tell(row: OutboxRow, reason: string): Promise<boolean> {
    const { destination, kind, notice, person: reader } = row;
    // A card is no news; and whom a direct message does not reach, another one does not.
    if (kind === 'card' || notice?.about === 'unreachable' || reader !== undefined) return false;
    const { unreachable } = this.#services;
    try {
      if (!isIncident(notice) && !(await unreachable.isTime(destination))) return false;
      const { people, hasUnowned } = await unreachable.readers(destination);
      const owners = await this.#tellEach(row, reason, people, false);
      if (!hasUnowned && owners.reached === people.length) return owners.isNew;
      const admins = await this.#tellEach(row, reason, await unreachable.admins(), true);
      if (admins.reached === 0) {
        this.#log.problem({ channel: destination }, 'a channel takes no posts, and not everybody could be told');
      }
      return owners.isNew || admins.isNew;
    } catch (error) {
      this.#log.fault(error, 'the word that a channel takes no posts could not be entered');
      return false;
    }
  }

  async #tellEach(
    row: OutboxRow,
    reason: string,
    people: readonly Person[],
    all: boolean,
  ): Promise<{ readonly reached: number; readonly isNew: boolean }> {
    let [reached, isNew] = [0, false];
    for (const person of people) {
      const address = await this.#addressOf(person, row.destination);
      if (address === undefined) continue;
      reached += 1;
      if (await this.#services.unreachable.tell(row, reason, person, address, all)) isNew = true;
    }
    return { reached, isNew };
  }

  async #addressOf({ identities }: Person, destination: string): Promise<string | undefined> {
    for (const identity of identities) {
      const direct = await platformOf(identity, this.#platforms)?.direct(identity);
      // Her direct conversation may be the very channel that takes nothing.
      if (direct?.kind === 'found' && direct.address !== destination) return direct.address;
    }
    return undefined;
  }
}
