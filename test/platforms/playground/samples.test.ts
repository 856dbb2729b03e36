import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Bot, createBot } from '../../../src/bot.js';
import { readConfig } from '../../../src/config.js';
import { Language, languageIn } from '../../../src/domain/language.js';
import { STAGES, stage } from '../../../src/domain/stage.js';
import { Source } from '../../../src/domain/subscription.js';
import { plainText } from '../../../src/messages/plain-text.js';
import { PEOPLE } from '../../../src/platforms/playground/people.js';
import { SAMPLES } from '../../../src/platforms/playground/sample-customers.js';
import { addPeople, addSamples } from '../../../src/platforms/playground/samples.js';
import { type Store, StoreError } from '../../../src/services/ports.js';
import { ManualClock } from '../../support/manual-clock.js';
import { RecordingPlatform } from '../../support/recording-platform.js';
import { SeededRandom } from '../../support/seeded-random.js';
import { openTestStore } from '../../support/store.js';

const MONDAY = '2026-11-23T10:00:00Z';
const SEED = Number(process.env.SEED ?? 20_261_122);

interface Played {
  readonly bot: Bot;
  readonly store: Store;
  readonly platform: RecordingPlatform;
  /** Looks at what is due at that moment and delivers it; answers what was posted. */
  at(moment: Temporal.Instant | string): Promise<string[]>;
  say(text: string, as?: (typeof PEOPLE)[number]['name']): Promise<string>;
  stop(): Promise<void>;
}

interface How {
  readonly now?: string;
  readonly zone?: string;
  readonly locale?: string;
  readonly folder?: string;
  /** The disk refuses all changes after so many. */
  readonly changes?: number;
}

let deliveries = 0;

/** The whole bot as the playground has it, with nothing in it. */
async function playground({ now = MONDAY, zone = 'Europe/Berlin', locale = 'en', ...how }: How = {}): Promise<Played> {
  const folder = how.folder ?? mkdtempSync(join(tmpdir(), 'ferry-samples-'));
  const clock = new ManualClock(now);
  const opened = await openTestStore(folder, { now: () => clock.now().epochMilliseconds });
  let left = how.changes ?? Number.POSITIVE_INFINITY;
  const store: Store = {
    get: (collection, id) => opened.store.get(collection, id),
    list: (collection, where) => opened.store.list(collection, where),
    watch: (collection, seen) => opened.store.watch(collection, seen),
    change: (work) => {
      left -= 1;
      return left < 0 ? Promise.reject(new StoreError('the disk is full')) : opened.store.change(work);
    },
  };
  const platform = new RecordingPlatform('playground');
  const config = { ...readConfig({ TIME_ZONE: zone, LOCALE: locale }), admins: ['playground:chen'] };
  const log = pino({ level: 'silent' });
  const bot = createBot({ config, opened: { ...opened, store }, clock, log, platforms: [platform], version: '0.0.0' });
  await bot.recover();
  const at = async (moment: Temporal.Instant | string) => {
    const before = platform.texts.length;
    clock.set(moment.toString());
    bot.delivery.start();
    await bot.tick.run();
    await bot.delivery.idle();
    return platform.texts.slice(before);
  };
  const say: Played['say'] = async (text, as = 'maria') => {
    deliveries += 1;
    const person = PEOPLE.find(({ name }) => name === as);
    const actor = { identity: `playground:${as}`, name: person?.called ?? as, member: true };
    const once = `delivery ${deliveries}`;
    const said = {
      text,
      actor,
      channel: 'playground:channel',
      once,
      named: [],
      rows: 40,
      reach: async () => 'ok' as const,
    };
    return plainText(await bot.router.answer(said));
  };
  let running = true;
  const stop = async () => {
    if (!running) return;
    running = false;
    await bot.stop();
    await opened.close();
  };
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { bot, store, platform, at, say, stop };
}

async function withSamples(how: How = {}): Promise<Played> {
  const played = await playground(how);
  await addSamples(played.bot.services, Temporal.Instant.from(how.now ?? MONDAY));
  return played;
}

/** What does not change with the day: each customer with its stage. */
async function stages({ bot }: Played, now: string): Promise<Record<string, string>> {
  const views = await bot.services.lookup.everything();
  const at = Temporal.Instant.from(now);
  return Object.fromEntries(views.map(({ customer, migration }) => [customer.name, stage(migration, at)]));
}

const STAGE_OF = {
  'adatum.com': 'ending',
  'fabrikam.com': 'declined',
  'contoso.com': 'provisioning',
  'woodgrove.com': 'provisioning',
  'litware.com': 'provisioning',
  'proseware.com': 'invited',
  'relecloud.com': 'done',
  'vanarsdelltd.com': 'abandoned',
  'northwindtraders.com': 'ending',
  'margiestravel.com': 'provisioning',
  'tailspintoys.com': 'incident',
  'alpineskihouse.com': 'new',
};

describe('the samples', () => {
  it('are twelve customers of all sources, at all stages, one of them an incident', async () => {
    const played = await withSamples();
    expect(await stages(played, MONDAY)).toEqual(STAGE_OF);
    expect(new Set(Object.values(STAGE_OF))).toEqual(new Set(STAGES));
    const views = await played.bot.services.lookup.everything();
    expect(new Set(views.map(({ migration }) => migration.source))).toEqual(new Set(Source.options));
    expect(new Set(views.map(({ owner }) => owner?.name))).toEqual(new Set(PEOPLE.map(({ called }) => called)));
    expect(views.every(({ migration }) => migration.sample)).toBe(true);
  });

  it('are of customers who are written to in all languages, and the tour’s is not among them', async () => {
    const { bot } = await withSamples();
    const migrations = (await bot.services.lookup.everything()).map(({ migration }) => migration);
    const languages = migrations.map(({ language, country }) => language ?? languageIn(country ?? '', 'en'));
    expect(new Set(languages)).toEqual(new Set(Language.options));
    expect(SAMPLES.map(({ customer }) => customer)).not.toContain('wingtiptoys.com');
  });

  it('say that they are samples, wherever they are shown', async () => {
    const { say, at } = await withSamples();
    await at(MONDAY);
    for (const { customer } of SAMPLES) {
      const card = await say(`show ${customer}`);
      expect(card).toContain('SAMPLE');
      expect(card).toContain('This is a sample that Ferry made, not a real customer.');
    }
    expect((await say('list')).match(/ \(sample\)/g)?.length).toBe(9);
    expect((await say('due 90')).match(/ \(sample\)/g)?.length).toBe(11);
    expect(await say('board')).toContain('tailspintoys.com (sample)');
    expect(await say('export')).toMatch(/,yes,/);
    expect(await say('reminders 30')).toContain('Digest: M3.1, M4.1, M6 and M12.1');
  });

  it('show a snooze, a deputy, an add-on, licences under way, and what an overlap costs', async () => {
    const { say } = await withSamples();
    expect(await say('show litware.com')).toContain('is quiet until Tue, 1 Dec 2026: The customer’s admin is away');
    expect(await say('show northwindtraders.com')).toMatch(
      /Deputy: Amir[\s\S]*both subscriptions are paid \(about US\$/,
    );
    expect(await say('show adatum.com')).toContain('add-on of M1.1');
    expect(await say('show margiestravel.com')).toContain('Licences of the new offer: 12 of 30 people');
  });

  it('have a request that Amir can decide, and Maria cannot', async () => {
    const { say } = await withSamples();
    expect(await say('requests')).toContain('margiestravel.com');
    expect(await say('approve A1', 'maria')).toContain('approver');
    expect(await say('approve A1', 'amir')).toContain('M10.2');
    expect(await say('requests')).not.toContain('A1');
  });

  it('give Amir his role by Chen, who has hers by configuration', async () => {
    const { bot } = await withSamples();
    const { lines } = await bot.services.roles.list();
    expect(lines.map(({ who, role, given }) => [who.split(' ')[0], role, given?.by])).toEqual([
      ['Chen', 'admin', undefined],
      ['Amir', 'approver', 'Chen'],
    ]);
  });

  it('are told in the language of the channel', async () => {
    const { say } = await withSamples({ locale: 'fr' });
    expect(await say('show tailspintoys.com')).toContain('Appel du client');
  });
});

describe('what a newcomer sees', () => {
  it('is all cards, a request and an incident, and at the next morning one digest and one notice', async () => {
    const { at } = await withSamples();
    const posts = await at(MONDAY);
    expect(posts.filter((post) => post.startsWith('SAMPLE · M'))).toHaveLength(12);
    expect(posts.filter((post) => post.startsWith('A1 · '))).toHaveLength(1);
    expect(posts.filter((post) => post.startsWith('INCIDENT · M11.1 · '))).toHaveLength(1);
    expect(posts).toHaveLength(14);
    const [notice, digest, ...others] = await at('2026-11-24T08:00:30Z');
    expect(notice).toMatch(/^M9\.1 · northwindtraders\.com: stop its renewal/);
    expect(digest).toContain('Due today, Tue, 24 Nov 2026: 3 subscriptions and 1 invitation');
    expect(others).toEqual([]);
  });

  it('is the same on whatever day and hour, in whatever zone and language Ferry is started', async () => {
    const random = new SeededRandom(SEED);
    const zones = [
      'UTC',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'America/Sao_Paulo',
      'Asia/Kolkata',
      'Europe/Paris',
    ];
    const from = Date.parse('2024-01-01T00:00:00Z');
    const instants = [
      ...['2028-02-29T23:30:00Z', '2027-12-31T23:59:00Z', '2026-11-22T12:00:00Z', '2027-03-28T00:30:00Z'],
      ...Array.from({ length: Number(process.env.RUNS ?? 16) }, () =>
        new Date(from + random.between(0, 12 * 365 * 24 * 60) * 60_000).toISOString(),
      ),
    ];
    for (const now of instants) {
      const zone = random.pick(zones);
      const locale = random.pick(Language.options);
      const why = `SEED=${SEED}: ${now} in ${zone}, ${locale}`;
      const played = await withSamples({ now, zone, locale });
      expect(await stages(played, now), why).toEqual(STAGE_OF);
      expect(await played.bot.services.requests.open(), why).toHaveLength(1);
      expect(await played.at(now), why).toHaveLength(14);
      let moment = Temporal.Instant.from(now);
      let posts: string[] = [];
      // A weekend and a night at the most.
      for (let hours = 0; hours < 4 * 24 && posts.length === 0; hours += 1) {
        moment = moment.add({ hours: 1 });
        posts = await played.at(moment);
      }
      expect(
        posts.map((post) => /M\d+\.1/.exec(post)?.[0]),
        `${why}, at ${moment}`,
      ).toEqual(['M9.1', 'M3.1']);
      for (const id of ['M3.1', 'M4.1', 'M6', 'M12.1']) expect(posts[1], why).toContain(`${id} · `);
      const found = await played.bot.services.audit.check(moment);
      expect(found.missing, why).toEqual([]);
      await played.stop();
    }
  });
});

describe('a store', () => {
  it('with the samples in it is left alone, whatever became of them', async () => {
    const { bot, say, store } = await withSamples();
    await say('abandon contoso.com "no"');
    await say('undo proseware.com');
    const before = await store.list('history');
    await addSamples(bot.services, Temporal.Instant.from('2026-12-23T10:00:00Z'));
    expect(await store.list('history')).toEqual(before);
    expect(await store.list('migrations')).toHaveLength(12);
  });

  it.each(['contoso.com', 'adatum.com'])('with anything else in it is left alone, such as %s', async (customer) => {
    const { bot, say, store } = await playground();
    await say(`start ${customer}`);
    await addSamples(bot.services, Temporal.Instant.from(MONDAY));
    expect(await store.list('migrations')).toHaveLength(1);
  });

  it('that was started empty has the people and their roles, and stays without customers', async () => {
    const { bot, say, store } = await playground();
    await addPeople(bot.services);
    await addPeople(bot.services);
    await addSamples(bot.services, Temporal.Instant.from(MONDAY));
    expect(await store.list('migrations')).toEqual([]);
    const people = (await store.list('people')).map(({ name }) => name).sort();
    expect(people).toEqual(PEOPLE.map(({ called }) => called).sort());
    expect(await say('roles')).toMatch(/Chen \(P\d\) +admin[\s\S]*Amir \(P\d\) +approver/);
  });

  it('that a crash left half filled is filled up at the next start, and nothing is doubled', async () => {
    const random = new SeededRandom(SEED);
    const whole = await withSamples();
    const wanted = await facts(whole);
    const all = SAMPLES.reduce((sum, { deeds = [] }) => sum + 1 + deeds.length, 0);
    for (const changes of [1, 2, 3, ...Array.from({ length: 5 }, () => random.between(4, all))]) {
      const folder = mkdtempSync(join(tmpdir(), 'ferry-samples-'));
      const cut = await playground({ folder, changes });
      await expect(addSamples(cut.bot.services, Temporal.Instant.from(MONDAY))).rejects.toThrow('the disk is full');
      await cut.stop();
      const again = await withSamples({ folder, now: '2026-11-24T11:00:00Z' });
      expect(await facts(again), `SEED=${SEED}, ${changes} changes`).toEqual(wanted);
      await again.stop();
    }
  });

  it('that was half filled months ago is filled up with what is still possible', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ferry-samples-'));
    const cut = await playground({ folder, changes: 22 });
    await expect(addSamples(cut.bot.services, Temporal.Instant.from(MONDAY))).rejects.toThrow('the disk is full');
    await cut.stop();
    const later = await withSamples({ folder, now: '2027-06-01T10:00:00Z' });
    expect(await later.store.list('migrations')).toHaveLength(12);
  });
});

/** What the samples are, but for when it was entered. */
async function facts({ store }: Played): Promise<unknown> {
  const migrations = await store.list('migrations');
  const history = await store.list('history');
  return {
    migrations: migrations.map(({ id, customer, originals, replacements, acceptedOn, invitation }) => {
      const ends = originals.map(({ offer, expiresOn, ended, snooze }) => ({
        offer,
        expiresOn,
        ended,
        until: snooze?.until,
      }));
      return { id, customer, ends, replacements, acceptedOn, sentOn: invitation?.sentOn };
    }),
    history: history.map(({ id, what }) => ({ id, did: what.did })),
    people: (await store.list('people')).map(({ name, role }) => ({ name, role: role?.is })),
  };
}
