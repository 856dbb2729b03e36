import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Temporal } from 'temporal-polyfill';
import { expect, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.js';
import { serve } from '../../src/http.js';
import type { Asks, Drawing, Entry, Event, Reply, State } from '../../src/platforms/playground/protocol.js';
import { startPlayground } from '../../src/playground.js';
import type { Clock } from '../../src/services/ports.js';
import { openTestStore } from './store.js';

/** A Friday, ten in the morning in Berlin. */
const FRIDAY = '2026-11-20T09:00:00Z';

/** A page that looks on: what it has been told so far. */
export interface Page {
  state(): State;
  entries(): readonly Entry[];
  /** Entries in the channel that a person may see, from the first to the last, as plain text. */
  texts(as?: string): string[];
  ask<N extends keyof Asks>(name: N, body: Asks[N]): Promise<Reply & Drawing>;
  /** Says a line in the channel, as Maria in Slack unless told otherwise, and answers what Ferry said to it. */
  say(text: string, how?: Partial<Asks['say']>): Promise<string>;
  /** Resolves when the state is as wanted. */
  until(isSo: (state: State) => boolean): Promise<State>;
}

export interface PlayedPage extends Page {
  readonly url: string;
  readonly folder: string;
  stop(): Promise<void>;
}

export interface PlaygroundOptions {
  readonly dataDir?: string;
  readonly environment?: Record<string, string>;
  /** Where the real clock stands when it begins; it goes on by itself. */
  readonly now?: string;
  readonly with?: 'samples' | 'empty';
  /** Called before the store is opened; what it throws is the disk's fault. */
  readonly opens?: () => void;
  /** So many faults are logged. */
  readonly faults?: number;
}

/** The real playground over HTTP on this machine, with a page that looks on. */
export async function playground(options: PlaygroundOptions = {}): Promise<PlayedPage> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'ferry-play-'));
  const config = readConfig({ TIME_ZONE: 'Europe/Berlin', ...options.environment, DATA_DIR: dataDir });
  const begun = performance.now();
  const start = Temporal.Instant.from(options.now ?? FRIDAY);
  const clock: Clock = {
    now: () => start.add({ milliseconds: Math.floor(performance.now() - begun) }),
    after: (ms, run) => {
      const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
      return () => clearTimeout(timer);
    },
    turn: () => new Promise((resolve) => setImmediate(resolve)),
  };
  const faults: unknown[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void faults.push(line) });
  const open = async (folder: string, onWritten: (lines: string) => void) => {
    options.opens?.();
    return openTestStore(folder, { now: () => clock.now().epochMilliseconds, onWritten });
  };
  const played = await startPlayground({ config, clock, log, version: '0.0.0', open });
  const report = (error: unknown) => {
    faults.push(error);
    return '';
  };
  const http = await serve({
    host: '127.0.0.1',
    port: 0,
    routes: [played.playground.routes],
    health: () => ({ ok: true }),
    report,
  });
  let isRunning = true;
  const stop = async () => {
    if (!isRunning) return;
    isRunning = false;
    played.playground.leave();
    await http.close();
    await played.stop();
  };
  onTestFinished(async () => {
    await stop();
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    expect(faults.length, String(faults)).toBe(options.faults ?? 0);
  });
  const page = await lookAt(http.url);
  if (options.with === 'empty') {
    await page.ask('restart', { with: 'empty' });
    await page.until(({ customers }) => customers.length === 0);
  }
  return { ...page, url: http.url, folder: join(dataDir, 'playground'), stop };
}

/** Opens the stream as a page does, and keeps what it tells. */
export async function lookAt(url: string): Promise<Page> {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const response = await fetch(`${url}/playground/events`, { signal: leaving.signal });
  const entries = new Map<string, Entry>();
  let [state, isTold]: [State?, boolean?] = [];
  const take = (event: Event) => {
    if (event.kind === 'state') state = event.state;
    if (event.kind === 'entries') {
      entries.clear();
      isTold = true;
    }
    for (const entry of event.kind === 'entries' ? event.entries : event.kind === 'entry' ? [event.entry] : []) {
      entries.set(entry.id, entry);
    }
  };
  const reading = read(response, take).catch(() => undefined);
  const now = () => {
    if (!state) throw new Error('the stream has told nothing yet');
    return state;
  };
  await expect.poll(() => state !== undefined && isTold, { interval: 5 }).toBe(true);
  const ask = async <N extends keyof Asks>(name: N, body: Asks[N]) => {
    const answer = await fetch(`${url}/playground/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Reply & Drawing;
  };
  void reading;
  const seen = (as = 'maria') =>
    [...entries.values()].filter(({ place, only }) => place === 'channel' && (only === undefined || only === as));
  return {
    state: now,
    entries: () => [...entries.values()],
    texts: (as) => seen(as).map(({ text }) => text),
    ask,
    say: async (text, how) => {
      const known = new Set(entries.keys());
      await ask('say', { as: 'maria', pane: 'slack', place: 'channel', text, ...how });
      const answers = () =>
        [...entries.values()].filter(({ id, by, posted }) => !known.has(id) && by === 'ferry' && !posted);
      await expect.poll(answers, { interval: 5 }).not.toEqual([]);
      return answers()
        .map((entry) => entry.text)
        .join('\n');
    },
    until: async (isSo) => {
      await expect.poll(() => isSo(now()), { interval: 5 }).toBe(true);
      return now();
    },
  };
}

async function read(response: Response, take: (event: Event) => void): Promise<void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true });
    const parts = rest.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (data !== undefined) take(JSON.parse(data) as Event);
    }
  }
}
