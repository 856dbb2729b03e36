import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createBot } from '../../src/bot.js';
import { readConfig } from '../../src/config.js';
import type { Migration } from '../../src/domain/migration.js';
import { ManualClock } from '../support/manual-clock.js';
import { chat, type Run, stopProcesses } from '../support/processes.js';
import { RecordingPlatform } from '../support/recording-platform.js';
import { keptText, openTestStore } from '../support/store.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'ferry-chat-'));
});
afterEach(async () => {
  await stopProcesses();
  rmSync(cwd, { recursive: true });
});

const say = (input: string | readonly string[], env: Record<string, string> = {}): Promise<Run> =>
  chat(input, { cwd, env });

/** The answers, which an empty line parts. */
const answers = ({ stdout }: Run): string[] => stdout.trimEnd().split('\n\n');

/** The state's file, as its reader would see it. */
const state = () => JSON.parse(readFileSync(join(cwd, 'data', 'state.json'), 'utf8'));
const migrations = (): Migration[] => state().migrations;

/** A minute in the terminal, with a subscription that has run out and one that runs on. */
const MINUTE = [
  '# Moves of November',
  'help',
  'start contoso.com source=web-direct offer="Office 365 E3" seats=25 ends=2025-01-31 renewal=ends',
  'add M1 offer="Microsoft 365 Business Premium" seats=10 ends=2027-02-28 renewal=auto',
  '',
  'accept M1 on=2025-01-20 agreement=2025-01-20',
  'provision M1.1 on=2025-01-25',
  'end M1.1 expired',
  'change M1.2 renewal=ends',
  'note M1 "They like it"',
  'list',
];

describe('a minute in the terminal', () => {
  it('moves a subscription from the first word to its end, on an empty store', async () => {
    const result = await say(MINUTE);
    expect(result).toMatchObject({ code: 0, signal: null, stderr: '' });
    for (const part of [
      'What you can ask Ferry',
      'started for contoso.com',
      'M1.1 added: Office 365 E3, 25 seats',
      'M1.2 added: Microsoft 365 Business Premium, 10 seats',
      'the customer accepted on',
      'M1.R1 provisioned: Office 365 E3, 25 seats',
      'M1.1 expired on',
      'M1.2 changed: Renewal: renews by itself → ends',
      'note: They like it',
      'Migrations: open',
    ]) {
      expect(result.stdout).toContain(part);
    }
    expect(result.stdout).not.toContain('That did not work');
    const [migration, ...others] = migrations();
    expect(others).toEqual([]);
    expect(migration).toMatchObject({
      id: 'M1',
      sample: false,
      acceptedOn: '2025-01-20',
      originals: [
        { id: 'M1.1', ended: { how: 'expired', on: '2025-01-31' } },
        { id: 'M1.2', renewal: 'ends' },
      ],
      replacements: [{ id: 'M1.R1', covers: ['M1.1'], provisionedOn: '2025-01-25' }],
    });
  });

  it('said twice is harmless: nothing is doubled, and each answer says so', async () => {
    await say(MINUTE);
    const [before, history] = [migrations(), state().history];
    const second = await say(MINUTE);
    expect(second).toMatchObject({ code: 0 });
    expect(migrations()).toEqual(before);
    expect(state().history).toEqual(history);
    expect(second.stdout).toContain('contoso.com already has the open migration M1');
    expect(second.stdout.match(/Nothing was changed: M1 says so already/g)).toHaveLength(5);
    // The renewal of M1.2 was stopped since it was added: what the line gives otherwise is named, and left.
    expect(second.stdout).toContain('change M1.2 renewal=');
  });

  it('is kept: the next one goes on where the first ended', async () => {
    await say('start contoso.com\n');
    await say('start fabrikam.com\n');
    const { stdout } = await say('show contoso.com\nshow M2\n');
    expect(stdout).toContain('M1 · contoso.com');
    expect(stdout).toContain('M2 · fabrikam.com');
  });
});

describe('lines', () => {
  it.each([
    ['a last line without its end', 'start contoso.com\nstart fabrikam.com'],
    ['line ends of Windows', 'start contoso.com\r\nstart fabrikam.com\r\n'],
    ['line ends of old Macs', 'start contoso.com\rstart fabrikam.com\r'],
    ['a byte order mark', '\uFEFFstart contoso.com\nstart fabrikam.com\n'],
    ['a byte order mark before a comment', '\uFEFF# moves\nstart contoso.com\nstart fabrikam.com\n'],
    ['comments, empty lines and indents', '# one\n\n   \n  start contoso.com\n\t# two\n\tstart fabrikam.com  \n\n'],
    ['the word of the chats before them', '/csp start contoso.com\n/CSP start fabrikam.com\n'],
  ])('may have %s', async (_, input) => {
    const result = await say(input);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const told = answers(result).flatMap((answer) => /^(.*)\nstarted for/.exec(answer)?.[1] ?? []);
    expect(told).toEqual(['M1 · contoso.com', 'M2 · fabrikam.com']);
    expect(migrations().map(({ id, originals }) => [id, originals.length])).toEqual([
      ['M1', 0],
      ['M2', 0],
    ]);
    expect(result.stdout).not.toContain('That did not work');
  });

  it('may be none', async () => {
    expect(await say('')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await say('# nothing\n\n')).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('that nobody understands are answered, and the next one is heard', async () => {
    const result = await say(['strat contoso.com', 'hepl', 'note M1 "open', 'start contoso.com colour=red', 'about']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const [strat, help, quote, field, about] = answers(result);
    expect(strat).toContain('Did you mean start?');
    expect(help).toContain('Did you mean help?');
    expect(quote).toContain('A quote is opened and not closed');
    expect(field).toContain('start does not take colour');
    expect(about).toContain('About Ferry');
  });

  it('may come three hundred at once, and are all kept, in their order', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `c${index + 1}.contoso.com`);
    const result = await say(names.map((name) => `start ${name}`));
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(migrations().map((migration) => migration.id)).toEqual(names.map((_, index) => `M${index + 1}`));
    const told = answers(result).flatMap((answer) => /^(M\d+ · \S+)\nstarted/.exec(answer)?.[1] ?? []);
    expect(told).toEqual(names.map((name, index) => `M${index + 1} · ${name}`));
  });

  it('end quietly when nobody reads the answers any more, with what was answered kept', async () => {
    const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
    const child = spawn(process.execPath, [main, 'chat'], { cwd, env: {} });
    onTestFinished(() => void child.kill('SIGKILL'));
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    child.stdin.on('error', () => undefined);
    const closed = once(child, 'close');
    child.stdin.write('start contoso.com\n');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end('about\nabout\nabout\n');
    expect(await closed).toEqual([1, null]);
    expect(stderr).toBe('');
    expect((await say('show M1')).stdout).toContain('M1 · contoso.com');
    expect(migrations()).toHaveLength(1);
  });
});

describe('a reminder that fell due while nobody was there', () => {
  /** Starts a move in this terminal as if it were `now`, with its card already posted. */
  async function startAt(now: string, text: string): Promise<void> {
    const opened = await openTestStore(join(cwd, 'data'));
    const platforms = [new RecordingPlatform('terminal')];
    const clock = new ManualClock(now);
    const log = pino({ level: 'silent' });
    const bot = createBot({ config: readConfig({}), opened, clock, log, platforms, version: '0.0.0' });
    await bot.delivery.start();
    await bot.router.answer({
      text,
      actor: { identity: 'terminal:local', name: 'Maria', member: true },
      channel: 'terminal:local',
      once: 'long ago',
      named: [],
      rows: 20,
      reach: async () => 'ok',
    });
    await bot.delivery.idle();
    await bot.stop();
    await opened.close();
  }

  it('is printed when the next conversation begins, once', async () => {
    // Asked for the first time two days ago and again in five: no midnight between the runs can make it two. The process
    // reads the true clock, hence no fixed date.
    const today = Temporal.Now.plainDateISO('UTC');
    const ends = today.subtract({ days: 3 }).toString();
    const entered = `${today.subtract({ days: 40 })}T10:00:00Z`;
    await startAt(entered, `start contoso.com source=open offer="Office 365 E3" seats=25 ends=${ends} renewal=ends`);
    const env = { REMINDER_WEEKDAYS: 'mon-sun' };
    const first = await say('# nothing to say\n', env);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(answers(first)).toHaveLength(1);
    expect(first.stdout).toMatch(/^M1\.1 · contoso\.com: .*expired, or renewed\?/);
    expect(first.stdout).toContain('> M1.1 expired: end M1.1 expired');
    expect(await say('', env)).toMatchObject({ code: 0, stdout: '' });
  });

  it('is not printed before its day', async () => {
    const today = Temporal.Now.plainDateISO('UTC');
    const ends = today.add({ days: 200 }).toString();
    await startAt(`${today.subtract({ days: 40 })}T10:00:00Z`, `start contoso.com offer=E3 seats=25 ends=${ends}`);
    expect(await say('')).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('on a full disk', () => {
  const long = 'x'.repeat(900);

  it('what cannot be written is refused and never appears later; reading and smaller changes go on', async () => {
    // Three of them fit, each in the history and in its receipt, and leave room for a smaller change.
    const notes = Array.from({ length: 12 }, (_, index) => `note M1 "${index + 1} ${long}"`);
    const lines = ['start contoso.com', ...notes, 'show M1', 'accept M1'];
    const result = await chat(lines, { cwd, env: {}, fileBytes: 15_360 });
    expect(result).toMatchObject({ code: 0 });
    const told = result.stdout.match(/^note: \d+/gm) ?? [];
    const refused = result.stdout.match(/could not write to its disk, so nothing was changed/g) ?? [];
    expect(told.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    expect(told.length + refused.length).toBe(notes.length);
    expect(result.stdout).toContain('the customer accepted on');
    const { stdout } = await say(['history M1']);
    expect(stdout.match(/note: \d+/g)?.sort()).toEqual([...told].sort());
  });

  it('a forgotten name is said to be in a file still, and is in none once there is room', async () => {
    const notes = Array.from({ length: 12 }, (_, index) => `note M1 "${index + 1} ${long}"`);
    await say(['start fabrikam.com', ...notes, 'start contoso.com', 'abandon M2 "too late"']);
    const forget = ['forget contoso.com', 'forget contoso.com confirm=yes'];
    const result = await chat(forget, { cwd, env: {}, fileBytes: 15_360 });
    expect(result.stdout).toContain('the name is erased');
    expect(result.stdout).toContain('a file of Ferry’s still has the name');
    expect(keptText(join(cwd, 'data'))).toContain('contoso');
    await say('');
    expect(keptText(join(cwd, 'data'))).not.toContain('contoso');
  });

  it('the log carries no customer, at its most talkative either', async () => {
    const lines = ['start "Zebra Holdings"', `note M1 "Zebra ${long.repeat(2)}"`, ...MINUTE, 'zebra zebra'];
    const env = { LOG_LEVEL: 'trace' };
    const result = await chat([...lines, ...lines], { cwd, env, fileBytes: 4096 });
    expect(result.stdout).toContain('Zebra Holdings');
    expect(result.stderr).toContain('a command failed');
    expect(result.stderr).not.toMatch(/zebra|contoso/i);
  });
});
