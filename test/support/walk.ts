import { isDeepStrictEqual } from 'node:util';
import { ladder } from '../../src/domain/ladder.js';
import { openRungs, STAGES, stage } from '../../src/domain/stage.js';
import type { Message } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import { sayReminder } from '../../src/messages/reminder.js';
import { allSeatsWithout, changesOf, Model, type Said, type Somebody, type Stored } from './model.js';
import { MARIA, PETRA, ROLES, type Step, type Then } from './steps.js';
import type { WholeBot } from './whole-bot.js';

/** What a program would say and a person never should. */
const BROKEN = /undefined|\bNaN\b|\[object|Infinity|Invalid Date/;

/** Words that may do more when they are said again. */
const ADDITIVE = /^(note|undo)\b|\b(another|again)=yes/;

/** Commands that change no migration: they are harmless when they arrive again, and say then that it was so already. */
const OF_PEOPLE = /^(link|unlink|roles|away|forget)\b/;

/** Deliveries are known again for 48 hours. */
const KNOWN_HOURS = 48;

interface Delivered {
  readonly by: Somebody;
  readonly text: string;
  readonly once: string;
  readonly rev: number | undefined;
  readonly at: number;
  readonly answer: Message;
}

/** One bot and the people who talk to it: after each command all is looked at that must hold. Throws on what does not. */
export class Walk {
  readonly #bot: WholeBot;
  readonly #faults: readonly string[];
  readonly #happened: Map<string, number>;
  readonly #model = new Model();
  readonly #said: string[] = [];
  readonly #delivered: Delivered[] = [];
  #stored: Stored = new Map();
  #asked = new Set<string>();

  /**
   * `faults` is what the bot logs as its own; `happened` counts what has really happened: walks that never get far prove
   * nothing.
   */
  constructor(bot: WholeBot, faults: readonly string[], happened: Map<string, number>) {
    this.#bot = bot;
    this.#faults = faults;
    this.#happened = happened;
  }

  async begin(texts: readonly string[]): Promise<void> {
    for (const text of ROLES) await this.#deliver(PETRA, text);
    for (const text of texts) await this.#deliver(MARIA, text);
  }

  async take(step: Step): Promise<unknown> {
    const last = this.#delivered.at(-1);
    switch (step.kind) {
      case 'wait':
        return this.#wait(step.hours);
      case 'replay':
        // A refusal at the door leaves no receipt: it depends on the words, and on who may what at that moment.
        return this.#replay(this.#delivered.filter(({ answer }) => !answer.refused).at(-step.back));
      case 'say':
        return this.#speak(step.by, step.text, undefined, step.then);
      case 'confirm':
        if (!last || !/^(end|forget) (?!.*confirm=)/.test(last.text)) return;
        return this.#speak(last.by, `${last.text} confirm=yes`, undefined, step.then);
      case 'decide': {
        const request = [...this.#asked].at(-step.back);
        return request && this.#speak(step.by, `${step.verdict} ${request}`, undefined, step.then);
      }
      case 'press': {
        const buttons = last ? buttonsOf(last.answer) : [];
        const button = buttons[step.button % Math.max(1, buttons.length)];
        return last && button && this.#speak(step.by ?? last.by, button.run, button.rev, step.then);
      }
    }
  }

  /** Puts the ids of what is there into a text. */
  #named(text: string): string {
    const all = [...this.#stored.values()];
    const ids: Record<string, string[]> = {
      m: all.map(({ id }) => id),
      o: all.flatMap(({ originals }) => originals.map(({ id }) => id)),
      r: all.flatMap(({ replacements }) => replacements.map(({ id }) => id)),
    };
    return text.replace(/~([mor])(\d+)/g, (_, kind: string, number: string) => {
      const there = ids[kind] ?? [];
      return there[Number(number) % Math.max(1, there.length)] ?? 'M1';
    });
  }

  async #speak(by: Somebody, phrase: string, rev: number | undefined, then: Then): Promise<void> {
    const text = this.#named(phrase);
    const said = await this.#deliver(by, text, rev);
    if (then === 'same delivery') return this.#replay(said, true);
    if (then === 'nothing' || said.answer.refused || ADDITIVE.test(text)) return;
    const before = this.#stored;
    await this.#deliver(by, text);
    this.#expect(changesOf({ before, after: this.#stored }).length === 0, 'said again, it has changed something');
    this.#count('said again');
  }

  /** The same delivery again. When nothing has happened in between, the answer is the same, too. */
  async #replay(delivered: Delivered | undefined, atOnce = false): Promise<void> {
    const now = this.#bot.clock.now().epochMilliseconds;
    if (!delivered || now - delivered.at > KNOWN_HOURS * 3_600_000) return;
    const { by, text, once, rev, answer } = delivered;
    this.#said.push(`(${text} arrives again)`);
    const before = this.#stored;
    const repeated = await this.#bot.answer(text, { ...spoken(by, rev), once });
    await this.#bot.bot.delivery.idle();
    this.#stored = await this.#read();
    this.#expect(changesOf({ before, after: this.#stored }).length === 0, 'delivered again, it has changed something');
    const isSame = isDeepStrictEqual(repeated, answer) || OF_PEOPLE.test(text);
    this.#expect(!atOnce || isSame, 'delivered again, it is answered otherwise');
    this.#count('delivered again');
  }

  async #wait(hours: number): Promise<void> {
    const now = this.#bot.clock.now().add({ hours });
    this.#said.push(`(${now})`);
    const before = this.#stored;
    await this.#bot.at(now.toString());
    this.#stored = await this.#read();
    this.#expect(isDeepStrictEqual(this.#bot.bot.tick.lastSweep, now), 'the sweep has failed');
    this.#expect(changesOf({ before, after: this.#stored }).length === 0, 'time alone has changed a migration');
    await this.#look([...this.#stored.keys()]);
  }

  async #deliver(by: Somebody, text: string, rev?: number): Promise<Delivered> {
    const { bot, clock } = this.#bot;
    this.#said.push(`${by.actor.identity}: ${text}${rev === undefined ? '' : ` [of revision ${rev}]`}`);
    const before = this.#stored;
    const once = `said ${this.#said.length}`;
    const answer = await this.#bot.answer(text, { ...spoken(by, rev), once });
    await bot.delivery.idle();
    this.#stored = await this.#read();
    const said = { by, text, refused: answer.refused === true, before, after: this.#stored };
    this.#expect(!BROKEN.test(plainText(answer)), `it is answered: ${plainText(answer)}`);
    for (const wrong of this.#model.check(said)) this.#expect(false, wrong);
    this.#expectReason(said, plainText(answer));
    this.#tally(said);
    await this.#watchRequests(by);
    await this.#look(changesOf(said));
    const delivered = { by, text, once, rev, at: clock.now().epochMilliseconds, answer };
    this.#delivered.push(delivered);
    return delivered;
  }

  async #read(): Promise<Stored> {
    const views = await this.#bot.bot.services.lookup.everything();
    return new Map(
      views.map(({ migration: { beside: _beside, ...migration } }) => [migration.id, structuredClone(migration)]),
    );
  }

  async #watchRequests(by: Somebody): Promise<void> {
    for (const { request } of await this.#bot.bot.services.requests.open()) {
      if (this.#asked.has(request.id)) continue;
      this.#asked.add(request.id);
      this.#model.asked(request.id, request.original, by);
      this.#count('asked a second person');
    }
  }

  /** A cancellation is not refused for seats that are there. */
  #expectReason({ text, refused, before }: Said, answer: string): void {
    const [, id = ''] = /^end (M\d+\.\d+) cancelled/.exec(text) ?? [];
    if (!refused || !/seats? (is|are) missing in the active/.test(answer)) return;
    this.#count('refused for seats');
    const migration = before.get(id.replace(/\..*/, ''));
    const one = migration?.originals.find((original) => original.id === id);
    if (!migration || !one) return;
    const on = /on=(\S+)/.exec(text)?.[1] ?? this.#bot.clock.now().toString().slice(0, 10);
    const tenant = [...before.values()].filter((other) => other.customer === migration.customer);
    this.#expect(allSeatsWithout(tenant, one, on) > 0, `${id} is refused although there are seats for all`);
  }

  #tally(said: Said): void {
    if (said.refused) {
      this.#count('refused');
      return;
    }
    for (const id of changesOf(said)) {
      const [was, is] = [said.before.get(id), said.after.get(id)];
      this.#count(`${said.text.split(' ')[0]} changed something`);
      for (const { id: original, ended } of is?.originals ?? []) {
        const earlier = was?.originals.find((one) => one.id === original)?.ended;
        if (!ended || isDeepStrictEqual(earlier, ended)) continue;
        this.#count(ended.approval === undefined ? ended.how : 'cancelled by two people');
      }
    }
  }

  /** Whatever has become of these migrations, it can be shown, now and later. */
  async #look(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const { bot, clock } = this.#bot;
    const texts = [
      ...ids.flatMap((id) => [`show ${id}`, `history ${id}`]),
      'list',
      'list late',
      'due 400',
      'reminders',
      'requests',
      'export',
    ];
    for (const text of texts) {
      const answer = await this.#bot.answer(text, spoken(PETRA));
      this.#expect(answer.refused !== true && !BROKEN.test(plainText(answer)), `${text}: ${plainText(answer)}`);
    }
    for (const id of ids) {
      const view = await bot.services.lookup.byId(id);
      if (!view) continue;
      for (const days of [0, 1, 400]) {
        const now = clock.now().add({ hours: 24 * days });
        this.#expect(STAGES.includes(stage(view.migration, now)), `${id} has no stage after ${days} days`);
        for (const original of view.migration.originals) ladder(view.migration, original, now);
        for (const { original, rung } of openRungs(view.migration, now)) {
          const reminder = plainText(sayReminder(bot.words, { ...view, now }, original, rung, '2027-01-29'));
          this.#expect(!BROKEN.test(reminder), `it reminds: ${reminder}`);
        }
      }
    }
    this.#expect((await bot.services.outbox.open()).length === 0, 'something has not been posted');
  }

  #count(what: string): void {
    this.#happened.set(what, (this.#happened.get(what) ?? 0) + 1);
  }

  #expect(holds: boolean, wrong: string): void {
    const [fault] = this.#faults;
    if (fault !== undefined) throw new Error(`Ferry is at fault: ${fault}\n  ${this.#said.join('\n  ')}`);
    if (!holds) throw new Error(`${wrong}\n  ${this.#said.join('\n  ')}`);
  }
}

function spoken({ actor }: Somebody, rev?: number) {
  return { actor, channel: 'chat:T1/moves', ...(rev === undefined ? {} : { rev }) };
}

function buttonsOf(message: Message) {
  return message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
}
