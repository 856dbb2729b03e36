import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer, request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { FakeSlack } from '../support/fake-slack.js';
import { chat, type Ferry, type Run, run, runMain, startFerry, stopProcesses } from '../support/processes.js';
import { SECRET } from '../support/slack-requests.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'ferry-start-'));
});
afterEach(async () => {
  await stopProcesses();
  rmSync(cwd, { recursive: true });
});

const start = (env: Record<string, string> = {}): Promise<Ferry> => startFerry({ cwd, env: { PORT: '0', ...env } });
const fail = (env: Record<string, string> = {}): Promise<Run> => run({ cwd, env: { PORT: '0', ...env } });
const path = (...parts: string[]) => join(cwd, ...parts);

/** One sentence for people: no stack, no second attempt to say the same. */
function expectSentence({ stdout, stderr }: Run, ...parts: string[]): void {
  for (const part of parts) expect(stderr).toContain(part);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
}

/** With a Host header of one's own, which fetch does not allow. */
function getAs(host: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}

describe('with nothing configured', () => {
  it('answers on a free port of the loopback, and is well', async () => {
    const ferry = await start();
    expect(ferry.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    const health = await fetch(`${ferry.url}/healthz`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ ok: true, platforms: ['playground'] });
    await ferry.stop();
    expect(ferry.output()).toContain(`Open ${ferry.url} to try Ferry`);
  });

  it('checks itself at its start, says so, and asks for the heartbeat, whose address no log has', async () => {
    const asked: (string | undefined)[] = [];
    const monitor = createHttpServer((request, response) => {
      asked.push(request.url);
      response.end();
    });
    await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void monitor.close());
    const { port } = monitor.address() as AddressInfo;
    const ferry = await start({ HEARTBEAT_URL: `http://127.0.0.1:${port}/ping/secret`, LOG_LEVEL: 'debug' });
    await expect.poll(() => asked).toEqual(['/ping/secret']);
    expect(await (await fetch(`${ferry.url}/healthz`)).json()).toMatchObject({
      ok: true,
      clock: 'trusted',
      lastAudit: { passed: true, missing: 0, stuck: 0 },
    });
    await ferry.stop();
    expect(ferry.output()).not.toContain('secret');
  });

  it('serves the playground, all of it from here, and nothing else', async () => {
    const { url } = await start({ LOCALE: 'fr' });
    const response = await fetch(url);
    const page = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/);
    expect(page).toContain('<html lang="fr">');
    // Nothing inline, and no other host.
    expect(page).not.toMatch(/<style|style=|https?:\/\/|<script(?![^>]* src="\/playground\/)|\son[a-z]+=/);
    for (const [asset, type] of [
      ['app.js', 'text/javascript'],
      ['app.css', 'text/css'],
    ]) {
      const { status, headers } = await fetch(`${url}/playground/${asset}`);
      expect([asset, status, headers.get('content-type')]).toEqual([asset, 200, `${type}; charset=utf-8`]);
    }
    const others = ['/state.json', '/data/playground/state.json', '/index.html', '/playground/state.json'];
    for (const other of [...others, '/playground/constructor', '/playground/__proto__', '/PLAYGROUND/app.js']) {
      expect([other, (await fetch(url + other)).status]).toEqual([other, 404]);
    }
    for (const door of ['/slack/events', '/api/messages']) {
      expect((await fetch(url + door, { method: 'POST', body: '{}' })).status).toBe(404);
    }
  });

  it('shows it to this machine only, by whatever name another site gives it', async () => {
    const { url } = await start();
    const { port } = new URL(url);
    for (const host of ['127.0.0.1', 'localhost', `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect([host, await getAs(host, url)]).toEqual([host, 200]);
    }
    for (const host of ['ferry.contoso.com', 'localhost.contoso.com', '127.0.0.1.contoso.com', `10.0.0.1:${port}`]) {
      for (const path of ['', '/playground/app.js', '/playground/events', '/PLAYGROUND/events', '/nothing']) {
        expect([host, path, await getAs(host, url + path)]).toEqual([host, path, 403]);
      }
    }
  });

  it('does what its own page asks for, and nothing that another site’s page sends', async () => {
    const { url } = await start();
    const ask = (headers: Record<string, string>, path = '/playground/clock', body = '{"to":"day"}') =>
      fetch(url + path, { method: 'POST', headers, body }).then(({ status }) => status);
    const json = { 'content-type': 'application/json' };
    expect(await ask(json)).toBe(200);
    expect(await ask({ ...json, origin: url, 'sec-fetch-site': 'same-origin' })).toBe(200);
    for (const forged of [
      { ...json, origin: 'https://contoso.com' },
      { ...json, origin: 'null' },
      { ...json, 'sec-fetch-site': 'cross-site' },
      { ...json, 'sec-fetch-site': 'same-site' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ]) {
      expect([forged, await ask(forged)]).toEqual([forged, 403]);
    }
    const bad = ['', '{', '[]', '{"to":"yesterday"}', '{"to":"2026-02-30"}', `{"to":"${'x'.repeat(300_000)}"}`];
    for (const body of bad)
      expect([body.slice(0, 30), await ask(json, undefined, body)]).toEqual([
        body.slice(0, 30),
        expect.toBeOneOf([400, 413]),
      ]);
    for (const path of ['/playground/nothing', '/playground/__proto__', '/playground/constructor']) {
      expect([path, await ask(json, path)]).toEqual([path, 404]);
    }
  });

  it('is served beside nothing that is configured, unless it is asked for; then nothing else is connected', async () => {
    const slack = await FakeSlack.start();
    onTestFinished(() => slack.close());
    const env = {
      HOST: '127.0.0.1',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
    };
    const connected = await start(env);
    expect((await fetch(connected.url)).status).toBe(404);
    expect((await fetch(`${connected.url}/playground/events`)).status).toBe(404);
    await connected.stop();
    const before = slack.calls.length;
    const asked = await start({ ...env, PLAYGROUND: 'true' });
    expect((await fetch(asked.url)).status).toBe(200);
    expect((await fetch(`${asked.url}/slack/events`, { method: 'POST' })).status).toBe(404);
    await asked.stop();
    expect(slack.calls.length).toBe(before);
    expect(asked.output()).toContain('Slack and Teams are not connected');
    expectSentence(await fail({ ...env, PLAYGROUND: 'true', HOST: '0.0.0.0' }), 'HOST 0.0.0.0', 'HOST=127.0.0.1');
  });

  it('keeps its samples, each marked as one, in a folder of their own, and does not double them', async () => {
    const samples = () => JSON.parse(readFileSync(path('data', 'playground', 'state.json'), 'utf8')).migrations;
    const first = await start();
    await first.stop();
    expect(readdirSync(path('data'))).toEqual(['playground']);
    expect(readdirSync(path('data', 'playground'))).toEqual(['conversations.jsonl', 'state.json']);
    expect(statSync(path('data', 'playground', 'conversations.jsonl')).mode & 0o777).toBe(0o600);
    expect(statSync(path('data')).mode & 0o777).toBe(0o700);
    const before = samples();
    expect(before.length).toBeGreaterThan(3);
    expect(before.filter((migration: { sample: boolean }) => !migration.sample)).toEqual([]);
    await (await start()).stop();
    expect(samples()).toEqual(before);
  });

  it('leaves the terminal’s own data alone, also while both run', async () => {
    await start();
    const { stdout } = await chat(['start contoso.com', 'list'], { cwd, env: {} });
    expect(stdout).toContain('M1 · contoso.com');
    expect(stdout).not.toContain('fabrikam');
  });
});

describe('a signal', () => {
  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s ends it in order, with code 0', async (signal) => {
    const ferry = await start();
    expect(await ferry.stop(signal)).toEqual({ code: 0, signal: null });
    expect(ferry.output()).toContain(`"signal":"${signal}","msg":"stopping"`);
    expect(ferry.output()).not.toMatch(/"level":[456]0/);
  });

  it('is not held up by connections on which nothing is asked', async () => {
    const ferry = await start();
    const { port } = new URL(ferry.url);
    for (const says of ['', 'GET / HTTP/1.1\r\nHo']) {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      onTestFinished(() => void socket.destroy());
      await new Promise<void>((resolve) => socket.once('connect', resolve));
      await new Promise<unknown>((resolve) => socket.write(says, resolve));
    }
    await fetch(ferry.url);
    expect(await ferry.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('a second start', () => {
  it('on the same DATA_DIR ends with code 3 and a sentence; the first goes on', async () => {
    const first = await start();
    const second = await fail();
    expect(second).toMatchObject({ code: 3 });
    expectSentence(second, 'Another Ferry is running on', 'playground', 'DATA_DIR');
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  });

  it('is free to go on where the first was killed', async () => {
    const first = await start();
    expect(await first.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    expect((await fetch(`${(await start()).url}/healthz`)).status).toBe(200);
  });
});

describe('a configuration that cannot work', () => {
  it('ends with code 2 and names every variable that is wrong, at once', async () => {
    const result = await fail({
      PORT: '70000',
      LOG_LEVEL: 'loud',
      LOCALE: 'xx',
      TIME_ZONE: 'Mars/Olympus',
      REMINDER_TIME: '25:00',
      REMINDER_WEEKDAYS: 'noday',
      REMINDER_LEAD_DAYS: 'soon',
      ADMINS: 'maria',
      SLACK_BOT_TOKEN: 'xoxb-a-token-nobody-should-see',
      SLACK_API_URL: 'http://contoso.com',
      BOT_ID: 'an-id',
    });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    const lines = result.stderr.trim().split('\n').slice(1);
    expect(lines.map((line) => /^ {2}([A-Z_]+) /.exec(line)?.[1]).sort()).toEqual([
      'ADMINS',
      'BOT_PASSWORD',
      'BOT_TENANT_ID',
      'LOCALE',
      'LOG_LEVEL',
      'PORT',
      'REMINDER_LEAD_DAYS',
      'REMINDER_TIME',
      'REMINDER_WEEKDAYS',
      'SLACK_API_URL',
      'SLACK_SIGNING_SECRET',
      'TIME_ZONE',
    ]);
    expect(result.stderr).not.toContain('nobody-should-see');
    expect(existsSync(path('data'))).toBe(false);
  });

  it('refuses a word it does not know', async () => {
    const result = await runMain(['chta'], { cwd, env: {} });
    expect(result).toMatchObject({ code: 2 });
    expectSentence(result, 'Unknown word "chta"');
  });

  it('ends with code 2 and a sentence when the PORT is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const result = await fail({ PORT: String(port) });
    expect(result).toMatchObject({ code: 2 });
    expectSentence(result, `PORT ${port} is taken`);
  });

  it('ends with code 2 and a sentence when the HOST is not this machine’s', async () => {
    const teams = {
      BOT_ID: 'an-id',
      BOT_PASSWORD: 'a-password',
      BOT_TENANT_ID: '22222222-2222-4222-8222-222222222222',
    };
    const result = await fail({ HOST: '192.0.2.1', ...teams });
    expect(result).toMatchObject({ code: 2 });
    expectSentence(result, 'HOST 192.0.2.1', 'cannot be listened on');
  });

  it('ends with code 2 when nothing is connected and the samples would be shown to others', async () => {
    const result = await fail({ HOST: '0.0.0.0' });
    expect(result).toMatchObject({ code: 2 });
    expectSentence(result, 'HOST 0.0.0.0', 'to this machine only');
  });

  it.each([
    ['the server', run],
    ['the terminal', (options: { cwd: string; env: Record<string, string> }) => chat(['list'], options)],
  ])('ends %s with code 2 and a sentence when DATA_DIR is a file', async (_, go) => {
    writeFileSync(path('data'), 'mine');
    const result = await go({ cwd, env: { PORT: '0' } });
    expect(result).toMatchObject({ code: 2 });
    expectSentence(result, 'DATA_DIR', 'data', 'cannot be used');
    expect(readFileSync(path('data'), 'utf8')).toBe('mine');
  });
});

describe('damaged state', () => {
  it.each([
    ['the server', 'data/playground', run],
    [
      'the terminal',
      'data',
      (options: { cwd: string; env: Record<string, string> }) => chat(['start contoso.com'], options),
    ],
  ])('ends %s with code 4, names the file and leaves it as it is', async (_, folder, go) => {
    mkdirSync(path(folder), { recursive: true });
    writeFileSync(path(folder, 'state.json'), '{"format":"ferry",');
    const result = await go({ cwd, env: { PORT: '0' } });
    expect(result).toMatchObject({ code: 4 });
    expectSentence(
      result,
      join(folder, 'state.json'),
      'is damaged',
      'Put a backup in its place with: npx ferry restore',
    );
    expect(readFileSync(path(folder, 'state.json'), 'utf8')).toBe('{"format":"ferry",');
  });
});

/** What another user may run: as root it takes one, since nothing is forbidden to root. Undefined: cannot be tried here. */
const other = otherUser();

function otherUser(): { uid?: number } | undefined {
  if (process.platform === 'win32') return undefined;
  if (process.getuid?.() !== 0) return {};
  for (let at = import.meta.dirname; at !== parse(at).root; at = dirname(at)) {
    if ((statSync(at).mode & constants.S_IXOTH) === 0) return undefined;
  }
  accessSync(process.execPath, constants.X_OK);
  // A number without a name, as containers are run with.
  return { uid: 54_321 };
}

describe.runIf(other !== undefined)('as another user', () => {
  it.each([
    ['the server', run, 'data/playground'],
    ['the terminal', (options: Parameters<typeof run>[0]) => chat(['start contoso.com'], options), 'data'],
  ])('%s ends with code 2 and a sentence when it may not write into DATA_DIR', async (_, go, folder) => {
    mkdirSync(path(folder), { recursive: true });
    for (const one of [cwd, path('data'), path(folder)]) chmodSync(one, 0o555);
    const result = await go({ cwd, env: { PORT: '0' }, ...other });
    for (const one of [cwd, path('data'), path(folder)]) chmodSync(one, 0o755);
    expect(result).toMatchObject({ code: 2 });
    expectSentence(result, 'DATA_DIR', 'cannot be used', 'EACCES');
  });

  it('talks to somebody without a name on this machine', async () => {
    chmodSync(cwd, 0o777);
    const result = await chat(['start contoso.com', 'show M1'], { cwd, env: {}, ...other });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toContain('M1 · contoso.com');
    expect(result.stdout).toContain('Owner: ');
  });
});

describe('.env', () => {
  it('is read from the working folder, and what the environment says wins over it', async () => {
    writeFileSync(path('.env'), '# mine\nDATA_DIR="./there"\nHOST=192.0.2.1\nTIME_ZONE=Mars/Olympus\n');
    const ferry = await start({ HOST: '127.0.0.1', TIME_ZONE: 'Europe/Berlin' });
    expect(ferry.url).toContain('127.0.0.1');
    expect(existsSync(path('there', 'playground', 'state.json'))).toBe(true);
    expect(existsSync(path('data'))).toBe(false);
  });

  it('is checked as the environment is', async () => {
    writeFileSync(path('.env'), 'TIME_ZONE=Mars/Olympus\n');
    expect(await chat(['list'], { cwd, env: {} })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('TIME_ZONE'),
    });
  });

  it('that cannot be read ends it with a sentence', async () => {
    mkdirSync(path('.env'));
    const result = await fail();
    expect(result).toMatchObject({ code: 2 });
    expectSentence(result, '.env cannot be read');
  });
});

/** npm packages of which a process loaded any module, ESM or CommonJS: V8 writes them down as it ends. */
function packagesLoaded(folder: string): Set<string> {
  const reports = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const urls: string[] = reports.flatMap(({ result }) => result.map(({ url }: { url: string }) => url));
  return new Set(urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []));
}

describe('what is not configured is not loaded', () => {
  const SLACK = /^@slack\//;
  const TEAMS = /^(botbuilder|botframework|@microsoft\/|@azure\/)/;
  const loaded = () => {
    const packages = [...packagesLoaded(path('coverage'))];
    const some = (pattern: RegExp) => packages.some((name) => pattern.test(name));
    return { bot: some(/^lowdb$/), slack: some(SLACK), teams: some(TEAMS) };
  };

  it('neither chat without one', async () => {
    const ferry = await start({ NODE_V8_COVERAGE: path('coverage') });
    await fetch(ferry.url);
    await ferry.stop();
    expect(loaded()).toEqual({ bot: true, slack: false, teams: false });
  });

  it('neither chat in the terminal', async () => {
    await chat(['help'], { cwd, env: { NODE_V8_COVERAGE: path('coverage') } });
    expect(loaded()).toEqual({ bot: true, slack: false, teams: false });
  });

  it('Teams not by a bot of Slack', async () => {
    const slack = await FakeSlack.start();
    onTestFinished(() => slack.close());
    const ferry = await start({
      HOST: '127.0.0.1',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      NODE_V8_COVERAGE: path('coverage'),
    });
    await ferry.stop();
    expect(loaded()).toEqual({ bot: true, slack: true, teams: false });
  });

  it('Slack not by a bot of Teams', async () => {
    const ferry = await start({ TEAMS_LOCAL: 'true', NODE_V8_COVERAGE: path('coverage') });
    await ferry.stop();
    expect(loaded()).toEqual({ bot: true, slack: false, teams: true });
  });
});

it('takes nothing of its own first start for a leftover of another', async () => {
  const ferry = await start();
  expect(await (await fetch(ferry.url)).text()).not.toContain('did not arrive');
  await ferry.stop();
  const state = readFileSync(path('data', 'playground', 'state.json'), 'utf8');
  expect(state).not.toContain('"status":"unknown"');
  expect(state).toContain('"status":"sent"');
});
