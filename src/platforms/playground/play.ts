import type { Temporal } from 'temporal-polyfill';
import { dayIn, momentAt } from '../../domain/calendar.js';
import type { Language } from '../../domain/language.js';
import type { Message } from '../../messages/message.js';
import { plainText } from '../../messages/plain-text.js';
import { type Words, wordsIn } from '../../messages/words.js';
import { addressOf, Chat, type Kept } from './chat.js';
import { MOST_AHEAD_MS } from './clock.js';
import { Desk } from './desk.js';
import { entryOf } from './entries.js';
import { Watch } from './inside.js';
import { MOST_DAYS, passTo } from './passage.js';
import type { Passed } from './passed.js';
import { actorOf, PEOPLE, type Surfaces } from './people.js';
import type { Asks, Drawing, Entry, Event, Inside, PersonName, PlaceName, Reply } from './protocol.js';
import { Stream } from './stream.js';
import { nextPost, stateOf } from './view.js';
import type { World } from './world.js';

/** A page is told of so many of the latest entries. */
const MOST_SHOWN = 300;
/** What changes together is told together. In ms. */
const TELL_AFTER_MS = 30;
/** While the clock is moved, what is told takes its time from that. In ms. */
const TELL_MOVING_MS = 500;
/** The time on the page goes on. In ms. */
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;

export interface PlayOptions {
  readonly surfaces: Surfaces;
  /** The store's folder, as people are told it. */
  readonly folder: string;
  /** Where the conversations are kept. */
  readonly file: string;
  /** Where the partner's own tenant is, as two letters. */
  readonly partnerCountry: string | undefined;
  /** In which the page is served before it has heard from us. */
  readonly language: Language;
  /** Empties the store, fills it again if samples are wanted, and enters the world that comes of it; it speaks this language. */
  restart(how: Asks['restart']['with'], language: Language): Promise<void>;
  /** Logs a fault of ours; answers the reference under which it is found. */
  report(error: unknown, what: string): string;
}

/** What goes on in the playground: one thing after the other, each told to every page that looks on. */
export class Play {
  readonly chat: Chat;
  readonly stream = new Stream();
  readonly #options: PlayOptions;
  readonly #desk: Desk;
  readonly #watch = new Watch();
  #world: World | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #telling: NodeJS.Timeout | undefined;
  #told: Promise<unknown> = Promise.resolve();
  /** Ferry stops. */
  readonly #leaving = new AbortController();
  readonly #minute: NodeJS.Timeout;
  #inside: Inside | undefined;
  #passed: Passed | undefined;
  #moving: string | undefined;
  /** In which the pages were told last. */
  #spoken: Words | undefined;
  /** Posts that came since the last step of a passage. */
  #news: Kept[] = [];

  constructor(options: PlayOptions) {
    this.#options = options;
    const { file, surfaces, report } = options;
    this.chat = new Chat({ file, changed: (kept) => this.#changed(kept), report });
    this.#desk = new Desk({ chat: this.chat, surfaces, world: () => this.#here, words: () => this.#words() });
    this.#minute = setInterval(() => this.#tellSoon(), MINUTE_MS).unref();
  }

  /** `isNew`: it begins with this one; nothing was said before. */
  enter(world: World, isNew: boolean): void {
    if (isNew) {
      this.chat.clear();
      this.stream.send({ kind: 'entries', entries: [] });
    }
    this.#world = world;
    this.#inside = undefined;
    this.#passed = undefined;
  }

  /** Where Ferry is met it says once what to do first. */
  async welcome(): Promise<void> {
    const { asking, delivered } = this.#here;
    const { language: locale } = await this.#words();
    await asking.greet(addressOf('channel', 'maria'));
    for (const { name, identity } of PEOPLE) await asking.greet(addressOf('own', name), { identity, locale });
    await delivered();
    if (this.stream.isWatched) for (const event of await this.greeting()) this.stream.send(event);
  }

  /** Between two worlds nothing can be posted. */
  get isPlaying(): boolean {
    return this.#world !== undefined;
  }

  /** What a page that comes in has to be told. */
  async greeting(): Promise<readonly Event[]> {
    if (this.#world === undefined) return [];
    return [await this.#state(), this.#entries()];
  }

  post(where: { readonly place: PlaceName; readonly of?: PersonName }, key: string, message: Message): string {
    return this.chat.add({ ...where, by: 'ferry', at: this.#now.epochMilliseconds, posted: true, key, message }).id;
  }

  wrote(lines: string): void {
    this.#watch.wrote(lines);
  }

  leave(): void {
    this.#leaving.abort();
    clearInterval(this.#minute);
    this.stream.close();
  }

  async close(): Promise<void> {
    await this.#turn;
    clearTimeout(this.#telling);
    await this.#told;
  }

  say(asked: Asks['say']): Promise<Reply> {
    return this.#act(asked.text, () => this.#desk.say(asked));
  }

  click(asked: Asks['click']): Promise<Reply> {
    const press = this.#options.surfaces[asked.pane].press(asked.given);
    return this.#act(press ? `/csp ${press.run}` : '', () => this.#desk.click(asked));
  }

  submit(asked: Asks['submit']): Promise<Reply> {
    const sent = this.#options.surfaces[asked.pane].filled(asked.given);
    const filled = Object.entries(sent?.filled ?? {}).map(([name, text]) => `${name}=${quoted(text)}`);
    return this.#act(['/csp', sent?.command ?? '', ...filled].join(' '), () => this.#desk.submit(asked));
  }

  suggest(asked: Asks['suggest']): Promise<Drawing> {
    return this.#desk.suggest(asked);
  }

  board({ as }: Asks['board']): Promise<Reply> {
    return this.#inTurn(async () => {
      await this.#showBoard(as);
      return {};
    });
  }

  /** The channel speaks it from now on, and the page with it; whoever chose another one for herself keeps that. */
  language({ language }: Asks['language']): Promise<Reply> {
    return this.#act(`/csp settings language ${language}`, async () => {
      const answer = await this.speak(language);
      if (answer.refused) return { problem: plainText(answer) };
      for (const person of this.chat.boards.keys()) await this.#showBoard(person);
      return {};
    });
  }

  /** Has the channel speak a language, as an admin would. */
  speak(language: string): Promise<Message> {
    return this.#here.asking.answer({
      text: `settings language ${language}`,
      actor: actorOf('chen'),
      channel: addressOf('channel', 'chen'),
      once: `playground language ${language} ${this.#now.epochMilliseconds}`,
      named: [],
      rows: 1,
      reach: async () => 'ok',
    });
  }

  restart({ with: how }: Asks['restart']): Promise<Reply> {
    return this.#inTurn(() => this.#startOver(how));
  }

  clock({ to }: Asks['clock']): Promise<Reply> {
    return this.#inTurn(async () => {
      const words = await this.#words();
      const isDay = !['day', 'week', 'next'].includes(to);
      const today = dayIn(words.zone, this.#now);
      if (isDay && to < today) return this.#startOver('samples');
      if (to === today) return {};
      const target = await this.#targetOf(to);
      if (target === undefined) return { problem: words.say('playground.no-next') };
      if (target.epochMilliseconds - this.#now.epochMilliseconds > MOST_DAYS * DAY_MS) {
        return { problem: words.say('playground.too-far', { days: MOST_DAYS }) };
      }
      if (this.#here.clock.aheadMs > MOST_AHEAD_MS) return { problem: words.say('playground.no-further') };
      await this.#pass(target, words);
      return {};
    });
  }

  async #pass(target: Temporal.Instant, words: Words): Promise<void> {
    const world = this.#here;
    const from = this.#now;
    const steps: { at: Temporal.Instant; posts: string[] }[] = [];
    this.#news = [];
    this.#watch.begin(words.say('playground.clock-moved', { to: { moment: target.toString() } }));
    const { signal } = this.#leaving;
    try {
      this.#moving = words.moment(from);
      this.#tellSoon();
      await passTo(target, {
        clock: world.clock,
        nextDue: (now) => world.nextDue(now),
        // First on disk: a store that is ahead of its clock would wait for what is over.
        before: (at) => world.keepAhead(world.clock.aheadMs + at.epochMilliseconds - this.#now.epochMilliseconds),
        settle: () => world.settle(),
        step: (at) => {
          const posts = this.#news.map(({ id }) => id);
          this.#news = [];
          if (posts.length > 0) steps.push({ at, posts });
          this.#moving = words.moment(at);
          this.#tellSoon();
        },
        signal,
      });
    } finally {
      this.#moving = undefined;
      this.#inside = this.#watch.end(this.#options.surfaces);
      this.#tellSoon();
    }
    this.#passed = { from, to: target, steps, silent: await world.services.silences.now() };
    this.#tellSoon();
  }

  async #targetOf(to: string): Promise<Temporal.Instant | undefined> {
    const now = this.#now;
    if (to === 'day') return now.add({ hours: 24 });
    if (to === 'week') return now.add({ hours: 7 * 24 });
    if (to === 'next') return (await nextPost(this.#here))?.at;
    // Not before the reminders of that day have gone out.
    const settings = await this.#here.services.speaking.in(addressOf('channel', 'maria'));
    const time = now.toZonedDateTimeISO(settings.zone).toPlainTime().toString({ smallestUnit: 'minute' });
    return momentAt(to, time < settings.time ? settings.time : time, settings.zone);
  }

  /** For what went wrong in here. */
  async apology(): Promise<string> {
    const words = this.#world ? await this.#words() : wordsIn(this.#options.language, 'UTC');
    return words.say('word.failed');
  }

  async #startOver(how: Asks['restart']['with']): Promise<Reply> {
    // After a start over that failed there is none to ask.
    const { language } = this.#world ? await this.#words() : (this.#spoken ?? this.#options);
    // It is about to end: nothing can be done in it any more.
    this.#world = undefined;
    await this.#options.restart(how, language);
    return {};
  }

  /** What was said or clicked; the page sees what it did inside, when all that it led to has been delivered. */
  #act(action: string, work: () => Promise<Reply>): Promise<Reply> {
    return this.#inTurn(async () => {
      this.#watch.begin(action);
      try {
        const reply = await work();
        await this.#here.delivered();
        return reply;
      } finally {
        this.#inside = this.#watch.end(this.#options.surfaces);
        this.#tellSoon();
      }
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #showBoard(person: PersonName): Promise<void> {
    const { language } = await this.#words();
    await this.#here.asking.opened(actorOf(person), language);
    this.#tellSoon();
  }

  #changed(kept: Kept): void {
    const { message, posted, edited } = kept;
    if (message) this.#watch.said(message);
    if (posted && !edited) this.#news.push(kept);
    this.#tellSoon();
    if (!this.stream.isWatched || this.#spoken === undefined) return;
    this.stream.send({ kind: 'entry', entry: entryOf(kept, this.#spoken, this.#options.surfaces) });
  }

  #tellSoon(): void {
    if (!this.stream.isWatched) return;
    this.#telling ??= setTimeout(
      () => {
        this.#telling = undefined;
        // One after the other: what was looked up first must not be told last.
        this.#told = this.#told
          .then(() => this.#tell())
          .catch((error: unknown) => {
            this.#options.report(error, 'the state of the playground could not be told');
          });
      },
      this.#moving === undefined ? TELL_AFTER_MS : TELL_MOVING_MS,
    );
  }

  /** The conversations too, once their days and times read otherwise. */
  async #tell(): Promise<void> {
    if (this.#world === undefined) return;
    const before = this.#spoken;
    this.stream.send(await this.#state());
    if (this.#spoken !== before) this.stream.send(this.#entries());
  }

  async #state(): Promise<Event> {
    const { surfaces, folder, partnerCountry } = this.#options;
    const words = await this.#words();
    const state = await stateOf({
      world: this.#here,
      words,
      chat: this.chat,
      surfaces,
      folder,
      partnerCountry,
      report: this.#options.report,
      passed: this.#passed,
      inside: this.#inside,
      moving: this.#moving,
    });
    this.#spoken = words;
    return { kind: 'state', state };
  }

  #entries(): Event {
    const [words, latest] = [this.#spoken, this.chat.entries.slice(-MOST_SHOWN)];
    return { kind: 'entries', entries: words ? latest.flatMap((kept) => this.#drawn(kept, words)) : [] };
  }

  /** What cannot be drawn, such as what another version of Ferry said, is let go instead of being in the way of all the rest. */
  #drawn(kept: Kept, words: Words): Entry[] {
    try {
      return [entryOf(kept, words, this.#options.surfaces)];
    } catch (error) {
      this.#options.report(error, 'something in the conversations of the playground could not be drawn');
      this.chat.remove(kept.id);
      return [];
    }
  }

  /** As the channel speaks, in which the page is read as well. */
  #words(): Promise<Words> {
    return this.#here.wordsHere(addressOf('channel', 'maria'));
  }

  get #here(): World {
    if (this.#world === undefined) throw new Error('The playground has not begun');
    return this.#world;
  }

  get #now(): Temporal.Instant {
    return this.#here.clock.now();
  }
}

function quoted(text: string): string {
  return /[\s"]/.test(text) || text === '' ? JSON.stringify(text) : text;
}
