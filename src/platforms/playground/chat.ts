import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Message } from '../../messages/message.js';
import { Person } from './people.js';
import type { PersonName, PlaceName } from './protocol.js';

/** So many things stay in the conversations; what is older is gone, as in a chat whose history is not kept. */
const MOST = 1_000;
/** The file is written anew when it has so many lines, most of them of what is gone or was drawn anew since. */
const MOST_LINES = 5 * MOST;
/** The last moment that there is, in ms since 1970. */
const LAST_MOMENT = 8.64e15;

const Said = z.custom<Message>((value) => typeof value === 'object' && value !== null);

/** Something that was said or posted. What Ferry said is kept as it said it, and drawn anew for each look. */
const Kept = z.object({
  id: z.string(),
  place: z.enum(['channel', 'own']),
  of: Person.optional(),
  by: z.union([z.literal('ferry'), Person]),
  /** Epoch milliseconds of the playground's clock. */
  at: z.int().nonnegative().max(LAST_MOMENT),
  only: Person.optional(),
  posted: z.literal(true).optional(),
  edited: z.literal(true).optional(),
  /** The key of the parcel, by which a post is found. */
  key: z.string().optional(),
  text: z.string().optional(),
  message: Said.optional(),
});
export type Kept = z.infer<typeof Kept>;

/** Of the file: what another version of Ferry said may not be what this one can draw. */
const VERSION = 1;

/** A line of the file. Of an entry, or of a person's board, the last one counts. */
const Line = z.union([
  z.strictObject({ version: z.literal(VERSION) }),
  z.strictObject({ entry: Kept }),
  z.strictObject({ board: Said, of: Person }),
  z.strictObject({ gone: z.string() }),
]);
type Line = z.infer<typeof Line>;

export interface ChatOptions {
  /** Where it is kept between two starts. It is what Slack and Teams would keep, and so no part of the store. */
  readonly file: string;
  /** Told of everything that is said, posted, or drawn anew. */
  changed(kept: Kept): void;
  /** Told that it could not be written; it goes on without. */
  report(error: unknown, what: string): void;
}

/** The conversations of the playground: what both panes show. What was posted is in the file before anybody is told so. */
export class Chat {
  readonly #options: ChatOptions;
  readonly #entries = new Map<string, Kept>();
  readonly #boards = new Map<PersonName, Message>();
  #lines = 0;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#load();
  }

  get entries(): readonly Kept[] {
    return [...this.#entries.values()];
  }

  entry(id: string): Kept | undefined {
    return this.#entries.get(id);
  }

  get boards(): ReadonlyMap<PersonName, Message> {
    return this.#boards;
  }

  add(entry: Omit<Kept, 'id'>): Kept {
    const kept = { ...entry, id: randomUUID() };
    this.#entries.set(kept.id, kept);
    for (const id of this.#entries.keys()) {
      if (this.#entries.size <= MOST) break;
      this.remove(id);
    }
    this.#note(kept);
    return kept;
  }

  /** Answers whether it is there. */
  replace(id: string, message: Message): boolean {
    const known = this.#entries.get(id);
    if (known === undefined) return false;
    const kept: Kept = { ...known, message, edited: true };
    this.#entries.set(id, kept);
    this.#note(kept);
    return true;
  }

  /** It can no longer be shown. */
  remove(id: string): void {
    if (this.#entries.delete(id)) this.#write({ gone: id });
  }

  find(key: string): Kept | undefined {
    return this.entries.findLast((entry) => entry.key === key);
  }

  setBoard(person: PersonName, board: Message): void {
    this.#boards.set(person, board);
    this.#write({ board, of: person });
  }

  removeBoard(person: PersonName): void {
    this.#boards.delete(person);
  }

  /** Everything is gone, as in a workspace that was just made; so is the file, with its folder. */
  clear(): void {
    this.#entries.clear();
    this.#boards.clear();
    this.#lines = 0;
  }

  #note(kept: Kept): void {
    this.#write({ entry: kept });
    this.#options.changed(kept);
  }

  #write(line: Line): void {
    try {
      const lines: Line[] = this.#lines === 0 ? [{ version: VERSION }, line] : [line];
      appendFileSync(this.#options.file, written(lines), { mode: 0o600 });
      this.#lines += lines.length;
      if (this.#lines > MOST_LINES) this.#writeAnew();
    } catch (error) {
      this.#options.report(error, 'the conversations of the playground could not be written');
    }
  }

  #writeAnew(): void {
    const { file } = this.#options;
    const lines: Line[] = [
      { version: VERSION },
      ...this.entries.map((entry) => ({ entry })),
      ...[...this.#boards].map(([of, board]) => ({ board, of })),
    ];
    writeFileSync(`${file}.tmp`, written(lines), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
    this.#lines = lines.length;
  }

  /** A line that cannot be read is passed over, such as the last one after a crash; another version's file as a whole. */
  #load(): void {
    const { file, report } = this.#options;
    let unread = 0;
    try {
      const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
      const isOurs = readLine(first) !== undefined;
      for (const text of rest.filter((text) => text !== '')) {
        const line = isOurs ? readLine(text) : undefined;
        if (line) this.#take(line);
        else unread += 1;
      }
      if (unread > 0 || !isOurs)
        report(new Error(`${unread} lines of ${file}`), 'what was said in the playground is lost');
      this.#writeAnew();
    } catch (error) {
      // A folder that cannot be used is told of by who opens the store in it.
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
      report(error, 'the conversations of the playground could not be read');
    }
  }

  #take(line: Line): void {
    if ('entry' in line) this.#entries.set(line.entry.id, line.entry);
    else if ('board' in line) this.#boards.set(line.of, line.board);
    else if ('gone' in line) this.#entries.delete(line.gone);
  }
}

function written(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function readLine(text: string): Line | undefined {
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The address of a place. */
export function addressOf(place: PlaceName, person: PersonName): string {
  return place === 'channel' ? CHANNEL : OWN + person;
}

/** Where an address leads; undefined: nowhere in the playground. */
export function placeOf(address: string): { readonly place: PlaceName; readonly of?: PersonName } | undefined {
  if (address === CHANNEL) return { place: 'channel' };
  const person = Person.safeParse(address.startsWith(OWN) ? address.slice(OWN.length) : '');
  return person.success ? { place: 'own', of: person.data } : undefined;
}

const CHANNEL = 'playground:channel';
const OWN = 'playground:own/';
