import type { Allowance, Direct, Finding, Outcome, Parcel, Platform } from '../../src/messages/platform.js';
import type { SeededRandom } from '../support/seeded-random.js';
import type { Mix } from './mix.js';
import { countUnanswered, type RunRecord, type Taken } from './record.js';
import type { Timeline, Wall } from './timeline.js';

const MINUTE_MS = 60_000;
const TIME_OUT_MS = 10_000;
/** What a post was asked for lies so long before the request, at most, where the disk is slow. */
const DISK_MS = 3_000;
/** So long the bot's own waits are: the longest back-off, the pause of a closed channel, what is left before reading back. */
const BACK_OFF_MS = 16 * MINUTE_MS;
const CLOSED_MS = 61 * MINUTE_MS;

export interface PlatformOptions {
  readonly name: 'slack' | 'teams';
  readonly pace: Platform['pace'];
  readonly random: SeededRandom;
  readonly mix: Mix;
  readonly timeline: Timeline;
  readonly wall: Wall;
  readonly record: RunRecord;
  /** Of a digest of that channel nobody may know: until when its lines are told by the next. */
  readonly nextDigest: (channel: string) => number;
  readonly crash: () => void;
}

interface Call {
  readonly at: number;
  readonly channel: string;
}

type Fate = 'taken' | 'refused' | 'limited' | 'lost' | 'vanished' | 'timed out' | 'late';

/** A platform as a process sees it: what it does, and what it answers, are two things. It outlives all processes. */
export class SimulatedPlatform {
  readonly #options: PlatformOptions;
  readonly #taken = new Map<string, Taken>();
  readonly #visible = new Map<string, { readonly at: number; readonly reference: string }>();
  readonly closed = new Set<string>();
  readonly unreadable = new Set<string>();
  isDown = false;
  /** Nothing goes wrong any more. */
  isQuiet = false;
  #references = 0;

  constructor(options: PlatformOptions) {
    this.#options = options;
  }

  get name(): 'slack' | 'teams' {
    return this.#options.name;
  }

  /** For one process; it hears nothing any more when it has ended. */
  connect(isAlive: () => boolean): Platform {
    const { name, pace, timeline, random } = this.#options;
    const calls: Call[] = [];
    const busy = new Set<string>();
    const waits = new Map<string, number>();
    const answer = <T>(ms: number, value: () => T) =>
      new Promise<T>((resolve) => {
        timeline.after(ms, () => {
          if (isAlive()) resolve(value());
        });
      });
    const post = async (parcel: Parcel, reference: string | undefined): Promise<Outcome> => {
      const { destination } = parcel;
      this.#judge(destination, calls, busy, waits);
      busy.add(destination);
      const { outcome, ms } = this.#post(parcel, reference, isAlive);
      const told = await answer(ms, () => outcome());
      if (told.kind === 'unknown') this.#noteUnanswered(parcel);
      busy.delete(destination);
      if (told.kind === 'not-sent' && told.retryAfterMs) waits.set(destination, timeline.now + told.retryAfterMs);
      return told;
    };
    return {
      name,
      pace,
      start: async () => undefined,
      deliver: (parcel) => post(parcel, undefined),
      update: (reference, parcel) => post(parcel, reference),
      find: (parcel, since) => answer(random.between(10, 3_000), () => this.#find(parcel, since)),
      link: () => undefined,
      board: async () => ({ kind: 'stop', reason: 'no_board' }),
      direct: (identity) => answer(random.between(10, 500), () => this.#direct(identity)),
      time: () => answer(random.between(10, 500), () => (this.isDown ? undefined : timeline.now)),
      stop: async () => undefined,
    };
  }

  /** The platform's own rules for who calls it. */
  #judge(channel: string, calls: Call[], busy: Set<string>, waits: Map<string, number>): void {
    const { pace, timeline, record, mix } = this.#options;
    const { now } = timeline;
    if (busy.has(channel)) record.complaints.push(`PACE two requests at once in ${channel} at ${iso(now)}`);
    calls.push({ at: now, channel });
    // A clock that was put forward hides how long ago something was.
    if (mix.clockSteps > 0) return;
    if (now < (waits.get(channel) ?? 0)) record.complaints.push(`PACE ${channel} was to wait at ${iso(now)}`);
    const check = (all: readonly Call[], allowances: readonly Allowance[]) => {
      for (const { requests, ms } of allowances) {
        const before = all.at(-1 - requests);
        // Between the look at the pace and the request lies the intent on disk.
        if (before && now - before.at < ms - (mix.slowDisk > 0 ? DISK_MS : 0))
          record.complaints.push(`PACE more than ${requests} requests in ${ms} ms at ${iso(now)} in ${channel}`);
      }
    };
    check(
      calls.filter((one) => one.channel === channel),
      pace.channel,
    );
    check(calls, pace.all);
    if (calls.length > 300) calls.splice(0, 100);
  }

  #fate(): Fate {
    const { random, mix } = this.#options;
    if (this.isQuiet) return 'taken';
    if (random.chance(mix.refused)) return 'refused';
    if (random.chance(mix.limited)) return 'limited';
    if (random.chance(mix.lost)) return random.pick(['lost', 'vanished']);
    if (random.chance(mix.timedOut)) return random.pick(['timed out', 'late']);
    return 'taken';
  }

  #post(parcel: Parcel, reference: string | undefined, isAlive: () => boolean) {
    const { random, mix, timeline, name, crash } = this.#options;
    const { destination } = parcel;
    const ms = random.chance(0.8) ? random.between(10, 900) : random.between(900, 9_000);
    const asked = timeline.now;
    if (!this.isQuiet && random.chance(mix.crashInCall)) timeline.after(random.between(0, ms + 50), crash);
    if (this.isDown) return { ms, outcome: (): Outcome => ({ kind: 'not-sent', reason: 'down' }) };
    if (this.closed.has(destination)) return { ms, outcome: (): Outcome => ({ kind: 'stop', reason: 'closed' }) };
    const fate = this.#fate();
    this.#count(fate);
    const trouble = (until: number) => this.trouble(until, fate, destination);
    const doubtful = () =>
      trouble(Math.max(timeline.now + BACK_OFF_MS, name === 'teams' ? this.#options.nextDigest(destination) : 0));
    const take = (after: number) => {
      const known = reference ?? this.#reference();
      timeline.after(after, () => {
        // A request of a process that has ended may still be on its way, or not.
        if (isAlive() || random.chance(0.5)) this.#take(parcel, known, reference !== undefined, asked);
      });
      return known;
    };
    switch (fate) {
      case 'refused':
        trouble(asked + BACK_OFF_MS);
        return { ms, outcome: (): Outcome => ({ kind: 'not-sent', reason: 'refused' }) };
      case 'limited': {
        const retryAfterMs = random.pick([1_000, 5_000, 30_000, 30_000, 120_000, 600_000]);
        trouble(asked + retryAfterMs + 2 * MINUTE_MS);
        return { ms, outcome: (): Outcome => ({ kind: 'not-sent', reason: '429', retryAfterMs }) };
      }
      case 'lost':
      case 'vanished':
        doubtful();
        if (fate === 'lost') take(random.between(0, ms));
        return { ms, outcome: (): Outcome => ({ kind: 'unknown', reason: 'reset' }) };
      case 'timed out':
      case 'late':
        doubtful();
        if (fate === 'late') take(random.between(0, 20_000));
        return { ms: TIME_OUT_MS, outcome: (): Outcome => ({ kind: 'unknown', reason: 'time-out' }) };
      case 'taken': {
        const known = take(random.between(0, ms));
        return { ms, outcome: (): Outcome => ({ kind: 'sent', reference: known }) };
      }
    }
  }

  #take(parcel: Parcel, reference: string, isUpdate: boolean, asked: number): void {
    const { timeline, wall, record, random } = this.#options;
    const { destination: channel, key, message } = parcel;
    const at = timeline.now;
    const taken = { at, asked, wall: asked + wall.offset, channel, key, reference, isUpdate, message };
    this.#taken.set(reference, taken);
    record.taken.push(taken);
    if (!isUpdate && !this.#visible.has(`${channel} ${key}`))
      this.#visible.set(`${channel} ${key}`, { at: at + random.between(0, MINUTE_MS), reference });
  }

  #reference(): string {
    this.#references += 1;
    return `${this.name}-${this.#references}`;
  }

  #find({ destination, key }: Parcel, _since: number): Finding {
    if (this.name === 'teams') return { kind: 'never' };
    if (this.isDown || this.unreadable.has(destination)) {
      this.trouble(this.#options.timeline.now + BACK_OFF_MS, 'unreadable', destination);
      return { kind: 'unreadable', reason: 'not now' };
    }
    const found = this.#visible.get(`${destination} ${key}`);
    this.#count(found ? 'found' : 'absent');
    return found && found.at <= this.#options.timeline.now
      ? { kind: 'found', reference: found.reference }
      : { kind: 'absent' };
  }

  #direct(identity: string): Direct {
    if (!this.#options.mix.directs || this.isDown) return { kind: 'none', reason: 'no-chat' };
    return { kind: 'found', address: `${identity}/direct` };
  }

  #noteUnanswered({ destination, message }: Parcel): void {
    const [, incident] = /^INCIDENT[^·]* · (\S+) · /.exec(message.title) ?? [];
    if (incident !== undefined) countUnanswered(this.#options.record, destination, incident);
  }

  /** Both are over after a while; the bot needs its own time to notice. */
  close(channel: string, ms: number): void {
    this.closed.add(channel);
    this.#count('closed');
    this.trouble(this.#options.timeline.now + ms + CLOSED_MS, 'closed', channel);
    this.#options.timeline.after(ms, () => this.closed.delete(channel));
  }

  goDown(ms: number): void {
    this.isDown = true;
    this.#count('down');
    this.trouble(this.#options.timeline.now + ms + BACK_OFF_MS, 'down', undefined);
    this.#options.timeline.after(ms, () => {
      this.isDown = false;
    });
  }

  hideHistory(channel: string, ms: number): void {
    this.unreadable.add(channel);
    this.#options.timeline.after(ms, () => this.unreadable.delete(channel));
  }

  trouble(until: number, why: string, channel: string | undefined): void {
    const { record, timeline } = this.#options;
    record.troubles.push({ from: timeline.now, until, channel, why });
  }

  #count(what: string): void {
    const { happened } = this.#options.record;
    happened.set(what, (happened.get(what) ?? 0) + 1);
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** As the platforms themselves say. */
export const PACES: Record<'slack' | 'teams', Platform['pace']> = {
  slack: { channel: [{ requests: 1, ms: 1_100 }], all: [{ requests: 200, ms: 60_000 }] },
  teams: {
    channel: [
      { requests: 7, ms: 1_000 },
      { requests: 8, ms: 2_000 },
      { requests: 60, ms: 30_000 },
      { requests: 1_800, ms: 3_600_000 },
    ],
    all: [{ requests: 20, ms: 1_000 }],
  },
};
