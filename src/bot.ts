import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { AboutFacts } from './commands/command.js';
import type { Asking } from './commands/invocation.js';
import { Router } from './commands/router.js';
import type { Config } from './config.js';
import { type Language, languageOf } from './domain/language.js';
import type { Person } from './domain/person.js';
import { AuditJob } from './jobs/audit.js';
import { Boards } from './jobs/boards.js';
import { Delivery } from './jobs/delivery.js';
import { createDraw } from './jobs/draw.js';
import { createHeartbeat } from './jobs/heartbeat.js';
import type { JobLog } from './jobs/log.js';
import { Tick } from './jobs/tick.js';
import { type Platform, platformOf } from './messages/platform.js';
import { type Words, wordsIn } from './messages/words.js';
import { createServices, type Services } from './services/index.js';
import type { LanguageReader } from './services/languages.js';
import type { OwnConversation } from './services/own-conversation.js';
import { type Clock, StoreError } from './services/ports.js';
import type { OpenStore } from './store/index.js';

/** Everything that does not depend on where people are, over one open store. */
export interface Bot {
  readonly services: Services;
  readonly router: Router;
  /** The same, as platforms ask it. */
  readonly asking: Asking;
  readonly words: Words;
  /** As Ferry speaks in a channel. */
  wordsHere(channel: string): Promise<Words>;
  readonly delivery: Delivery;
  readonly tick: Tick;
  readonly audit: AuditJob;
  readonly boards: Boards;
  /** Settles what an earlier process left open; to be awaited before anything is said to the bot. */
  recover(): Promise<void>;
  /** Sweeps and delivers to `platforms`, which have started. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly config: Config;
  readonly opened: OpenStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Filled before `start`. */
  readonly platforms: readonly Platform[];
  readonly version: string;
}

/** Builds the bot; main gives it the system clock, tests one of their own. */
export function createBot({ config, opened, clock, log, platforms, version }: BotOptions): Bot {
  const { zone, reminderTime: time, weekdays, leadDays, locale, admins, partnerCountry, heartbeatUrl } = config;
  const startedAt = clock.now().toString();
  const words = wordsIn(locale, zone);
  const jobLog: JobLog = {
    problem: (facts, text) => log.warn(facts, text),
    fault: (error, text) => report(log, error, text),
  };
  let delivery: Delivery | undefined;
  let boards: Boards | undefined;
  const services = createServices({
    store: opened.store,
    clock,
    settings: { zone, time, weekdays, leadDays },
    language: locale,
    changed: () => {
      delivery?.wake();
      boards?.wake();
    },
    admins,
    partnerCountry,
    witness: () => timeAt(platforms),
  });
  const wordsOf = async (language: Promise<Language>, channel: string) => {
    const [its, { zone: there }] = await Promise.all([language, services.speaking.in(channel)]);
    return wordsIn(its, there);
  };
  const wordsHere = (channel: string, whose?: Person) => wordsOf(services.languages.in(channel, whose), channel);
  const wordsFor = (reader: LanguageReader, channel: string) =>
    wordsOf(services.languages.for(reader, channel), channel);
  const direct = async (identity: string) => {
    const found = await platformOf(identity, platforms)?.direct(identity);
    return found?.kind === 'found' ? found.address : undefined;
  };
  const running = new Delivery({
    services,
    platforms,
    clock,
    draw: createDraw(
      services,
      wordsHere,
      async ({ identities }, address) => {
        const directs = await Promise.all(identities.map(direct));
        return directs.includes(address);
      },
      (destination, reference) => platformOf(destination, platforms)?.link(reference),
    ),
    log: jobLog,
    trusts: (now) => services.clockGuard.trusts(now),
  });
  delivery = running;
  const standing = new Boards({
    services,
    platforms,
    clock,
    log: jobLog,
    zone,
    // What her platform tells is only what she did not choose.
    wordsOf: (identity, told) => wordsFor({ identity, locale: told }, ''),
  });
  boards = standing;
  const tidy = () => {
    opened.tidy();
    standing.noteDay();
  };
  const tick = new Tick({ services, delivery: running, clock, log: jobLog, tidy });
  const audit = new AuditJob({
    audit: {
      check: async (now) => {
        // What only waits for the next minute is not missing.
        await tick.run();
        const found = await services.audit.check(now);
        // Digests say when everything was last looked at.
        services.digests.noteCheck(found);
        const isConnected = ({ destination }: { readonly destination: string }) =>
          platformOf(destination, platforms) !== undefined;
        return { ...found, stuck: found.stuck.filter(isConnected) };
      },
      enter: (missing) => services.audit.enter(missing),
    },
    clock,
    log: jobLog,
    wake: () => running.wake(),
    passed: createHeartbeat(heartbeatUrl, jobLog),
    trusts: (now) => services.clockGuard.trusts(now),
  });
  const about: AboutFacts = {
    version,
    get platforms() {
      return platforms.map((platform) => platform.name);
    },
    startedAt,
    reminders: { time, zone, leadDays },
    lastSweep: () => tick.lastSweep?.toString(),
  };
  const router = new Router({
    services,
    about,
    wordsFor,
    wordsIn: (channel) => wordsHere(channel),
    now: () => clock.now(),
    direct,
    boards: standing,
    link: (destination, reference) => platformOf(destination, platforms)?.link(reference),
    heardIn: (channel) => running.heardIn(channel),
    report: (error, what) => report(log, error, what),
    log,
  });
  const asking: Asking = {
    answer: (invocation) => router.answer(invocation),
    open: (invocation) => router.open(invocation),
    submit: (invocation) => router.submit(invocation),
    words: async (reader, channel) => {
      try {
        return await wordsFor(reader, channel);
      } catch (error) {
        report(log, error, 'the language of a reader could not be looked up');
        return words;
      }
    },
    suggest: (search) => router.suggest(search),
    greet: async (address, whose) => {
      try {
        if (await services.welcome.greet(address, ownOf(whose))) running.wake();
      } catch (error) {
        report(log, error, 'a welcome could not be entered');
      }
    },
    opened: (actor, told) => standing.opened({ ...actor, language: languageOf(told) }),
  };
  return {
    services,
    asking,
    router,
    words,
    wordsHere: (channel) => wordsHere(channel),
    delivery: running,
    tick,
    audit,
    boards: standing,
    recover: () => running.recover(),
    start: async () => {
      // First what is due: it may take the place of what an earlier process could not post.
      await tick.start();
      running.start();
      // What an earlier process left there may be outdated.
      standing.wake();
      audit.start();
      // The first question need not wait until everything has been judged.
      services.lookup.counts().catch((error: unknown) => report(log, error, 'the migrations could not be judged'));
    },
    stop: async () => {
      await audit.stop();
      await standing.stop();
      await tick.stop();
      await running.stop();
    },
  };
}

function ownOf(whose: LanguageReader | undefined): OwnConversation | undefined {
  return whose && { identity: whose.identity, language: languageOf(whose.locale) };
}

/** What time it is where the first platform is that can tell. */
async function timeAt(platforms: readonly Platform[]): Promise<number | undefined> {
  for (const platform of platforms) {
    const time = await platform.time();
    if (time !== undefined) return time;
  }
  return undefined;
}

/** Logs a fault of ours with a reference that its asker can pass on. */
export function report(log: Logger, error: unknown, what: string): string {
  const reference = randomUUID().slice(0, 8);
  // A store's refusal says all in its message; anything else needs its stack.
  log.error(error instanceof StoreError ? { reference, reason: error.message } : { reference, err: error }, what);
  return reference;
}
