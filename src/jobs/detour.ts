import type { Person } from '../domain/person.js';
import type { Platform } from '../messages/platform.js';
import type { Services } from '../services/index.js';
import type { Clock, OutboxRow } from '../services/ports.js';
import type { JobLog } from './log.js';

/** When a channel takes nothing: what it would have told reaches its people in direct messages, in any chat they are in. */
export class Detour {
  readonly #services: Services;
  readonly #platforms: readonly Platform[];
  readonly #clock: Clock;
  readonly #log: JobLog;

  constructor(services: Services, platforms: readonly Platform[], clock: Clock, log: JobLog) {
    this.#services = services;
    this.#platforms = platforms;
    this.#clock = clock;
    this.#log = log;
  }

  /** Enters what each is to hear, once a day; answers whether there is anything new to deliver. It does not throw. */
  async tell({ destination, kind, notice }: OutboxRow): Promise<boolean> {
    // A card is no news; and whom the word itself does not reach, it cannot reach.
    if (kind === 'card' || notice?.about === 'unreachable') return false;
    try {
      let [reached, isNew] = [0, false];
      for (const person of await this.#services.unreachable.people(destination)) {
        const address = await this.#addressOf(person, destination);
        if (address === undefined) continue;
        reached += 1;
        if (await this.#services.unreachable.tell(destination, person, address, this.#clock.now())) isNew = true;
      }
      if (reached === 0)
        this.#log.problem({ channel: destination }, 'a channel takes no posts, and nobody could be told');
      return isNew;
    } catch (error) {
      this.#log.fault(error, 'the word that a channel takes no posts could not be entered');
      return false;
    }
  }

  async #addressOf({ identities }: Person, destination: string): Promise<string | undefined> {
    for (const identity of identities) {
      const platform = this.#platforms.find(({ name }) => identity.startsWith(`${name}:`));
      const direct = await platform?.direct(identity);
      // Her direct conversation may be the very channel that takes nothing.
      if (direct?.kind === 'found' && direct.address !== destination) return direct.address;
    }
    return undefined;
  }
}
