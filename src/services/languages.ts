import { type Language, languageOf } from '../domain/language.js';
import type { Person } from '../domain/person.js';
import type { Changes } from './changes.js';
import { findPerson, meet } from './people.js';
import type { Reader, Store } from './ports.js';
import type { Ask } from './record.js';
import { redrawIn } from './redraw.js';

/** Somebody who reads an answer. */
export interface LanguageReader {
  readonly identity: string;
  /** Her language as her platform tells it, such as `fr-FR`. */
  readonly locale?: string | undefined;
}

/** Which language Ferry speaks to whom, and in which channel. */
export class Languages {
  readonly #store: Store;
  readonly #changes: Changes;
  readonly #standard: Language;

  constructor(store: Store, changes: Changes, standard: Language) {
    this.#store = store;
    this.#changes = changes;
    this.#standard = standard;
  }

  /** As in every channel that has none of its own. */
  get standard(): Language {
    return this.#standard;
  }

  /** Of what one person reads: the one that she chose, else the one that her platform tells, else that of `place`. */
  async for({ identity, locale }: LanguageReader, place: string): Promise<Language> {
    const chosen = (await findPerson(this.#store, identity))?.language;
    return chosen ?? languageOf(locale) ?? this.in(place);
  }

  /**
   * Of what is posted in a channel: its own; of somebody's own conversation with Ferry, hers; else that of everywhere. `whose`:
   * the person who is written to there.
   */
  async in(address: string, whose?: Person, reader: Reader = this.#store): Promise<Language> {
    const channel = await reader.get('channels', address);
    if (channel?.settings?.language !== undefined) return channel.settings.language;
    const { alone } = channel ?? {};
    const person = whose ?? (alone && (await findPerson(reader, alone.identity)));
    return person?.language ?? alone?.language ?? this.#standard;
  }

  /** The one that she chose; undefined: that of her chat. */
  async chosenBy(identity: string): Promise<Language | undefined> {
    return (await findPerson(this.#store, identity))?.language;
  }

  /** `language`: undefined for that of her chat again. Answers whether it is news. */
  choose(ask: Ask, language: Language | undefined): Promise<boolean> {
    return this.#changes.apply(ask, async (tx, now) => {
      const { language: before, ...person } = await meet(tx, ask.speaker);
      if (before === language) return false;
      const own = (await tx.list('channels')).filter(
        ({ alone }) => alone && person.identities.includes(alone.identity),
      );
      const spoken = await Promise.all(own.map(({ id }) => this.in(id, undefined, tx)));
      await tx.put('people', { ...person, ...(language === undefined ? {} : { language }) });
      for (const [at, { id }] of own.entries()) {
        if ((await this.in(id, undefined, tx)) !== spoken[at]) await redrawIn(tx, id, now);
      }
      return true;
    });
  }
}
