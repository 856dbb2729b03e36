import { Temporal } from 'temporal-polyfill';
import { addDays, dayOf } from '../../src/domain/calendar.js';
import type { Migration } from '../../src/domain/migration.js';
import type { BotModules } from '../support/mutants.js';
import { SeededRandom } from '../support/seeded-random.js';
import { SimulatedDisk } from '../support/simulated-disk.js';
import { Life, REAL } from './life.js';
import { anyMix, type Mix } from './mix.js';
import { anything, beginnings, peopleOn, type Words } from './people.js';
import { countUnanswered, newRecord, type RunRecord } from './record.js';
import { PACES, SimulatedPlatform } from './simulated-platform.js';
import { Timeline, VirtualClock, type Wall } from './timeline.js';
import { dayAt, msAt, nextWorkingMoments, type Voice, voiceOf } from './voice.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CHANNELS = ['slack:T1/C1', 'teams:X1/c1', 'slack:T1/C2', 'teams:X1/c2'] as const;
const FIRST = Date.parse('2026-11-01T00:00:00Z');
const LAST = Date.parse('2027-10-15T00:00:00Z');
/** Looks around a moment at which something may become due. */
const AROUND_MS = 4 * MINUTE_MS;
/** In one run of so many migrations go to other channels, so often. */
const MOVING_RUNS = 3;
const MOVES_PER_DAY = 0.3;
/** Many times what any run needs. */
const MOST_POSTS = 2_000;
const STANDARD = { zone: 'Europe/Berlin', time: '09:00', leadDays: [90, 60, 30, 14, 7, 3, 1, 0] };

/** A run: one disk, two platforms, some people, and one process after the other, all by one seed. */
export class World {
  readonly #random: SeededRandom;
  readonly #mix: Mix;
  readonly #modules: BotModules;
  readonly #timeline: Timeline;
  readonly #wall: Wall = { offset: 0 };
  readonly #disk: SimulatedDisk;
  readonly #platforms: readonly SimulatedPlatform[];
  readonly #channels: readonly string[];
  readonly record: RunRecord = newRecord(STANDARD);
  readonly #migrations = new Map<string, Migration>();
  readonly #voices = new Map<string, Voice>();
  readonly #start: number;
  readonly #quietAt: number;
  #life: Life | undefined;
  #isQuiet = false;
  #wakeTick: () => void = () => undefined;
  #activeUntil = 0;
  /** Decides of moves to another channel alone, so that the runs without them stay what they are. */
  readonly #removal: SeededRandom;
  readonly #removals: number;
  #said = 0;
  #moment = { after: 0, at: 0 };

  constructor(seed: number, mix?: Mix, modules: BotModules = REAL) {
    this.#random = new SeededRandom(seed);
    this.#mix = mix ?? anyMix(this.#random);
    this.#removal = new SeededRandom(seed + 1_000_003);
    this.#removals = mix === undefined && seed % MOVING_RUNS === 0 ? MOVES_PER_DAY : 0;
    this.#modules = modules;
    this.#start = FIRST + Math.floor((this.#random.next() * (LAST - FIRST)) / MINUTE_MS) * MINUTE_MS;
    this.#quietAt = this.#start + this.#mix.days * DAY_MS;
    this.#timeline = new Timeline(this.#start);
    this.#disk = new SimulatedDisk(this.#random);
    this.#channels = CHANNELS.slice(0, this.#mix.channels);
    for (const channel of this.#channels) this.#voices.set(channel, voiceOf(STANDARD, undefined));
    this.#platforms = (['slack', 'teams'] as const).map((name) => {
      return new SimulatedPlatform({
        name,
        pace: PACES[name],
        random: this.#random,
        mix: this.#mix,
        timeline: this.#timeline,
        wall: this.#wall,
        record: this.record,
        nextDigest: (channel) => this.#nextDigest(channel),
        crash: () => this.#crash(),
      });
    });
  }

  async run(): Promise<RunRecord> {
    this.#planTroubles();
    this.#boot();
    this.#planTicks();
    this.#planWords();
    this.#planRemovals();
    this.#timeline.at(this.#quietAt, () => this.#becomeQuiet());
    this.record.end = Number.POSITIVE_INFINITY;
    const { taken } = this.record;
    while (this.#timeline.next !== undefined && this.#timeline.next < this.record.end && taken.length < MOST_POSTS) {
      this.#timeline.step();
      await this.#drain();
    }
    this.#life?.end();
    this.#disk.kill();
    if (taken.length >= MOST_POSTS) this.record.complaints.push(`SPIN it posts without end`);
    this.record.end = this.#timeline.now;
    return this.record;
  }

  /** Lets everything run that waits for nothing that lies in time. */
  async #drain(): Promise<void> {
    for (let idle = 0; idle < 3; ) {
      await new Promise((resolve) => setImmediate(resolve));
      idle = (this.#life?.calls ?? 0) > 0 ? 0 : idle + 1;
    }
  }

  #boot(): void {
    const { random, mix } = { random: this.#random, mix: this.#mix };
    const clock = new VirtualClock(this.#timeline, this.#wall, mix.isGuarded);
    clock.onSpin = () => {
      this.record.complaints.push(`SPIN at ${new Date(this.#timeline.now).toISOString()}`);
    };
    let life: Life | undefined;
    const isAlive = () => life !== undefined && !life.isEnded;
    this.#disk.troubleOf = () => {
      if (this.#isQuiet || !random.chance(mix.crashInDisk)) return undefined;
      const how = random.chance(mix.cuts) ? 'cut' : 'kill';
      this.#end();
      return how;
    };
    life = new Life({
      modules: this.#modules,
      disk: this.#disk,
      clock,
      random,
      environment: { TIME_ZONE: STANDARD.zone, REMINDER_TIME: STANDARD.time, ADMINS: 'slack:T1/maria' },
      platforms: this.#platforms.map((platform) => platform.connect(isAlive)),
      slowDisk: mix.slowDisk,
      oversleep: (at) => (this.#isActive() ? at : at + random.between(0, mix.sleepMs)),
      problem: (text) => {
        this.record.complaints.push(`FAULT logged at ${new Date(this.#timeline.now).toISOString()}: ${text}`);
      },
      ...(process.env.ABOUT ? { rowChanged: (row) => this.record.rows.push({ at: this.#timeline.now, row }) } : {}),
      interrupted: ({ destination, notice, subjects: [, original = ''] }) => {
        if (notice?.about.startsWith('incident')) countUnanswered(this.record, destination, original);
      },
      changed: (collection, ids) => this.#note(life as Life, collection, ids),
    });
    const born = life;
    this.#life = born;
    const settle = this.#look(born);
    born.begin().then(
      () => {
        settle();
        this.#stayActive(3 * MINUTE_MS);
      },
      (error: Error) => this.record.complaints.push(`START it did not: ${error.stack}`),
    );
  }

  /** Reads what has changed. */
  #note(life: Life, collection: 'migrations' | 'channels', ids: readonly string[]): void {
    const at = this.#timeline.now;
    const wall = at + this.#wall.offset;
    const read = async () => {
      const migrations = new Map<string, Migration>();
      const settings = new Map();
      for (const id of ids) {
        if (collection === 'channels') settings.set(id, (await life.store.get('channels', id))?.settings);
        const migration = collection === 'migrations' ? await life.store.get('migrations', id) : undefined;
        if (migration) migrations.set(id, migration);
      }
      for (const [id, migration] of migrations) this.#migrations.set(id, migration);
      for (const [channel, own] of settings) {
        if (this.#voices.has(channel)) this.#voices.set(channel, voiceOf(STANDARD, own));
        this.#moment = { after: 0, at: 0 };
      }
      this.record.changes.push({ at, wall, migrations, settings });
    };
    void read();
  }

  #crash(): void {
    if (!this.#life || this.#isQuiet) return;
    this.#end();
    if (this.#random.chance(this.#mix.cuts)) this.#disk.cut();
    else this.#disk.kill();
  }

  /** The process is no more; after a while there is another. */
  #end(): void {
    const { now } = this.#timeline;
    this.#life?.end();
    this.#life = undefined;
    this.#count('crashed');
    const ms = this.#random.pick([5_000, 30_000, 10 * MINUTE_MS, 5 * HOUR_MS, 30 * HOUR_MS, 3 * DAY_MS]);
    const down = Math.floor(this.#random.next() * ms) + 1_000;
    for (const channel of this.#channels) {
      const told = channel.startsWith('teams:') ? this.#nextDigest(channel) : 0;
      const until = Math.max(now + down + 20 * MINUTE_MS, told + down);
      this.record.troubles.push({ from: now, until, channel, why: 'crash' });
    }
    this.#timeline.after(down, () => {
      if (!this.#life) this.#boot();
    });
  }

  /** When a digest of that channel is told next by which all that is doubtful now can have been told. */
  #nextDigest(channel: string): number {
    const voice = this.#voices.get(channel);
    if (!voice) return 0;
    const [, second = 0] = nextWorkingMoments(voice, this.#timeline.now, 2);
    return second + 20 * MINUTE_MS;
  }

  #planTroubles(): void {
    const { mix, random } = { mix: this.#mix, random: this.#random };
    const sometimes = (perDay: number, run: () => void) => {
      for (let day = 0; day < mix.days; day += 1) {
        // The next working morning may lie behind the last day of troubles.
        if (random.chance(perDay)) this.#timeline.at(this.#someTime(day), () => this.#isQuiet || run());
      }
    };
    const ms = (...choices: readonly number[]) => Math.floor(random.pick(choices) * (0.2 + random.next()) * HOUR_MS);
    sometimes(mix.crashes, () => this.#crash());
    for (const platform of this.#platforms) {
      sometimes(mix.down, () => platform.goDown(ms(0.1, 1, 10, 40)));
    }
    for (const channel of this.#channels) {
      const platform = this.#platforms.find(({ name }) => channel.startsWith(name));
      sometimes(mix.closed, () => platform?.close(channel, ms(1, 10, 60)));
      sometimes(mix.unreadable, () => platform?.hideHistory(channel, ms(0.2, 2, 8)));
    }
    for (let step = 0; step < mix.clockSteps; step += 1) {
      this.#timeline.at(this.#someTime(random.between(0, mix.days - 1)), () => this.#stepClock());
    }
  }

  /** Around the moments at which most happens, or at any. */
  #someTime(day: number): number {
    const from = this.#start + day * DAY_MS;
    if (this.#random.chance(0.5)) return from + Math.floor(this.#random.next() * DAY_MS);
    const voice = this.#voices.get(this.#random.pick(this.#channels)) ?? voiceOf(STANDARD, undefined);
    const [moment = from] = nextWorkingMoments(voice, from, 1);
    return moment + this.#random.between(-2 * MINUTE_MS, 3 * MINUTE_MS);
  }

  #stepClock(): void {
    if (this.#wall.offset !== 0 || this.#isQuiet) return;
    const step = this.#random.pick([-HOUR_MS, HOUR_MS, 20 * HOUR_MS, 365 * DAY_MS]);
    this.#wall.offset = step;
    this.#count('clock stepped');
    const ms = this.#random.between(5 * MINUTE_MS, 30 * HOUR_MS);
    const until = this.#timeline.now + ms + Math.abs(step < DAY_MS ? step : 0) + 70 * MINUTE_MS;
    this.record.troubles.push({ from: this.#timeline.now, until, channel: undefined, why: 'clock' });
    this.#timeline.after(ms, () => {
      this.#wall.offset = 0;
      this.#stayActive(5 * MINUTE_MS);
    });
    this.#stayActive(3 * MINUTE_MS);
  }

  #becomeQuiet(): void {
    this.#isQuiet = true;
    this.#wall.offset = 0;
    for (const platform of this.#platforms) {
      platform.isQuiet = true;
      platform.isDown = false;
      platform.closed.clear();
      platform.unreadable.clear();
    }
    if (!this.#life) this.#boot();
    const settled = this.#channels.map((channel) => {
      const [, second = 0] = nextWorkingMoments(this.#voices.get(channel) as Voice, this.#quietAt + 2 * HOUR_MS, 2);
      return second + HOUR_MS;
    });
    this.record.end = Math.max(this.#quietAt + 26 * HOUR_MS, ...settled);
    this.#stayActive(3 * MINUTE_MS);
  }

  #planWords(): void {
    const random = this.#random;
    const first = dayOf(Temporal.Instant.fromEpochMilliseconds(this.#start));
    const said = beginnings(random, this.#channels, this.#mix.moves, first, this.#mix.days);
    for (const [index, words] of said.entries()) {
      this.#timeline.at(this.#start + 5_000 + index * 20_000, () => this.#say(words, true));
    }
    for (let day = 0; day < this.#mix.days; day += 1) {
      const most = Math.floor(this.#mix.commands);
      const count = random.between(0, most) + (random.chance(this.#mix.commands - most) ? 1 : 0);
      for (let one = 0; one < count; one += 1) this.#timeline.at(this.#someTime(day), () => this.#saySomething());
    }
  }

  #planRemovals(): void {
    for (let day = 0; day < this.#mix.days; day += 1) {
      if (!this.#removal.chance(this.#removals)) continue;
      const at = this.#start + day * DAY_MS + Math.floor(this.#removal.next() * DAY_MS);
      this.#timeline.at(at, () => {
        const all = [...this.#migrations.keys()];
        if (all.length === 0 || this.#isQuiet) return;
        this.#count('moved');
        this.#say({ channel: this.#removal.pick(this.#channels), text: `move ${this.#removal.pick(all)} here` }, false);
      });
    }
  }

  #saySomething(): void {
    const open = [...this.#migrations.values()];
    if (open.length === 0 || this.#isQuiet) return;
    const today = dayOf(Temporal.Instant.fromEpochMilliseconds(this.#timeline.now));
    this.#say(anything(this.#random, this.#random.pick(open), today, this.#mix.days), false);
  }

  /** `mustBeHeard`: it is said again until there is somebody who answers. */
  #say({ channel, text }: Words, mustBeHeard: boolean, once = this.#nextOnce()): void {
    const life = this.#life;
    if (this.#isQuiet) return;
    const again = () => {
      if (mustBeHeard) this.#say({ channel, text }, true, once);
      else if (this.#random.chance(0.5)) this.#say({ channel, text }, false, once);
    };
    if (!life?.isReady) {
      this.#timeline.after(10 * MINUTE_MS, again);
      return;
    }
    const [platform = 'slack'] = channel.split(':');
    const named = peopleOn(platform);
    const who = named[this.#random.between(0, 1)];
    const actor = { identity: who?.identities[0] ?? '', name: who?.name ?? '', member: true };
    let isAnswered = false;
    void life.bot.router
      .answer({ text, actor, channel, once, named, rows: 20, reach: async () => 'ok' })
      .then((answer) => {
        isAnswered = true;
        this.#count(answer.refused ? 'refused command' : 'command');
        if (answer.refused && process.env.LOUD === 'words') process.stderr.write(`${text}: ${answer.title}\n`);
      });
    // An answer that does not come is asked for again, as platforms do.
    this.#timeline.after(MINUTE_MS, () => {
      if (!isAnswered) again();
    });
    this.#stayActive(3 * MINUTE_MS);
  }

  #nextOnce(): string {
    this.#said += 1;
    return `said ${this.#said}`;
  }

  #isActive(): boolean {
    return this.#timeline.now < this.#activeUntil;
  }

  #stayActive(ms: number): void {
    this.#activeUntil = Math.max(this.#activeUntil, this.#timeline.now + ms);
    this.#planTicks();
  }

  /** The next look: each minute while something may happen, else just before something may. */
  #planTicks(): void {
    this.#wakeTick();
    const { now } = this.#timeline;
    const next = this.#isActive() ? now + MINUTE_MS : Math.max(now + MINUTE_MS, this.#nextMoment() - MINUTE_MS);
    this.#wakeTick = this.#timeline.at(next - (next % MINUTE_MS), () => {
      const moment = this.#nextMoment();
      if (moment - this.#timeline.now <= MINUTE_MS) this.#activeUntil = Math.max(this.#activeUntil, moment + AROUND_MS);
      const life = this.#life;
      if (life?.isReady) {
        const settle = this.#look(life);
        void life.bot.tick.run().then(settle);
      }
      this.#planTicks();
    });
  }

  /** The next moment, by the wall clock, at which something may become due: a channel's time of day, or midnight in UTC. */
  #nextMoment(): number {
    const wall = this.#timeline.now + this.#wall.offset;
    if (this.#moment.after <= wall && wall < this.#moment.at) return this.#moment.at - this.#wall.offset;
    let at = (Math.floor(wall / DAY_MS) + 1) * DAY_MS;
    for (const voice of this.#voices.values()) {
      const today = dayAt(voice, wall);
      for (const moment of [msAt(voice, today), msAt(voice, addDays(today, 1))]) {
        if (moment > wall) at = Math.min(at, moment);
      }
    }
    this.#moment = { after: wall, at };
    return at - this.#wall.offset;
  }

  /** Notes a look; to be told when it is over. */
  #look(life: Life): () => void {
    const { now } = this.#timeline;
    const isTrusted = () => life.bot.services.clockGuard.doubt === undefined;
    const look = { at: now, wall: now + this.#wall.offset, isTrusted: isTrusted() };
    this.record.looks.push(look);
    return () => {
      look.isTrusted = isTrusted();
    };
  }

  #count(what: string): void {
    this.record.happened.set(what, (this.record.happened.get(what) ?? 0) + 1);
  }
}
