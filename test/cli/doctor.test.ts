import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Language } from '../../src/domain/language.js';
import { Words } from '../../src/messages/words.js';
import { FakeSlack } from '../support/fake-slack.js';
import { BOT_PASSWORD, type FakeTeams, startFakeTeams } from '../support/fake-teams.js';
import { type Run, runMain, startFerry, stopProcesses } from '../support/processes.js';
import { enterContoso, inStore, keepOpen, ownFolder } from './tool.js';

const SIGNING_SECRET = '0123456789abcdef0123456789abcdef';

let folder: string;
let data: string;
let port: string;
let slack: FakeSlack;
let teams: FakeTeams;

beforeEach(async () => {
  folder = ownFolder();
  data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  port = await freePort();
  slack = await FakeSlack.start();
  teams = await startFakeTeams();
});
afterEach(async () => {
  await stopProcesses();
  await slack.close();
  await teams.close();
});

/** `ferry doctor` as a process, with nothing set but these. */
function doctor(env: Record<string, string> = {}, words: readonly string[] = []): Promise<Run> {
  return runMain(['doctor', ...words], { cwd: folder, env: { PORT: port, HOST: '127.0.0.1', ...env } });
}

const overHttp = () => ({
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  SLACK_API_URL: slack.apiUrl,
});

/** The lines about one thing, with what mends it. */
function about({ stdout }: Run, check: string): string {
  const lines = stdout.split('\n');
  const from = lines.findIndex((line) => line.slice(2).startsWith(`${check}: `));
  const mend = lines[from + 1]?.startsWith('    ') ? lines[from + 1] : '';
  return `${lines[from] ?? ''}\n${mend}`;
}

describe('with neither Slack nor Teams', () => {
  it('says so, looks at the rest, and is content', async () => {
    await inStore(data, enterContoso);
    const run = await doctor({ TIME_ZONE: 'Asia/Kolkata' });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(about(run, 'Slack and Teams')).toMatch(/^! .*neither is set up/);
    expect(about(run, 'Node.js')).toContain(`✓ Node.js: version ${process.versions.node} `);
    expect(about(run, 'Data folder')).toMatch(/^✓ .*mode 0700/);
    expect(about(run, 'Lock')).toContain('no Ferry keeps the folder now');
    expect(about(run, 'What is kept')).toContain('in order: 4 records, 0 journals');
    expect(about(run, 'TIME_ZONE')).toMatch(/Asia\/Kolkata, where it is .* GMT\+5:30\n/);
    expect(run.stdout).toMatch(/\n\n✓ \d+ in order, ! 1 to look at, ✗ 0 broken\.\n$/);
  });

  it('names each bad setting, and ends with code 2', async () => {
    const run = await doctor({ TIME_ZONE: 'Mars/Base', REMINDER_TIME: 'noon', KEEP_JOURNALS: 'perhaps' });
    expect(run.code).toBe(2);
    expect(run.stdout).toContain('✗ Settings: TIME_ZONE should be a zone');
    expect(run.stdout).toContain('✗ Settings: REMINDER_TIME should be');
    expect(run.stdout).toContain('✗ Settings: KEEP_JOURNALS should be true or false');
    expect(about(run, 'What is kept')).toContain('nothing yet');
  });

  it('makes no folder, and says whose it will be', async () => {
    const run = await doctor({}, ['--data', join(folder, 'none')]);
    expect(run.code).toBe(0);
    expect(about(run, 'Data folder')).toMatch(/^! .*there is no .*none yet/);
    expect(readdirSync(folder)).toEqual(['data']);
  });

  it('finds a folder that others can look into, and one that is a file', async () => {
    chmodSync(data, 0o755);
    expect(about(await doctor(), 'Data folder')).toMatch(/^! .*mode 0755.*\n +Run this: chmod 700 /);
    writeFileSync(join(folder, 'file'), '');
    const run = await doctor({ DATA_DIR: join(folder, 'file') });
    expect(run.code).toBe(2);
    expect(about(run, 'Data folder')).toMatch(/^✗ .*is not a folder/);
  });

  it.runIf(process.getuid?.() === 0)('finds a folder that its user may not write to', async () => {
    chmodSync(folder, 0o755);
    const run = await runMain(['doctor'], { cwd: folder, env: { PORT: port }, uid: 65_534 });
    expect(run.code).toBe(2);
    expect(about(run, 'Data folder')).toMatch(/^✗ .*cannot be written to\n +Run doctor as the user that Ferry runs as/);
  });

  it('ends with code 4 when what is kept is damaged, and tells nothing of it', async () => {
    await inStore(data, enterContoso);
    const path = join(data, 'state.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('Contoso', 'Kontoso'));
    const run = await doctor();
    expect(run.code).toBe(4);
    expect(about(run, 'What is kept')).toMatch(/^✗ .*damaged\n +“npx ferry verify” says more/);
    expect(run.stdout).not.toMatch(/[ck]ontoso/i);
  });

  it.each(Language.options)('speaks the language of LOCALE: %s', async (language) => {
    const words = new Words(language, 'Asia/Kolkata');
    const before = Temporal.Now.instant();
    const { code, stdout } = await doctor({ LOCALE: language, TIME_ZONE: 'Asia/Kolkata' });
    expect(code).toBe(0);
    expect(stdout).toContain(words.say('doctor.says-lock-free'));
    expect(stdout).toContain(`    ${words.say('doctor.mend-connect')}\n`);
    // Of the moment only its beginning, which changes with the day, and so perhaps in between.
    const days = [before, Temporal.Now.instant()].map((moment) => words.moment(moment).slice(0, 8));
    expect(days.some((day) => stdout.includes(day))).toBe(true);
    const [found = '', summary] = stdout.split('\n\n');
    const count = (sign: string) => found.split('\n').filter((line) => line.startsWith(`${sign} `)).length;
    const counts = { ok: count('✓'), look: count('!'), broken: count('✗') };
    expect(summary).toBe(`${words.say('doctor.summary', counts)}\n`);
  });

  it('says in English that LOCALE is none that it speaks', async () => {
    const run = await doctor({ LOCALE: 'tlh' });
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/✗ Settings: LOCALE should be one of en, .*\n {4}See \.env\.example\.\n/);
  });

  it('takes nothing more', async () => {
    expect(await doctor({}, ['please'])).toMatchObject({ code: 2, stderr: 'ferry doctor takes nothing more.\n' });
  });
});

describe('beside a Ferry', () => {
  it('that runs, it says how that is, and changes nothing', async () => {
    const ferry = await startFerry({ cwd: folder, env: { PORT: port, HOST: '127.0.0.1', ...overHttp() } });
    const before = readdirSync(data);
    const run = await doctor(overHttp());
    expect(run.code).toBe(0);
    expect(about(run, 'Lock')).toContain('a Ferry keeps the folder now');
    expect(about(run, 'Running Ferry')).toMatch(
      /^✓ .*well: it last looked at what is due on .* UTC, and trusts its clock/,
    );
    expect(readdirSync(data)).toEqual(before);
    expect((await fetch(`${ferry.url}/healthz`)).status).toBe(200);
  });

  it('that listens elsewhere, it says where to look', async () => {
    await keepOpen(data);
    expect(about(await doctor(), 'Running Ferry')).toMatch(/^! .*one keeps the folder, and nothing listens/);
  });

  it.each([
    [{ lastSweep: null, clock: 'trusted' }, 'it has not looked yet at what is due'],
    [
      { lastSweep: '2026-11-20T10:00:00Z', clock: 'trusted' },
      'it last looked at what is due on Fri, 20 Nov 2026, 10:00 UTC',
    ],
    [{ lastSweep: null, clock: { doubted: 'back', since: '2026-11-20T10:00:00Z' } }, 'it doubts its clock'],
  ])('that says %j of itself and is not well, it says so', async (health, sentence) => {
    const other = createServer((_, response) => response.writeHead(503).end(JSON.stringify({ ok: false, ...health })));
    await new Promise<void>((resolve) => other.listen(Number(port), '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const run = await doctor();
    expect(run.code).toBe(1);
    expect(about(run, 'Running Ferry')).toMatch(/^✗ .*not well \(HTTP status 503\).*\n +Its log says why/);
    expect(about(run, 'Running Ferry')).toContain(sentence);
  });

  it('that is none but has its port, it names that program broken', async () => {
    const other = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(Number(port), '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const run = await doctor();
    expect(run.code).toBe(2);
    expect(about(run, 'Running Ferry')).toMatch(/^✗ .*taken by another program/);
  });
});

describe('on Slack', () => {
  it('finds a good setting good, but for the address that is still to be filled in', async () => {
    const run = await doctor(overHttp());
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(about(run, 'Slack token')).toContain('✓ Slack token: SLACK_BOT_TOKEN is that of @ferry in Contoso (T0001)');
    expect(about(run, 'Slack workspaces')).toContain('T0001 alone is served');
    expect(about(run, 'Slack permissions')).toMatch(/^✓ .*all \d+ that are needed are granted, and no other/);
    expect(about(run, 'Slack clock')).toMatch(/^✓ /);
    expect(about(run, 'Slack signing secret')).toMatch(/^✓ /);
    expect(about(run, 'Slack manifest')).toMatch(/^! .*still has https:\/\/ferry\.contoso\.com\n.*\/slack\/events/);
    expect(about(run, 'Public address')).toMatch(/^! .*\n.*\/healthz must answer/);
    expect(slack.messages).toEqual([]);
  });

  it('opens a connection in Socket Mode, and asks for no address', async () => {
    const { SLACK_SIGNING_SECRET: _, ...rest } = overHttp();
    const run = await doctor({ ...rest, SLACK_APP_TOKEN: slack.appToken });
    expect(run.code).toBe(0);
    expect(about(run, 'Slack Socket Mode')).toMatch(/^✓ /);
    expect(about(run, 'Slack manifest')).toMatch(/^! .*leaves Socket Mode off/);
    expect(about(run, 'Public address')).toContain('none is needed');
  });

  it('names what was not granted, and what is not needed', async () => {
    slack.scopes.delete('im:write');
    const missing = await doctor(overHttp());
    expect(missing.code).toBe(2);
    expect(about(missing, 'Slack permissions')).toMatch(/^✗ .*missing: im:write\n.*install the app again/);
    slack.scopes.add('im:write').add('files:write');
    const more = await doctor(overHttp());
    expect(more.code).toBe(0);
    expect(about(more, 'Slack permissions')).toMatch(/^! .*not needed: files:write/);
  });

  it('tells a refused token from a Slack that is away', async () => {
    const refused = await doctor({ ...overHttp(), SLACK_BOT_TOKEN: 'xoxb-another' });
    expect(refused.code).toBe(2);
    expect(about(refused, 'Slack token')).toMatch(/^✗ .*does not accept SLACK_BOT_TOKEN \(invalid_auth\)/);
    slack.fail('auth.test', { kind: 'status', status: 503 });
    const away = await doctor(overHttp());
    expect(away.code).toBe(1);
    expect(about(away, 'Slack token')).toMatch(/^✗ .*no answer that can be used/);
  });

  it.each([
    ['another address', () => slack.origin.replace(/\d+$/, '9'), 'bad port'],
    ['one that nobody listens on', () => `http://127.0.0.1:${port}`, 'ECONNREFUSED'],
  ])('names the address that SLACK_API_URL has, and why it gives nothing: %s', async (_, origin, reason) => {
    const run = await doctor({ ...overHttp(), SLACK_API_URL: `${origin()}/api/` });
    expect(about(run, 'Slack token')).toContain(`no answer that can be used (${reason})`);
    expect(about(run, 'Slack token')).toContain(`reaches ${origin()}, which SLACK_API_URL names`);
  });

  it('points out that nobody is told when this machine is gone', async () => {
    expect(about(await doctor(overHttp()), 'HEARTBEAT_URL')).toMatch(/^! .*nobody is told .*\n.*README\.md/);
  });

  it('refuses an app token that is none, and workspaces that leave out its own', async () => {
    const run = await doctor({ ...overHttp(), SLACK_APP_TOKEN: 'xapp-another', SLACK_TEAM_IDS: 'T0002' });
    expect(run.code).toBe(2);
    expect(about(run, 'Slack Socket Mode')).toMatch(/^✗ .*does not accept SLACK_APP_TOKEN/);
    expect(about(run, 'Slack workspaces')).toMatch(/^✗ .*leaves out T0001/);
  });

  it('finds a clock that is minutes off', async () => {
    slack.date = new Date(Date.now() + 5 * 60_000).toUTCString();
    const run = await doctor(overHttp());
    expect(run.code).toBe(1);
    expect(about(run, 'Slack clock')).toMatch(/^✗ .*\d+ seconds behind that of Slack\n.*NTP/);
    slack.date = '';
    expect(about(await doctor(overHttp()), 'Slack clock')).toMatch(/^! .*does not tell/);
  });

  it('is not asked while its settings are half-filled', async () => {
    const run = await doctor({ SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl });
    expect(run.code).toBe(2);
    expect(run.stdout).toContain('✗ Settings: SLACK_SIGNING_SECRET is missing');
    expect(about(run, 'Slack')).toMatch(/^! .*not asked/);
    expect(slack.calls).toEqual([]);
  });
});

describe('on Teams', () => {
  it('finds a good setting good, but for the manifest that is still to be filled in', async () => {
    const run = await doctor(teams.env());
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(about(run, 'Teams ids')).toMatch(/^✓ /);
    expect(about(run, 'Teams sign-in')).toMatch(/^✓ /);
    expect(about(run, 'Teams keys')).toContain('there are 2 keys that requests of Teams are checked with');
    expect(about(run, 'Teams clock')).toMatch(/^✓ /);
    expect(about(run, 'Teams cloud')).toMatch(/^✓ /);
    expect(about(run, 'Teams manifest')).toMatch(/^! .*is the placeholder/);
    expect(teams.of('post')).toEqual([]);
  });

  it.each([
    ['AADSTS7000222: The provided client secret keys are expired.', 'has expired'],
    ['AADSTS7000215: Invalid client secret provided.', 'not its id'],
    ['something else', 'Compare BOT_ID'],
  ])('says what to mend when the login service answers %j', async (error_description, mend) => {
    teams.fault('token', { status: 401, body: JSON.stringify({ error: 'invalid_client', error_description }) });
    const run = await doctor(teams.env());
    expect(run.code).toBe(2);
    expect(about(run, 'Teams sign-in')).toMatch(/^✗ .*no token for BOT_ID/);
    expect(about(run, 'Teams sign-in')).toContain(mend);
  });

  it('tells a refusal from a Microsoft that is away', async () => {
    teams.fault('token', 'drop');
    teams.fault('metadata', { status: 503 }, { status: 503 });
    const run = await doctor(teams.env());
    expect(run.code).toBe(1);
    expect(about(run, 'Teams sign-in')).toMatch(/^✗ .*cannot be reached/);
    expect(about(run, 'Teams keys')).toMatch(/^✗ .*cannot be read \(HTTP 503\)/);
  });

  it('knows ids that are none, and the id of a secret in the place of its value', async () => {
    const bad = await doctor({ ...teams.env(), BOT_ID: 'ferry' });
    expect(bad.code).toBe(2);
    expect(about(bad, 'Teams ids')).toMatch(/^✗ .*BOT_ID is not a GUID/);
    const swapped = await doctor({ ...teams.env(), BOT_PASSWORD: '33333333-3333-4333-8333-333333333333' });
    expect(about(swapped, 'Teams ids')).toMatch(/^! .*looks like the id of a client secret/);
  });

  it('points out that nobody is authenticated with the local client', async () => {
    expect(about(await doctor({ TEAMS_LOCAL: 'true' }), 'Teams')).toMatch(/^! .*nobody is authenticated/);
  });
});

it('prints no secret, whatever happens', async () => {
  const heartbeat = 'https://monitoring.example.com/ping/of-the-tests';
  const env = { ...overHttp(), ...teams.env(), SLACK_APP_TOKEN: slack.appToken, HEARTBEAT_URL: heartbeat };
  const runs = [await doctor(env), await doctor({ ...env, SLACK_BOT_TOKEN: 'xoxp-of-the-tests', BOT_TYPE: 'None' })];
  slack.fail('auth.test', { kind: 'drop' });
  slack.fail('apps.connections.open', { kind: 'page' });
  teams.fault('token', { status: 302, location: `${slack.origin}/elsewhere` });
  teams.fault('metadata', 'drop', 'drop');
  runs.push(await doctor(env));
  for (const { stdout, stderr } of runs) {
    const secrets = [...Object.values(env), 'of-the-tests', SIGNING_SECRET, BOT_PASSWORD, teams.outboundToken];
    for (const secret of secrets.filter((value) => /test|horse|outbound|0123/.test(value))) {
      expect(stdout + stderr).not.toContain(secret);
    }
  }
});

/** One that nobody listens on now. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(free);
}
