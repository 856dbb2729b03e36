import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { lookAt, type Page } from '../support/playground.js';
import { type Ferry, runMain, startFerry, stopProcesses } from '../support/processes.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'ferry-playground-'));
});
afterEach(async () => {
  await stopProcesses();
  rmSync(cwd, { recursive: true });
});

const start = (): Promise<Ferry> => startFerry({ cwd, env: { PORT: '0' } });
const folder = () => join(cwd, 'data', 'playground');

/** What stands in the conversations, each once. */
function posts(page: Page): string[] {
  return page.entries().flatMap(({ posted, at, text }) => (posted ? [`${at} ${text.split('\n')[0]}`] : []));
}

describe('a kill', () => {
  it('right after something was said leaves all of it: what was posted is kept before anybody is told so', async () => {
    const first = await start();
    const page = await lookAt(first.url);
    await page.say('/csp start fourthcoffee.com');
    await expect.poll(() => page.texts().join()).toContain('M13 · fourthcoffee.com');
    const before = page.entries();
    await first.stop('SIGKILL');
    const again = await lookAt((await start()).url);
    expect(again.entries()).toEqual(before);
  });

  it('while the clock is moved loses no reminder and tells none twice: it stands where it was, and goes on', async () => {
    const target = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
    const first = await start();
    const page = await lookAt(first.url);
    const day = page.state().clock.day;
    const moving = page.ask('clock', { to: target }).catch(() => undefined);
    await page.until(({ clock }) => clock.day > day);
    await first.stop('SIGKILL');
    await moving;
    const second = await start();
    const again = await lookAt(second.url);
    expect(again.state().clock.day < target).toBe(true);
    const before = posts(again);
    await again.ask('clock', { to: target });
    await again.until(({ clock }) => clock.day === target);
    const all = posts(again);
    expect(all.slice(0, before.length)).toEqual(before);
    expect(new Set(all).size).toBe(all.length);
    await second.stop();
    const verified = await runMain(['verify', '--data', folder()], { cwd, env: {} });
    expect([verified.code, verified.stderr]).toEqual([0, '']);
  });

  it.each([0, 5, 20, 60])(
    '%d ms after it was asked to start over leaves what was, or what is new, as a whole',
    async (ms) => {
      const first = await start();
      const page = await lookAt(first.url);
      await page.say('/csp start fourthcoffee.com');
      await expect.poll(() => page.texts().join()).toContain('M13 · fourthcoffee.com');
      const asked = page.ask('restart', { with: 'samples' }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, ms));
      await first.stop('SIGKILL');
      await asked;
      const again = await lookAt((await start()).url);
      const isOld = again.state().customers.some(({ name }) => name === 'fourthcoffee.com');
      expect(again.texts().join().includes('fourthcoffee.com')).toBe(isOld);
      expect(again.texts().filter((text) => text.startsWith('SAMPLE · M12')).length).toBe(1);
      expect(readdirSync(join(cwd, 'data'))).toEqual(['playground']);
    },
  );
});

it('ends in order while the clock is moved and pages look on', async () => {
  const ferry = await start();
  const page = await lookAt(ferry.url);
  const { day } = page.state().clock;
  const moving = page.ask('clock', { to: new Date(Date.now() + 390 * 86_400_000).toISOString().slice(0, 10) });
  await page.until(({ clock }) => clock.day > day);
  expect(await ferry.stop()).toEqual({ code: 0, signal: null });
  // It was answered, where it stood.
  expect(await moving).toEqual({});
  expect(ferry.output()).not.toMatch(/"level":[456]0/);
  expect(readdirSync(folder()).sort()).toEqual(['conversations.jsonl', 'state.json']);
});

it('is not held up, nor ended, by pages that take nothing in', async () => {
  const ferry = await start();
  const stalled = () => {
    const asked = request(`${ferry.url}/playground/events`, (response) => void response.pause());
    asked.on('error', () => undefined).end();
    onTestFinished(() => void asked.destroy());
  };
  for (let page = 0; page < 5; page++) stalled();
  const page = await lookAt(ferry.url);
  for (const language of ['fr', 'es', 'fr', 'es', 'fr', 'en']) await page.ask('language', { language });
  const others = await Promise.all(Array.from({ length: 25 }, () => lookAt(ferry.url)));
  const last = others.at(-1);
  expect(await last?.say('/csp list')).toContain('Migrations');
  expect(await ferry.stop()).toEqual({ code: 0, signal: null });
});

it('does not start from a clock that was edited beyond all bounds, but from the real one', async () => {
  const first = await start();
  await (await lookAt(first.url)).ask('clock', { to: 'day' });
  await first.stop();
  const file = join(folder(), 'state.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"ahead":\d+/, '"ahead":6000000000000000'));
  expect((await runMain(['store', 'adopt', '--data', folder()], { cwd, env: {} })).code).toBe(0);
  const page = await lookAt((await start()).url);
  expect(Math.abs(page.state().clock.now - Date.now())).toBeLessThan(86_400_000);
});
