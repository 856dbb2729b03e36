import { afterAll, describe, expect, it } from 'vitest';
import { type BotModules, MutantFolder, type Mutation } from '../support/mutants.js';
import { check } from './checker.js';
import { CALM, type Mix } from './mix.js';
import { World } from './world.js';

/** The delivery.test.ts proves as much as it would notice: here the bot is broken, a line at a time, and it must. */
const RUNS = Number(process.env.RUNS ?? 60);
/** Looks for the first seed from 1 on that catches each; to be noted beside the mutant: FIND=yes. */
const isFinding = process.env.FIND !== undefined;
const TIME_LIMIT_MS = 10 * 60_000;

const QUIET: Mix = { ...CALM, days: 35, channels: 3, moves: 5 };
const LOST: Mix = { ...QUIET, lost: 0.4 };
const CRASHES: Mix = { ...QUIET, crashInCall: 0.3, crashes: 0.3 };
const LIMITED: Mix = { ...QUIET, limited: 0.4 };
const DOWN: Mix = { ...QUIET, channels: 2, down: 0.5, closed: 0.3 };

/** Down for days, so that several of them have passed; and blind for hours, so that something new is due before it is known. */
const SILENT: Mix = { ...QUIET, crashes: 0.5 };
const OVERTAKEN: Mix = { ...CRASHES, lost: 0.4, unreadable: 0.9 };

const DELIVERY = 'jobs/delivery.ts';
const REMINDER = 'domain/reminder.ts';
const DIGESTS = 'services/digests.ts';
const OUTBOX = 'services/outbox.ts';

interface Mutant {
  readonly what: string;
  readonly mix: Mix;
  /** The run that notices it; where the bot has changed since, one of the next. */
  readonly seed: number;
  /** What such a bot does wrong: anything else that is found has another cause. */
  readonly wrong: RegExp;
  readonly mutations: readonly Mutation[];
}

const SKIPS: Mutation = { file: REMINDER, from: 'settings.leadDays.map(', to: 'settings.leadDays.slice(0, -2).map(' };

const MUTANTS: readonly Mutant[] = [
  mutant('skips lead days', QUIET, 1, /^(LATE|MISSED)/, SKIPS),
  mutant('does not move a lead day to a working day', QUIET, 1, /^EARLY/, {
    file: REMINDER,
    from: 'workingDayUpTo(addDays(latest, -lead), settings)',
    to: 'addDays(latest, -lead)',
  }),
  mutant('does not heed a snooze', QUIET, 2, /^(LATE|MISSED|EARLY)/, {
    file: REMINDER,
    from: 'return wake === undefined ? days : [wake, ...days.filter((day) => day > wake)]',
    to: 'return days',
  }),
  mutant('speaks a day early', QUIET, 1, /^EARLY/, {
    file: REMINDER,
    from: 'workingDayUpTo(addDays(latest, -lead), settings)',
    to: 'workingDayUpTo(addDays(latest, -lead - 1), settings)',
  }),
  mutant('asks a day early what happened', QUIET, 1, /^EARLY/, {
    file: REMINDER,
    from: 'const next = addDays(latest, 1);',
    to: 'const next = latest; before = before.subtract({ hours: 24 });',
  }),
  mutant('does not write its intent', CRASHES, 1, /^DUPLICATED/, {
    file: OUTBOX,
    from: "return tx.put('outbox', { ...row, status: 'sending', attempts: row.attempts + 1, tried });",
    to: "return { ...row, status: 'sending', attempts: row.attempts + 1, tried };",
  }),
  mutant('posts again what may have arrived', LOST, 1, /^DUPLICATED/, {
    file: DELIVERY,
    from: "outcome.kind === 'unknown' ? update :",
    to: "outcome.kind === 'unknown' ? true :",
  }),
  mutant('takes what a crash interrupted for not sent', CRASHES, 1, /^DUPLICATED/, {
    file: DELIVERY,
    from: "if (row.reference === undefined) await this.#services.outbox.settle(row.id, { kind: 'unknown', reason });",
    to: "if (row.id === '') await 0;",
  }),
  mutant('never finds a post', LOST, 1, /^DUPLICATED/, {
    file: DELIVERY,
    from: "return this.#write(row, { kind: 'sent', reference: finding.reference });",
    to: "return this.#write(row, { kind: 'absent', reason: 'not there' });",
  }),
  mutant('looks for a post at once', LOST, 1, /^DUPLICATED/, {
    file: DELIVERY,
    from: 'SETTLE_MS = 100_000',
    to: 'SETTLE_MS = 0',
  }),
  mutant('posts two at a time in a channel', QUIET, 11, /^PACE two/, {
    file: DELIVERY,
    from: 'if (this.#lanes.has(destination)) {',
    to: 'if (this.#stopped) {',
  }),
  mutant('does not keep the pace', QUIET, 1, /^PACE more/, {
    file: DELIVERY,
    from: 'if (wait > 0) {',
    to: 'if (wait > 1e12) {',
  }),
  mutant('does not wait when it is asked to', LIMITED, 1, /^PACE .* was to wait/, {
    file: DELIVERY,
    from: 'if (wait !== undefined) this.#pauses.set(row.destination, retryAt);',
    to: '',
  }),
  mutant(
    'tells each day that it was silent',
    SILENT,
    5,
    /^(EARLY|OVERFULL|STALE)/,
    {
      file: REMINDER,
      from: 'for (const dueDay of past.sort()',
      to: 'const all = []; for (const dueDay of past.sort()',
    },
    {
      file: REMINDER,
      from: 'if (wasPast(dueAt, original, settings, now)) return [];',
      to: 'if (wasPast(dueAt, original, settings, now)) return all;',
    },
    {
      file: REMINDER,
      from: 'if (!isNext(migration, original, rung, dueAt, dueDay)) return [];',
      to: 'if (!isNext(migration, original, rung, dueAt, dueDay)) return all;',
    },
    {
      file: REMINDER,
      from: "return [{ original, rung, dueDay, dueAt, unit: isOwn ? 'notice' : 'digest' }];",
      to: "all.unshift({ original, rung, dueDay, dueAt, unit: isOwn ? 'notice' : 'digest' }); if (all.length > 1) return all;",
    },
  ),
  mutant(
    'leaves a line in the digest that it was moved from',
    DOWN,
    15,
    /^DUPLICATED line/,
    {
      file: DIGESTS,
      from: "else await tx.put('outbox', { ...line, digest: to,",
      to: "else await tx.put('outbox', { ...line, id: `$" + '{line.id} moved`, rev: 0, digest: to,',
    },
    { file: DIGESTS, from: "await tx.put('outbox', { ...earlier, status: 'dropped', problem: LATER });", to: '' },
  ),
  mutant('posts what a later one has said', OVERTAKEN, 30, /^STALE/, {
    file: OUTBOX,
    from: 'if (overtakenBy === undefined || !isOver) {',
    to: 'if (overtakenBy !== null) {',
  }),
  mutant('skips lead days, and its audit mends nothing', QUIET, 1, /^(LATE|MISSED) .*never told/, SKIPS, {
    file: 'jobs/audit.ts',
    from: 'await audit.enter(missing);',
    to: '',
  }),
];

function mutant(what: string, mix: Mix, seed: number, wrong: RegExp, ...mutations: readonly Mutation[]): Mutant {
  return { what, mix, seed, wrong, mutations };
}

/** What is noticed first, and by which seed. */
async function noticed(modules: BotModules, { mix, seed, wrong }: Mutant): Promise<string | undefined> {
  const from = isFinding ? 1 : seed;
  for (let run = 0; run < RUNS; run += 1) {
    const first = check(await new World(from + run, mix, modules).run()).find((one) => wrong.test(one));
    if (first !== undefined) return `seed ${from + run}: ${first}`;
  }
  return undefined;
}

describe('a bot', () => {
  const folder = new MutantFolder();
  afterAll(() => folder.remove());

  it(
    'that is compiled as the mutants are, and not broken, keeps its promises',
    async () => {
      const modules = await folder.growBot([]);
      const done = new Map<Mix, Set<number>>();
      for (const { mix, seed } of MUTANTS) {
        const seeds = done.get(mix) ?? new Set();
        done.set(mix, seeds);
        if (seeds.has(seed)) continue;
        seeds.add(seed);
        expect(check(await new World(seed, mix, modules).run()), `seed ${seed}`).toEqual([]);
      }
    },
    TIME_LIMIT_MS,
  );

  it.each(MUTANTS.map((one) => [one.what, one] as const))(
    'that %s is noticed',
    async (_what, broken) => {
      const first = await noticed(await folder.growBot(broken.mutations), broken);
      process.stdout.write(`mutants: ${broken.what}: ${first ?? 'never noticed'}\n`);
      expect(first).toBeDefined();
    },
    TIME_LIMIT_MS,
  );
});
