import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readStoreConfig } from '../src/config.js';

type Environment = Record<string, string | undefined>;

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };
const TENANT = '22222222-aaaa-4222-8222-222222222222';
const TEAMS = { BOT_ID: 'app', BOT_PASSWORD: 'password', BOT_TENANT_ID: TENANT.toUpperCase() };
const CLOUD = {
  BOT_OPENID_METADATA_URL: 'https://login.contoso.com/openid',
  BOT_TOKEN_ISSUER: 'https://api.contoso.com',
  BOT_LOGIN_URL: 'https://login.contoso.com',
  BOT_SERVICE_HOSTS: 'smba.contoso.com, *.fabrikam.com',
};

/** Names of the variables that are complained about, in order. */
function problems(environment: Environment): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems)
      expect(problem).toMatch(/^[A-Z_]+ (should (be|name)|is missing|switches|and) ?.+/);
    expect(error.message).toBe(error.problems.join('\n'));
    return error.problems.map((problem) => problem.split(' ')[0] ?? '');
  }
}

describe('an empty environment', () => {
  it.each([{}, { PORT: '', TIME_ZONE: '  ', SLACK_BOT_TOKEN: '', BOT_ID: ' ', TEAMS_LOCAL: '' }])(
    'is the playground, with nothing but defaults: %j',
    (environment) => {
      expect(readConfig(environment)).toEqual({
        port: 3978,
        host: '127.0.0.1',
        dataDir: './data',
        keepJournals: false,
        logLevel: 'info',
        locale: 'en',
        zone: 'UTC',
        reminderTime: '09:00',
        weekdays: new Set([1, 2, 3, 4, 5]),
        leadDays: [90, 60, 30, 14, 7, 3, 1, 0],
        admins: [],
        partnerCountry: undefined,
        slack: undefined,
        teams: undefined,
        playground: true,
        isAskedToPlay: false,
      });
    },
  );
});

describe('a good value', () => {
  it.each<[string, string, object]>([
    ['PORT', '0', { port: 0 }],
    ['PORT', ' 65535 ', { port: 65535 }],
    ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['DATA_DIR', '/var/lib/ferry', { dataDir: '/var/lib/ferry' }],
    ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
    ['LOCALE', 'en', { locale: 'en' }],
    ['LOCALE', 'pt-br', { locale: 'pt-BR' }],
    ['LOCALE', 'ZH-CN', { locale: 'zh-CN' }],
    ['TIME_ZONE', 'America/Argentina/Buenos_Aires', { zone: 'America/Argentina/Buenos_Aires' }],
    ['TIME_ZONE', 'UTC', { zone: 'UTC' }],
    ['REMINDER_TIME', '00:00', { reminderTime: '00:00' }],
    ['REMINDER_TIME', '23:59', { reminderTime: '23:59' }],
    ['REMINDER_WEEKDAYS', 'sun', { weekdays: new Set([7]) }],
    ['REMINDER_WEEKDAYS', 'Sun-Sun', { weekdays: new Set([7]) }],
    ['REMINDER_WEEKDAYS', 'mon, WED,sat-sun', { weekdays: new Set([1, 3, 6, 7]) }],
    ['REMINDER_LEAD_DAYS', '0', { leadDays: [0] }],
    ['REMINDER_LEAD_DAYS', '1, 30,7 ,30,0', { leadDays: [30, 7, 1, 0] }],
    ['ADMINS', 'slack:T0001/U0001, teams:contoso/8d2c,', { admins: ['slack:T0001/U0001', 'teams:contoso/8d2c'] }],
    ['ADMINS', 'slack:U0001', { admins: ['slack:U0001'] }],
    ['HEARTBEAT_URL', 'https://monitoring.example.com/ping', { heartbeatUrl: 'https://monitoring.example.com/ping' }],
    ['PARTNER_COUNTRY', 'fr', { partnerCountry: 'FR' }],
  ])('of %s is %j', (name, value, expected) => {
    expect(readConfig({ [name]: value })).toMatchObject(expected);
  });
});

describe('a bad value', () => {
  it.each([
    ['PORT', ['65536', '-1', '80.5', 'http', 'NaN']],
    ['LOG_LEVEL', ['verbose', 'INFO']],
    ['LOCALE', ['de', 'en-GB', 'pt', 'pt_BR', 'français']],
    ['TIME_ZONE', ['Mars/Olympus', '+02:00', '-05:00', '02:00', 'Berlin', 'Europe/Berlin;']],
    ['REMINDER_TIME', ['24:00', '9:00', '09:60', '09', '09:00:00', '9am']],
    ['REMINDER_WEEKDAYS', ['fri-mon', 'mon,fri-mon', 'monday', 'mon-', '-fri', 'mon,tuu', ',', '1-5']],
    ['REMINDER_LEAD_DAYS', ['-1', '1.5', '7,', '7 3', 'week', '1000']],
    ['ADMINS', ['U0001', 'slack:', 'irc:maria', 'slack:T0001/U0001/x', 'slack:T0001/U 1']],
    ['HEARTBEAT_URL', ['https://maria:secret@monitoring.example.com/', 'monitoring.example.com']],
    ['PARTNER_COUNTRY', ['FRA', 'F', '33', 'France', 'FR,DE']],
    ['TEAMS_LOCAL', ['yes', '1', 'TRUE']],
  ])('of %s is told by its name: %j', (name, values) => {
    for (const value of values) expect(problems({ [name]: value }), value).toEqual([name]);
  });

  it('is an admin of Slack without a workspace, where several are served', () => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', ADMINS: 'slack:U0001' };
    expect(problems({ ...slack, SLACK_TEAM_IDS: 'T0001,T0002' })).toEqual(['ADMINS']);
    expect(problems({ ...slack, SLACK_TEAM_IDS: 'T0001,T0002', ADMINS: 'slack:T0001/U0001' })).toEqual([]);
    expect(problems({ ...slack, SLACK_TEAM_IDS: 'T0001' })).toEqual([]);
  });

  it('is told together with all others', () => {
    expect(
      problems({
        PORT: 'x',
        LOG_LEVEL: 'x',
        LOCALE: 'x',
        TIME_ZONE: 'x',
        REMINDER_TIME: 'x',
        REMINDER_WEEKDAYS: 'x',
        REMINDER_LEAD_DAYS: 'x',
        ADMINS: 'x',
        SLACK_APP_TOKEN: 'x',
        BOT_TYPE: 'x',
      }).sort(),
    ).toEqual([
      'ADMINS',
      'BOT_ID',
      'BOT_PASSWORD',
      'BOT_TENANT_ID',
      'BOT_TYPE',
      'LOCALE',
      'LOG_LEVEL',
      'PORT',
      'REMINDER_LEAD_DAYS',
      'REMINDER_TIME',
      'REMINDER_WEEKDAYS',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'TIME_ZONE',
    ]);
  });

  it('is never repeated in the message, since it may be a secret', () => {
    const secrets = {
      SLACK_BOT_TOKEN: 'hunter2',
      SLACK_APP_TOKEN: 'hunter2',
      SLACK_API_URL: 'hunter2',
      PORT: 'hunter2',
    };
    expect(() => readConfig(secrets)).toThrow(ConfigError);
    try {
      readConfig(secrets);
    } catch (error) {
      expect(String(error)).not.toContain('hunter2');
    }
  });
});

describe('Slack', () => {
  it('over HTTP takes a bot token and a signing secret, and listens everywhere', () => {
    const config = readConfig({ ...SLACK, SLACK_TEAM_IDS: 'T0001, T0002' });
    expect(config).toMatchObject({ host: '0.0.0.0', teams: undefined });
    expect(config.slack).toEqual({
      botToken: 'xoxb-1',
      signingSecret: 'secret',
      appToken: undefined,
      apiUrl: undefined,
      teamIds: ['T0001', 'T0002'],
    });
  });

  it('in Socket Mode takes an app token instead of the secret', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack).toMatchObject({
      appToken: 'xapp-1',
      signingSecret: undefined,
    });
  });

  it.each<[string, Environment, string[]]>([
    ['only the bot token', { SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET']],
    ['only the secret', { SLACK_SIGNING_SECRET: 'secret' }, ['SLACK_BOT_TOKEN']],
    ['only the app token', { SLACK_APP_TOKEN: 'xapp-1' }, ['SLACK_BOT_TOKEN']],
    ['only workspaces', { SLACK_TEAM_IDS: 'T0001' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
    ['only another API', { SLACK_API_URL: 'https://slack.contoso.com' }, ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']],
    ['an empty secret', { ...SLACK, SLACK_SIGNING_SECRET: ' ' }, ['SLACK_SIGNING_SECRET']],
    ['a user token', { ...SLACK, SLACK_BOT_TOKEN: 'xoxp-1' }, ['SLACK_BOT_TOKEN']],
    ['a bot token as the app token', { ...SLACK, SLACK_APP_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN']],
  ])('half-configured stops the start: %s', (_case, environment, names) => {
    expect(problems(environment)).toEqual(names);
  });
});

describe('Teams', () => {
  it('takes an app, its password and its tenant', () => {
    expect(readConfig(TEAMS).teams).toEqual({
      botId: 'app',
      botPassword: 'password',
      botType: 'SingleTenant',
      tenantId: TENANT,
      cloud: undefined,
      local: false,
    });
    expect(readConfig(TEAMS).host).toBe('0.0.0.0');
  });

  it('needs no password where Azure manages the identity', () => {
    const { BOT_PASSWORD: _, ...managed } = { ...TEAMS, BOT_TYPE: 'UserAssignedMSI' };
    expect(readConfig(managed).teams).toMatchObject({ botType: 'UserAssignedMSI', botPassword: '' });
  });

  it.each<[string, Environment, string[]]>([
    ['a password with an empty id', { ...TEAMS, BOT_ID: '' }, ['BOT_ID']],
    ['a password with a blank id', { ...TEAMS, BOT_ID: '  ' }, ['BOT_ID']],
    ['a password alone', { BOT_PASSWORD: 'password' }, ['BOT_ID', 'BOT_TENANT_ID']],
    ['an id alone', { BOT_ID: 'app' }, ['BOT_PASSWORD', 'BOT_TENANT_ID']],
    ['no tenant', { ...TEAMS, BOT_TENANT_ID: '' }, ['BOT_TENANT_ID']],
    ['a tenant’s domain', { ...TEAMS, BOT_TENANT_ID: 'contoso.onmicrosoft.com' }, ['BOT_TENANT_ID']],
    ['no host but a comma', { ...TEAMS, ...CLOUD, BOT_SERVICE_HOSTS: ',' }, ['BOT_SERVICE_HOSTS']],
    ['only a type', { BOT_TYPE: 'MultiTenant' }, ['BOT_ID', 'BOT_PASSWORD', 'BOT_TENANT_ID']],
    ['an unknown type', { ...TEAMS, BOT_TYPE: 'singletenant' }, ['BOT_TYPE']],
    ['only a cloud', CLOUD, ['BOT_ID', 'BOT_PASSWORD', 'BOT_TENANT_ID']],
  ])('half-configured stops the start, never opens a door: %s', (_case, environment, names) => {
    expect(problems(environment)).toEqual(names);
  });

  it('in another cloud takes all four of its addresses', () => {
    expect(readConfig({ ...TEAMS, ...CLOUD }).teams?.cloud).toEqual({
      openIdMetadataUrl: 'https://login.contoso.com/openid',
      tokenIssuer: 'https://api.contoso.com',
      loginUrl: 'https://login.contoso.com',
      serviceHosts: ['smba.contoso.com', '*.fabrikam.com'],
    });
  });

  it.each(Object.keys(CLOUD))('in another cloud misses %s', (name) => {
    expect(problems({ ...TEAMS, ...CLOUD, [name]: undefined })).toEqual([name]);
    const others = Object.keys(CLOUD).filter((other) => other !== name);
    expect(problems({ ...TEAMS, [name]: CLOUD[name as keyof typeof CLOUD] })).toEqual(others);
  });

  it('without authentication stays on this machine', () => {
    expect(readConfig({ TEAMS_LOCAL: 'true' })).toMatchObject({ host: '127.0.0.1', teams: { local: true, botId: '' } });
    for (const HOST of ['localhost', '::1', '127.0.0.2']) {
      expect(problems({ TEAMS_LOCAL: 'true', HOST })).toEqual([]);
    }
    for (const HOST of [
      '0.0.0.0',
      '::',
      '192.168.0.2',
      'bot.contoso.com',
      '127.0.0.1.contoso.com',
      'localhost.contoso.com',
    ]) {
      expect(problems({ TEAMS_LOCAL: 'true', HOST }), HOST).toEqual(['TEAMS_LOCAL']);
    }
  });

  it('without authentication stays on this machine also beside Slack', () => {
    expect(readConfig({ ...SLACK, TEAMS_LOCAL: 'true' }).host).toBe('127.0.0.1');
  });

  it('is either without authentication or with an id', () => {
    expect(new Set(problems({ ...TEAMS, TEAMS_LOCAL: 'true' }))).toEqual(new Set(['TEAMS_LOCAL']));
    expect(problems({ BOT_PASSWORD: 'password', TEAMS_LOCAL: 'true' })).toEqual(['TEAMS_LOCAL']);
    expect(readConfig({ ...TEAMS, TEAMS_LOCAL: 'false' }).teams).toMatchObject({ local: false, botId: 'app' });
  });
});

describe('an address', () => {
  const addresses: [string, Environment][] = [
    ['SLACK_API_URL', SLACK],
    ['HEARTBEAT_URL', {}],
    ['BOT_OPENID_METADATA_URL', { ...TEAMS, ...CLOUD }],
    ['BOT_LOGIN_URL', { ...TEAMS, ...CLOUD }],
    ['BOT_TOKEN_ISSUER', { ...TEAMS, ...CLOUD }],
  ];

  it.each(addresses)('%s may be plain http on this machine alone', (name, environment) => {
    for (const host of ['127.0.0.1:8080', 'localhost', '[::1]:8080', '127.9.9.9']) {
      expect(problems({ ...environment, [name]: `http://${host}/` })).toEqual([]);
    }
    for (const host of ['slack.contoso.com', '10.0.0.1', '0.0.0.0', '127.0.0.1.contoso.com', 'localhost@contoso.com']) {
      expect(problems({ ...environment, [name]: `http://${host}/` }), host).toEqual([name]);
    }
  });

  it.each(addresses)('%s is https otherwise', (name, environment) => {
    expect(problems({ ...environment, [name]: 'https://slack.contoso.com/api/' })).toEqual([]);
    for (const value of ['slack.contoso.com', 'ftp://contoso.com', 'javascript:alert(1)', 'https://']) {
      expect(problems({ ...environment, [name]: value }), value).toEqual([name]);
    }
  });
});

describe('what is read for the words about what is kept', () => {
  it('is where it is kept, and whether journals are', () => {
    expect(readStoreConfig({})).toEqual({ dataDir: './data', keepJournals: false });
    const environment = { DATA_DIR: '/srv/ferry', KEEP_JOURNALS: 'true' };
    expect(readStoreConfig(environment)).toEqual({ dataDir: '/srv/ferry', keepJournals: true });
    expect(readConfig(environment)).toMatchObject({ dataDir: '/srv/ferry', keepJournals: true });
  });

  it('is good also where the rest is not', () => {
    expect(readStoreConfig({ SLACK_BOT_TOKEN: 'half', PORT: 'none', DATA_DIR: 'data' }).dataDir).toBe('data');
  });

  it('is refused where it is neither true nor false', () => {
    expect(problems({ KEEP_JOURNALS: 'yes' })).toEqual(['KEEP_JOURNALS']);
    expect(() => readStoreConfig({ KEEP_JOURNALS: 'yes' })).toThrow(ConfigError);
  });
});

const example = join(import.meta.dirname, '../.env.example');

describe('.env.example', () => {
  /** Variables that are read in any of these environments. */
  function readVariables(): string[] {
    const read = new Set<string>();
    for (const environment of [{}, { ...SLACK, ...TEAMS, ...CLOUD }, { ...TEAMS, TEAMS_LOCAL: 'true' }]) {
      const watched = new Proxy<Environment>(environment, {
        get: (target, name: string) => {
          read.add(name);
          return target[name];
        },
      });
      try {
        readConfig(watched);
      } catch {
        // What it complains about is tested above.
      }
    }
    return [...read].sort();
  }

  it('is compared with all that is read', () => {
    expect(readVariables()).toEqual(expect.arrayContaining([...Object.keys({ ...SLACK, ...TEAMS, ...CLOUD }), 'PORT']));
  });

  it.skipIf(!existsSync(example))('names exactly the variables that are read', () => {
    const named = [...readFileSync(example, 'utf8').matchAll(/^#?\s*([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
    expect([...new Set(named)].sort()).toEqual(readVariables());
  });

  it.skipIf(!existsSync(example))('can be taken as it stands', () => {
    const set = [...readFileSync(example, 'utf8').matchAll(/^([A-Z][A-Z_]+)=(.*)$/gm)];
    expect(problems(Object.fromEntries(set.map(([, name, value]) => [name, value])))).toEqual([]);
  });
});
