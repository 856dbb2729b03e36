import { z } from 'zod';
import type { Weekday } from './domain/calendar.js';
import { TimeOfDay, WrittenLeadDays, WrittenWeekdays, Zone } from './domain/channel-settings.js';
import { Language } from './domain/language.js';

export interface SlackConfig {
  readonly botToken: string;
  readonly signingSecret: string | undefined;
  /** Set: Socket Mode. */
  readonly appToken: string | undefined;
  readonly apiUrl: string | undefined;
  /** The only workspaces served; empty: the one that the token belongs to. */
  readonly teamIds: readonly string[];
}

export interface TeamsConfig {
  readonly botId: string;
  readonly botPassword: string;
  readonly botType: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  readonly tenantId: string;
  /** Undefined: Microsoft's public cloud. */
  readonly cloud:
    | {
        readonly openIdMetadataUrl: string;
        readonly tokenIssuer: string;
        readonly loginUrl: string;
        readonly serviceHosts: readonly string[];
      }
    | undefined;
  /** Without authentication, for Microsoft's local client; the configuration allows it on loopback only. */
  readonly local: boolean;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Journals that are folded into the state are moved into `closed/` instead of being removed. */
  readonly keepJournals: boolean;
  readonly logLevel: string;
  readonly locale: Language;
  readonly zone: string;
  readonly reminderTime: string;
  readonly weekdays: ReadonlySet<Weekday>;
  readonly leadDays: readonly number[];
  readonly admins: readonly string[];
  /** Where the partner's own tenant is, as two letters; undefined: a customer's region is not compared with it. */
  readonly partnerCountry: string | undefined;
  /** Asked for after each check of itself that Ferry has passed; it may hold a secret. */
  readonly heartbeatUrl: string | undefined;
  readonly slack: SlackConfig | undefined;
  readonly teams: TeamsConfig | undefined;
  /** Ferry shows itself on samples, on this machine, and connects to nothing. */
  readonly playground: boolean;
  /** It was asked to, by PLAYGROUND, rather than having nothing to connect to. */
  readonly isAskedToPlay: boolean;
}

export type StoreConfig = Pick<Config, 'dataDir' | 'keepJournals'>;

/** All that is wrong with the environment, a line per variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the whole environment at once; throws a ConfigError that names every missing or bad variable. */
export function readConfig(environment: Environment): Config {
  const { config, problems } = surveyConfig(environment);
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** The same for who only looks: what is wrong with it, a line per variable, and the rest, where what is wrong counts as not set. */
export function surveyConfig(environment: Environment): {
  readonly config: Config;
  readonly problems: readonly string[];
} {
  const reading = new Reading(environment);
  const isAskedToPlay = reading.flag('PLAYGROUND');
  const slack = readSlack(reading);
  const local = reading.flag('TEAMS_LOCAL');
  const playground = isAskedToPlay || (!slack && !local && !TEAMS.some((name) => reading.has(name)));
  const host = reading.text('HOST') ?? (playground || local ? '127.0.0.1' : '0.0.0.0');
  const config = {
    port: reading.value('PORT', Port, 'a port number from 0 to 65535') ?? 3978,
    host,
    ...readStorage(reading),
    logLevel: reading.value('LOG_LEVEL', z.enum(LEVELS), `one of ${LEVELS.join(', ')}`) ?? 'info',
    locale: reading.value('LOCALE', Locale, `one of ${Language.options.join(', ')}`) ?? 'en',
    zone: reading.value('TIME_ZONE', Zone, 'a zone of the IANA list, such as Europe/Berlin') ?? 'UTC',
    reminderTime: reading.value('REMINDER_TIME', TimeOfDay, 'a time of day such as 09:00') ?? '09:00',
    weekdays: reading.value('REMINDER_WEEKDAYS', WrittenWeekdays, 'days such as mon-fri or mon,tue,thu') ?? MON_TO_FRI,
    leadDays:
      reading.value('REMINDER_LEAD_DAYS', WrittenLeadDays, 'days before a date, such as 90,60,30,14,7,3,1,0') ??
      DEFAULT_LEADS,
    admins: reading.value('ADMINS', Admins, 'a list such as slack:T0001/U0001, teams:<tenant>/<object id>') ?? [],
    partnerCountry: reading.value('PARTNER_COUNTRY', Country, 'a country as two letters, such as FR'),
    heartbeatUrl: readHeartbeat(reading),
    slack,
    teams: readTeams(reading, host, local),
    playground,
    isAskedToPlay,
  };
  if ((slack?.teamIds.length ?? 0) > 1 && config.admins.some((admin) => /^slack:[^/]+$/.test(admin))) {
    reading.bad('ADMINS', 'should name the workspace too, slack:T0001/U0001, because SLACK_TEAM_IDS has several');
  }
  return { config, problems: reading.problems };
}

/** What is read for the operator's words about what is kept: they work also where the rest is half-filled. */
export function readStoreConfig(environment: Environment): StoreConfig {
  const reading = new Reading(environment);
  const config = readStorage(reading);
  reading.assertGood();
  return config;
}

/** A name and a password in an address are no part of what `fetch` takes. */
function readHeartbeat(reading: Reading): string | undefined {
  if (!/^https?:\/\/[^/?#]*@/i.test(reading.text('HEARTBEAT_URL') ?? '')) return reading.url('HEARTBEAT_URL');
  reading.bad('HEARTBEAT_URL', 'should be an address without a name and a password');
  return undefined;
}

function readStorage(reading: Reading): StoreConfig {
  return { dataDir: reading.text('DATA_DIR') ?? './data', keepJournals: reading.flag('KEEP_JOURNALS') };
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const DEFAULT_LEADS = [90, 60, 30, 14, 7, 3, 1, 0];
const MON_TO_FRI: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5]);
const TEAMS = ['BOT_ID', 'BOT_PASSWORD', 'BOT_TENANT_ID', 'BOT_TYPE'] as const;
const CLOUD = ['BOT_OPENID_METADATA_URL', 'BOT_TOKEN_ISSUER', 'BOT_LOGIN_URL', 'BOT_SERVICE_HOSTS'] as const;

const Port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.int().max(65535));
/** In any case: `pt-br`. */
const Locale = z
  .string()
  .transform((typed) => Language.options.find((one) => one.toLowerCase() === typed.toLowerCase()))
  .pipe(Language);
const Admins = z
  .string()
  .transform(split)
  .pipe(z.array(z.string().regex(/^(slack|teams):[^\s/;]+(\/[^\s/;]+)?$/)));
const Country = z
  .string()
  .regex(/^[A-Za-z]{2}$/)
  .transform((country) => country.toUpperCase());
const Hosts = z.string().transform(split).pipe(z.array(z.string()).min(1));

function readSlack(reading: Reading): SlackConfig | undefined {
  const names = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_TEAM_IDS', 'SLACK_API_URL'];
  if (!names.some((name) => reading.has(name))) return undefined;
  const appToken = reading.value('SLACK_APP_TOKEN', z.string().startsWith('xapp-'), 'an app-level token, xapp-…');
  const botToken = reading.required('SLACK_BOT_TOKEN', 'the bot token, xoxb-…, from OAuth & Permissions');
  if (botToken !== '' && !botToken.startsWith('xoxb-')) reading.bad('SLACK_BOT_TOKEN', 'should be a bot token, xoxb-…');
  const signingSecret = reading.text('SLACK_SIGNING_SECRET');
  if (appToken === undefined && signingSecret === undefined) {
    reading.bad('SLACK_SIGNING_SECRET', 'is missing (Basic Information; or set SLACK_APP_TOKEN for Socket Mode)');
  }
  return {
    botToken,
    signingSecret,
    appToken,
    apiUrl: reading.url('SLACK_API_URL'),
    teamIds: split(reading.text('SLACK_TEAM_IDS') ?? ''),
  };
}

function readTeams(reading: Reading, host: string, local: boolean): TeamsConfig | undefined {
  if (local) {
    if (!isLoopback(host)) reading.bad('TEAMS_LOCAL', 'switches authentication off, so HOST must be 127.0.0.1');
    for (const name of [...TEAMS, ...CLOUD]) {
      if (reading.has(name)) reading.bad('TEAMS_LOCAL', `and ${name} exclude each other: remove one`);
    }
    return { botId: '', botPassword: '', botType: 'SingleTenant', tenantId: 'local', cloud: undefined, local };
  }
  if (![...TEAMS, ...CLOUD].some((name) => reading.has(name))) return undefined;
  const types = ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'] as const;
  const botType = reading.value('BOT_TYPE', z.enum(types), `one of ${types.join(', ')}`) ?? 'SingleTenant';
  const managed = botType === 'UserAssignedMSI';
  return {
    botId: reading.required('BOT_ID', 'the bot’s Microsoft app id; without it nobody would be authenticated'),
    botPassword: managed ? '' : reading.required('BOT_PASSWORD', 'the client secret of BOT_ID'),
    botType,
    tenantId: readTenant(reading),
    cloud: readCloud(reading),
    local,
  };
}

/** Activities name their tenant by its id, never by a domain. */
function readTenant(reading: Reading): string {
  reading.required('BOT_TENANT_ID', 'the id of the tenant that is served (Entra > Overview)');
  const guid = z.guid().transform((id) => id.toLowerCase());
  return reading.value('BOT_TENANT_ID', guid, 'the tenant’s id, a GUID (Entra > Overview)') ?? '';
}

function readCloud(reading: Reading): TeamsConfig['cloud'] {
  if (!CLOUD.some((name) => reading.has(name))) return undefined;
  for (const name of CLOUD) {
    if (!reading.has(name)) reading.bad(name, `is missing: give all of ${CLOUD.join(', ')}, or none`);
  }
  return {
    openIdMetadataUrl: reading.url('BOT_OPENID_METADATA_URL') ?? '',
    tokenIssuer: reading.url('BOT_TOKEN_ISSUER') ?? '',
    loginUrl: reading.url('BOT_LOGIN_URL') ?? '',
    serviceHosts: reading.value('BOT_SERVICE_HOSTS', Hosts, 'a list of hosts') ?? [],
  };
}

function split(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Whether only this machine can reach what listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Reads single variables and collects what is wrong with them. A variable set to nothing counts as not set. */
class Reading {
  readonly #environment: Environment;
  readonly #problems: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  text(name: string): string | undefined {
    const text = this.#environment[name]?.trim();
    return text === '' ? undefined : text;
  }

  has(name: string): boolean {
    return this.text(name) !== undefined;
  }

  flag(name: string): boolean {
    return this.value(name, z.enum(['true', 'false']), 'true or false') === 'true';
  }

  value<T>(name: string, schema: z.ZodType<T>, expected: string): T | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const result = schema.safeParse(text);
    if (!result.success) this.bad(name, `should be ${expected}`);
    return result.data;
  }

  required(name: string, what: string): string {
    const text = this.text(name);
    if (text === undefined) this.bad(name, `is missing: ${what}`);
    return text ?? '';
  }

  /** An address of https, or of plain http on this machine. */
  url(name: string): string | undefined {
    const url = this.value(name, z.url({ protocol: /^https?$/ }), 'an address, https://…');
    if (url === undefined) return undefined;
    const { protocol, hostname } = new URL(url);
    if (protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))) {
      this.bad(name, 'should be https; plain http is for this machine only');
    }
    return url;
  }

  bad(name: string, problem: string): void {
    this.#problems.push(`${name} ${problem}`);
  }

  assertGood(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
  }
}
