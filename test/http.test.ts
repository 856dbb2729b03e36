import { request } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import express, { Router } from 'express';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Health, type Http, serve } from '../src/http.js';

/** Less than the time after which closing, or a client of fetch, gives a connection up: waiting in vain fails the test. */
const SOON_MS = 3_000;

let http: Http;
let health: Health;
/** Faults that were reported, as text. */
let reported: string[];
/** Sends the answer to the request to /slow that is waiting. */
let release: (() => void) | undefined;
let closing: Promise<void> | undefined;

beforeEach(async () => {
  health = { ok: true, version: '1.2.3' };
  [reported, release, closing] = [[], undefined, undefined];
  http = await open('127.0.0.1');
});
afterEach(() => close());

const close = () => (closing ??= http.close());

function open(host: string): Promise<Http> {
  const routes = Router();
  routes.get('/slow', (_request, response) => {
    release = () => response.send('done at last');
  });
  routes.get('/fault', () => {
    throw new Error('a secret of the inside');
  });
  routes.get('/late-fault', (_request, response) => {
    response.write('begun');
    throw new Error('a secret of the inside');
  });
  routes.get('/rejected', () => Promise.reject(new Error('a secret of the inside')));
  routes.post('/json', express.json({ limit: 100 }), (_request, response) => void response.send('read'));
  return serve({
    host,
    port: 0,
    routes: [routes],
    health: () => health,
    report: (error, what) => {
      reported.push(`${what}: ${error instanceof Error ? error.message : error}`);
      return 'reference';
    },
  });
}

const get = (path: string) => fetch(`${http.url}${path}`);

async function text(response: Promise<Response>): Promise<[number, string]> {
  const { status, text } = await response.then(async (one) => ({ status: one.status, text: await one.text() }));
  return [status, text];
}

describe('the server', () => {
  it('says that it is well, and 503 when it is not', async () => {
    const well = await get('/healthz');
    expect([well.status, await well.json()]).toEqual([200, { ok: true, version: '1.2.3' }]);
    health = { ok: false };
    const unwell = await get('/healthz');
    expect([unwell.status, await unwell.json()]).toEqual([503, { ok: false }]);
  });

  it('takes the port that is free when asked for 0, and names it', async () => {
    expect(http.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
  });

  it('fails to start on a port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const start = serve({ host: '127.0.0.1', port, routes: [], health: () => health, report: () => '' });
    await expect(start).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('answers 404 to what nobody mounted, without saying what it runs on', async () => {
    const response = await get('/slack/events');
    expect([response.status, await response.text()]).toEqual([404, 'Not found']);
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['/fault', '/rejected'])('tells of a fault on %s to the log alone', async (path) => {
    expect(await text(get(path))).toEqual([500, 'Something went wrong']);
    expect(reported).toEqual(['a request failed: a secret of the inside']);
  });

  it('breaks off an answer that failed half-way', async () => {
    await expect(text(get('/late-fault'))).rejects.toThrow();
    expect(reported).toEqual(['a request failed: a secret of the inside']);
    expect((await get('/healthz')).status).toBe(200);
  });

  it.each([
    ['no JSON', '{"a":', 400],
    ['deeper than can be read', '['.repeat(99), 400],
    ['too large', `"${'x'.repeat(200)}"`, 413],
  ])('answers a body that is %s with its plain status', async (_, body, status) => {
    const headers = { 'content-type': 'application/json' };
    expect(await text(fetch(`${http.url}/json`, { method: 'POST', headers, body }))).toEqual([status, 'Bad request']);
    expect(reported).toEqual([]);
  });

  it.each(['/%zz', '/../../etc/passwd', '//healthz', '*'])('answers 404 to %s', async (path) => {
    const { port } = new URL(http.url);
    const answered = new Promise<number | undefined>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(await answered).toBe(404);
  });
});

describe('closing', () => {
  async function open(says: string): Promise<Socket> {
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined).resume();
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    await new Promise<unknown>((resolve) => socket.write(says, resolve));
    return socket;
  }

  it.each([
    ['says nothing', ''],
    ['says half a request', 'GET /healthz HTTP/1.1\r\nHo'],
    ['keeps its connection for later', 'GET /healthz HTTP/1.1\r\nHost: ferry\r\n\r\n'],
  ])(
    'does not wait for a client that %s',
    async (_, says) => {
      const socket = await open(says);
      await get('/healthz'); // by now the server has met the other one
      const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      await close();
      await ended;
    },
    SOON_MS,
  );

  it('waits a few seconds, no longer, for a body that never comes', async () => {
    await open('POST /json HTTP/1.1\r\nHost: ferry\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{');
    await get('/healthz');
    await close();
  });

  it(
    'lets the request under way end, and takes no other',
    async () => {
      const slow = text(get('/slow'));
      await vi.waitFor(() => expect(release).toBeDefined());
      let closed = false;
      const done = close().then(() => {
        closed = true;
      });
      await expect(get('/healthz')).rejects.toThrow();
      expect(closed).toBe(false);
      release?.();
      expect(await slow).toEqual([200, 'done at last']);
      await done;
    },
    SOON_MS,
  );
});
