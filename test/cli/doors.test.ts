import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chat, type Run, type RunOptions, runMain, startFerry, stopProcesses } from '../support/processes.js';
import { inStore, ownFolder } from './tool.js';

const FERRY = join(import.meta.dirname, '..', '..', 'scripts', 'ferry.mjs');
const START = ['start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31'];

let cwd: string;
beforeEach(() => {
  cwd = ownFolder();
});
afterEach(stopProcesses);

const path = (...names: string[]) => join(cwd, ...names);
const ferry = (words: readonly string[], options: Partial<RunOptions> = {}) =>
  runMain(words, { cwd, env: {}, ...options });

/** One sentence on the standard error, and nothing of a stack. */
function sentenceOf({ stdout, stderr }: Run): string {
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  return stderr.trim();
}

/** `node scripts/ferry.mjs`, as npx runs it. */
async function runScript(words: readonly string[]) {
  const child = spawn(process.execPath, [FERRY, ...words], { cwd, env: { PATH: process.env.PATH ?? '' } });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stdin.end();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}

it('lists the words', async () => {
  const { code, stdout, stderr } = await ferry(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const word of ['chat', 'backup', 'restore', 'verify', 'store adopt']) expect(stdout).toContain(`ferry ${word}`);
  expect(readdirSync(cwd)).toEqual([]);
});

it('ends with code 2 and a sentence for words that say nothing', async () => {
  for (const words of [['bakcup'], ['verify']]) {
    const run = await ferry(words);
    expect(run.code).toBe(2);
    expect(sentenceOf(run)).toMatch(/^(Unknown word "bakcup"|The folder \.\/data cannot be read)/);
  }
  expect(readdirSync(cwd)).toEqual([]);
});

it('does not talk on another folder than was meant', async () => {
  const run = await ferry(['chat', '--data', 'elsewhere'], { input: 'start contoso.com\n' });
  expect(run.code).toBe(2);
  expect(sentenceOf(run)).toContain('the folder is DATA_DIR');
  expect(readdirSync(cwd)).toEqual([]);
});

it('is the same through scripts/ferry.mjs, with its exit codes', async () => {
  await chat(START, { cwd, env: {} });
  expect(await runScript(['verify'])).toMatchObject({ code: 0, stdout: expect.stringContaining('In order.') });
  expect(await runScript(['verify', 'none.json'])).toMatchObject({ code: 2, stdout: '' });
  expect(await runScript(['chat'])).toMatchObject({ code: 0 });
});

it('needs no setting of a platform, and checks none', async () => {
  await chat(START, { cwd, env: {} });
  const env = { SLACK_BOT_TOKEN: 'half', BOT_ID: 'half', PORT: 'none', DATA_DIR: path('data') };
  expect(await ferry(['backup', 'one.json'], { env })).toMatchObject({ code: 0 });
  writeFileSync(path('.env'), 'SLACK_BOT_TOKEN=half\nDATA_DIR=data\n');
  expect(await ferry(['verify'])).toMatchObject({ code: 0 });
  const bad = await ferry(['verify'], { env: { KEEP_JOURNALS: 'perhaps' } });
  expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining('KEEP_JOURNALS should be true or false') });
});

it('backs up through a pipe and restores through one', async () => {
  await chat(START, { cwd, env: {} });
  const backup = await ferry(['backup', '-']);
  expect(backup).toMatchObject({ code: 0, stderr: expect.stringContaining('Backed up to the standard output') });
  const restored = await ferry(['restore', '-', '--data', path('copy')], { input: backup.stdout });
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  const shown = await chat(['show M1', 'history M1'], { cwd, env: { DATA_DIR: path('copy') } });
  expect(shown.stdout).toContain('M1 · contoso.com');
});

it('backs up and verifies while the bot runs, and restores and adopts nothing', async () => {
  const data = path('data', 'playground');
  const bot = await startFerry({ cwd, env: { PORT: '0' } });
  expect(await ferry(['backup', 'samples.json', '--data', data])).toMatchObject({ code: 0 });
  expect(await ferry(['verify', '--data', data])).toMatchObject({ code: 0 });
  for (const words of [
    ['restore', 'samples.json'],
    ['store', 'adopt'],
  ]) {
    const refused = await ferry([...words, '--data', data]);
    expect(refused.code).toBe(3);
    expect(sentenceOf(refused)).toBe(`Another Ferry is running on ${data}. Stop it first.`);
  }
  expect(await bot.stop()).toMatchObject({ code: 0 });
  expect(await ferry(['restore', 'samples.json', '--data', data])).toMatchObject({ code: 0 });
  const again = await startFerry({ cwd, env: { PORT: '0' } });
  expect((await fetch(`${again.url}/healthz`)).status).toBe(200);
});

it('ends with code 4 and names the place for what is damaged, never the customer', async () => {
  await chat(START, { cwd, env: {} });
  await ferry(['backup', 'good.json']);
  const state = path('data', 'state.json');
  writeFileSync(state, readFileSync(state, 'utf8').replace('contoso.com', 'kontoso.com'));
  for (const words of [['verify'], ['restore', state]]) {
    const run = await ferry(words);
    expect(run.code).toBe(4);
    expect(sentenceOf(run)).toMatch(/state\.json .*checksum of lines 1 to \d+, bytes 0 to \d+, is wrong/);
    expect(run.stderr).not.toMatch(/[ck]ontoso/);
  }
  expect(await ferry(['restore', 'good.json'])).toMatchObject({ code: 0 });
  expect((await chat(['show M1'], { cwd, env: {} })).stdout).toContain('M1 · contoso.com');
});

describe.skipIf(process.platform === 'win32')('on a disk that takes no more', () => {
  it.each([
    ['backup', 'small.json'],
    ['restore', 'good.json'],
  ])('%s leaves no half and changes nothing', async (word, file) => {
    await chat(START, { cwd, env: {} });
    await ferry(['backup', 'good.json']);
    const before = readFileSync(path('data', 'state.json'));
    const refused = await ferry([word, file], { fileBytes: 512 });
    expect(refused.code).toBe(1);
    expect(sentenceOf(refused)).toMatch(/^There is no room, or nothing may be written: EFBIG.*Nothing was changed\.$/);
    expect(readFileSync(path('data', 'state.json'))).toEqual(before);
    expect(readdirSync(cwd).sort()).toEqual(['data', 'good.json']);
    expect(readdirSync(path('data'), { recursive: true }).filter((name) => name !== 'kept')).toEqual(['state.json']);
  });
});

it.skipIf(process.getuid?.() !== 0)('run by root, leaves the folder to its owner', async () => {
  const { chownSync } = await import('node:fs');
  await chat(START, { cwd, env: {} });
  await ferry(['backup', 'good.json']);
  chownSync(path('data'), 1234, 1234);
  chownSync(path('data', 'state.json'), 1234, 1234);
  expect(await ferry(['restore', 'good.json'])).toMatchObject({ code: 0 });
  for (const name of readdirSync(path('data'), { recursive: true, encoding: 'utf8' })) {
    expect(statSync(path('data', name)).uid, name).toBe(1234);
  }
});

it('keeps closed journals where that is asked for, each line with its checksum', async () => {
  await chat(START, { cwd, env: { KEEP_JOURNALS: 'true' } });
  const closed = readdirSync(path('data', 'closed'));
  expect(closed).toEqual(['journal-0000000001.jsonl']);
  const lines = readFileSync(path('data', 'closed', closed[0] ?? ''), 'utf8')
    .trimEnd()
    .split('\n');
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ seq: expect.any(Number), crc: expect.any(String) });
  expect(await inStore(path('data'), (store) => store.get('migrations', 'M1'))).toMatchObject({ id: 'M1' });
});
