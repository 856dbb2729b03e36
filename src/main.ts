import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { argv, stderr, stdin, stdout } from 'node:process';
import { format, parseEnv } from 'node:util';
import { type Logger, pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { type Bot, createBot, report } from './bot.js';
import type { Circumstances } from './cli/index.js';
import {
  type Config,
  ConfigError,
  isLoopback,
  readConfig,
  readStoreConfig,
  type StoreConfig,
  surveyConfig,
} from './config.js';
import { type Health, type Http, type Routes, serve } from './http.js';
import { type Platform, RefusedError } from './messages/platform.js';
import { Words } from './messages/words.js';
import type { Clock } from './services/ports.js';
import { DamagedError, DiskError, LockedError, type OpenStore, openStore } from './store/index.js';

const EXIT = { failed: 1, badConfiguration: 2, locked: 3, damaged: 4 } as const;

/** A last sweep older than this turns /healthz red: the minutes are not being looked at. */
const STALE_MS = 5 * 60_000;
/** Longest wait that setTimeout keeps; whoever waits longer looks again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const now = () => Date.now();
const { version, engines } = createRequire(import.meta.url)('../package.json') as {
  version: string;
  engines: { node: string };
};

const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
};

/** Where there is a platform to ask whether it is right, a clock that jumps is held in doubt. */
const watchedClock: Clock = { ...systemClock, monotonic: () => performance.now() };

/** The environment, completed by `.env` in this folder; what is set already wins. */
function environment(): Record<string, string | undefined> {
  try {
    return { ...parseEnv(readFileSync('.env', 'utf8')), ...process.env };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return process.env;
    return fail(EXIT.badConfiguration, `.env cannot be read: ${message}`);
  }
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'terminal';
  }
}

async function main(words: readonly string[]): Promise<void> {
  const [mode] = words;
  if (mode === 'chat' && words.length > 1) {
    fail(EXIT.badConfiguration, 'ferry chat takes nothing more: the folder is DATA_DIR, and what you say is typed in.');
  }
  if (mode === undefined) await run(readConfig(environment()));
  else if (mode === 'chat') await chat(readConfig(environment()));
  else await operate(words);
}

/** What the operator does with what is kept; it needs no platform, and checks no setting of one. */
async function operate(words: readonly string[]): Promise<void> {
  const cli = await import('./cli/index.js');
  stdout.on('error', ({ message }) => fail(EXIT.failed, `The standard output could not be written: ${message}.`));
  const io = { now, input: stdin, output: stdout, remarks: stderr };
  const ending = await cli.operate(words, io, () => readStoreConfig(environment()), circumstances);
  // Not by process.exit: what was written to a pipe is still on its way.
  if (ending !== 'done') process.exitCode = EXIT[ending];
}

/** What `ferry doctor` looks at. */
function circumstances(): Circumstances {
  const { config, problems } = surveyConfig(environment());
  const { slack, teams, dataDir, locale, zone, host, port, heartbeatUrl } = config;
  const log = createLog('silent', 2);
  const isHalfSet = (names: RegExp) => problems.some((problem) => names.test(problem));
  const examiners = [
    slack && {
      name: 'slack' as const,
      isHalfSet: isHalfSet(/^SLACK_/),
      examine: async () => {
        const { examineSlack } = await import('./platforms/slack/doctor.js');
        return examineSlack({ config: slack, manifest: manifestOf('slack.json'), log, now });
      },
    },
    teams && {
      name: 'teams' as const,
      isHalfSet: isHalfSet(/^(BOT|TEAMS)_/),
      examine: async () => {
        const { examineTeams } = await import('./platforms/teams/doctor.js');
        return examineTeams({ config: teams, manifest: manifestOf('teams/manifest.json'), now });
      },
    },
  ];
  return {
    words: new Words(locale, zone),
    node: { running: process.versions.node, least: engines.node.replace('>=', '') },
    problems,
    dataDir,
    host,
    port,
    hasHeartbeat: heartbeatUrl !== undefined,
    isCalled: (slack !== undefined && slack.appToken === undefined) || (teams !== undefined && !teams.local),
    platforms: examiners.filter((examiner) => examiner !== undefined),
  };
}

/** As it lies in Ferry's folder; undefined where only dist/ is installed, and null where it is no JSON. */
function manifestOf(name: string): unknown {
  try {
    return JSON.parse(readFileSync(new URL(`../manifest/${name}`, import.meta.url), 'utf8'));
  } catch (error) {
    return error instanceof SyntaxError ? null : undefined;
  }
}

function fail(code: number, text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

/** `to`: the file descriptor, 1 or 2. */
function createLog(level: string, to: number): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(to));
}

async function open(
  folder: string,
  { keepJournals }: StoreConfig,
  log: Logger,
  written?: (lines: string) => void,
): Promise<OpenStore> {
  try {
    return await openStore(folder, {
      now,
      keepJournals,
      onDiskFailure: (error) => {
        log.fatal({ reason: error.message }, 'the disk can no longer be trusted; stopping');
        process.exit(EXIT.damaged);
      },
      onNotice: (facts, text) => log.warn(facts, text),
      ...(written ? { onWritten: written } : {}),
    });
  } catch (error) {
    if (error instanceof LockedError) {
      fail(EXIT.locked, `Another Ferry is running on ${folder}. Stop it first, or give this one another DATA_DIR.`);
    }
    if (error instanceof DamagedError) fail(EXIT.damaged, error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EIO' || error instanceof DiskError)
      fail(EXIT.damaged, `The disk of ${folder} is failing: ${message}`);
    if (code === 'EEXIST' || code === 'ENOTDIR')
      fail(EXIT.badConfiguration, `DATA_DIR ${folder} cannot be used: it is not a folder.`);
    if (code !== undefined) fail(EXIT.badConfiguration, `DATA_DIR ${folder} cannot be used: ${message}`);
    throw error;
  }
}

/** The bot on a terminal or a pipe, until the input ends. */
async function chat(config: Config): Promise<void> {
  const { createTerminal } = await import('./platforms/terminal/index.js');
  // Nobody reads any more, as in `npm run chat < moves.txt | head`: end without a stack, but not as if all was done.
  stdout.on('error', () => process.exit(EXIT.failed));
  // Standard output belongs to the conversation.
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel, 2);
  const opened = await open(config.dataDir, config, log);
  const platforms: Platform[] = [];
  const bot = createBot({
    config: { ...config, admins: [...config.admins, 'terminal:local'] },
    opened,
    clock: systemClock,
    log,
    platforms,
    version,
  });
  await bot.recover();
  const terminal = createTerminal({
    input: stdin,
    output: stdout,
    name: userName(),
    session: randomUUID(),
    ask: bot.asking,
    delivered: () => bot.delivery.idle(),
  });
  platforms.push(terminal.platform);
  await bot.start();
  await bot.delivery.idle();
  await terminal.talk();
  await bot.stop();
  await opened.close();
}

/**
 * Libraries print on their own: botframework-connector writes each forged token's fault and all public keys. Anybody could
 * fill the log with that, so it is kept for those who look for it.
 */
function quieten(log: Logger): void {
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    globalThis.console[method] = (...printed: unknown[]) =>
      log.debug({ printed: format(...printed).slice(0, 500) }, 'a library printed');
  }
}

/** The bot as a server, until it is told to stop. */
async function run(config: Config): Promise<void> {
  const log = createLog(config.logLevel, 1);
  quieten(log);
  if (config.playground) return play(config, log);
  const opened = await open(config.dataDir, config, log);
  const platforms: Platform[] = [];
  const bot = createBot({ config, opened, clock: watchedClock, log, platforms, version });
  await bot.recover();
  const routes = await connect(config, bot, platforms, log);
  await Promise.all(platforms.map((platform) => startOf(platform, log)));
  const http = await listen(config, routes, { bot: () => bot, platforms, clock: systemClock }, log);
  stopOnSignal(log, async () => {
    await http.close();
    await bot.stop();
    for (const platform of platforms) await platform.stop();
    await opened.close();
  });
  await bot.start();
  log.info(
    { url: http.url, platforms: platforms.map((platform) => platform.name), version, ...teamsFacts(config) },
    'Ferry is running',
  );
}

/** The playground, until it is told to stop. It connects to nothing. */
async function play(config: Config, log: Logger): Promise<void> {
  if (!isLoopback(config.host)) {
    fail(
      EXIT.badConfiguration,
      `HOST ${config.host}: the playground shows itself to this machine only. Set HOST=127.0.0.1, or connect Slack or Teams.`,
    );
  }
  const { slack, teams } = config;
  if (slack || teams)
    log.warn('PLAYGROUND is set: Slack and Teams are not connected, and nobody is reminded of anything');
  const { startPlayground } = await import('./playground.js');
  const played = await startPlayground({
    config,
    clock: systemClock,
    log,
    version,
    open: (folder, written) => open(folder, config, log, written),
  });
  const { playground } = played;
  const platforms = [playground.platform];
  const here = { bot: () => played.bot, platforms, clock: { now: () => played.clock.now() } };
  const http = await listen(config, [playground.routes], here, log);
  stopOnSignal(log, async () => {
    // Pages that look on would hold the server, and so would a long move of the clock.
    playground.leave();
    await http.close();
    await played.stop();
  });
  log.info({ url: http.url, platforms: ['playground'], version }, 'Ferry is running');
  const why = config.isAskedToPlay ? 'This is the playground: nothing is connected.' : 'Nothing is connected yet.';
  process.stdout.write(`${why} Open ${http.url} to try Ferry.\n`);
}

const FIRST_START_MS = 5_000;
const LAST_START_MS = 5 * 60_000;

/**
 * Starts a platform. One that refuses our credentials ends the process; one that cannot be reached is tried again while the
 * rest runs, since an outage there is no reason to be silent elsewhere.
 */
async function startOf(platform: Platform, log: Logger, wait = FIRST_START_MS): Promise<void> {
  try {
    await platform.start();
  } catch (error) {
    if (error instanceof RefusedError) fail(EXIT.badConfiguration, error.message);
    log.warn(
      { platform: platform.name, again: wait / 1000, reason: (error as Error).message },
      'a platform cannot be reached',
    );
    systemClock.after(wait, () => void startOf(platform, log, Math.min(2 * wait, LAST_START_MS)));
  }
}

/** What is not as usual with Teams, for the start log and /healthz. */
function teamsFacts({ teams }: Config): Record<string, string> {
  return {
    ...(teams?.cloud ? { teamsCloud: teams.cloud.tokenIssuer } : {}),
    ...(teams?.local ? { teamsAuthentication: 'off' } : {}),
  };
}

/** Loads what is configured, and nothing else. */
async function connect(config: Config, bot: Bot, platforms: Platform[], log: Logger): Promise<Routes[]> {
  const { asking: ask, services } = bot;
  const routes: Routes[] = [];
  const mount = (connected: { platform: Platform; routes: Routes | undefined }) => {
    platforms.push(connected.platform);
    if (connected.routes) routes.push(connected.routes);
  };
  if (config.slack) {
    const { createSlack } = await import('./platforms/slack/index.js');
    mount(createSlack({ config: config.slack, ask, log, now }));
  }
  if (config.teams) {
    const { createTeams } = await import('./platforms/teams/index.js');
    const { channels } = services;
    mount(createTeams({ config: config.teams, ask, channels, log, now }));
  }
  return routes;
}

/** Of what /healthz tells. */
interface Running {
  bot(): Bot;
  readonly platforms: readonly Platform[];
  /** The one that the bot lives by: only the playground's is not the system's. */
  readonly clock: Pick<Clock, 'now'>;
}

async function listen(config: Config, routes: Routes[], running: Running, log: Logger): Promise<Http> {
  const { platforms, clock } = running;
  const health = (): Health => {
    const bot = running.bot();
    const sweep = bot.tick.lastSweep;
    const { last } = bot.audit;
    const { doubt } = bot.services.clockGuard;
    const isSwept = sweep !== undefined && Math.abs(clock.now().epochMilliseconds - sweep.epochMilliseconds) < STALE_MS;
    return {
      ok: isSwept && !bot.audit.isStale(clock.now()) && doubt === undefined,
      platforms: platforms.map((platform) => platform.name),
      lastSweep: sweep?.toString() ?? null,
      lastAudit: last
        ? { at: last.at.toString(), passed: last.passed, missing: last.missing, stuck: last.stuck }
        : null,
      clock: doubt ? { doubted: doubt.what, since: doubt.since.toString() } : 'trusted',
      ...teamsFacts(config),
    };
  };
  try {
    return await serve({
      host: config.host,
      port: config.port,
      routes,
      health,
      report: (...fault) => report(log, ...fault),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      fail(EXIT.badConfiguration, `PORT ${config.port} is taken by another program. Give another PORT.`);
    if (code !== undefined)
      fail(EXIT.badConfiguration, `HOST ${config.host}, PORT ${config.port} cannot be listened on: ${message}`);
    throw error;
  }
}

function stopOnSignal(log: Logger, end: () => Promise<void>): void {
  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) process.exit(EXIT.failed);
    stopping = true;
    log.info({ signal }, 'stopping');
    await end();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
}

main(argv.slice(2)).catch((error: unknown) => {
  if (error instanceof ConfigError) {
    const lines = error.problems.map((problem) => `  ${problem}`);
    fail(
      EXIT.badConfiguration,
      `Ferry cannot start; please mend these settings (see .env.example):\n${lines.join('\n')}`,
    );
  }
  fail(EXIT.failed, error instanceof Error ? (error.stack ?? error.message) : String(error));
});
