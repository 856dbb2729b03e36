import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createHeartbeat } from '../../src/jobs/heartbeat.js';
import type { JobLog } from '../../src/jobs/log.js';

/** What is logged, a line each. */
function aLog(): { log: JobLog; lines: string[] } {
  const lines: string[] = [];
  const log: JobLog = {
    problem: (facts, text) => lines.push([text, ...Object.values(facts)].join(': ')),
    fault: (error, text) => lines.push(`fault: ${text}: ${error}`),
  };
  return { log, lines };
}

type Answer = (response: ServerResponse) => void;

/** A watcher on loopback that notes what it is asked; its address holds a secret. */
async function aWatcher() {
  const requests: string[] = [];
  const watcher = { requests, answer: ((response) => response.end('OK')) as Answer, url: '', stop: async () => {} };
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    watcher.answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  watcher.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/swordfish?key=swordfish`;
  watcher.stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(() => watcher.stop());
  return watcher;
}

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end('swordfish');

it('asks nobody when no URL is set', async () => {
  const { log, lines } = aLog();
  await createHeartbeat(undefined, log)();
  expect(lines).toEqual([]);
});

it('asks for the URL each time, and logs nothing while that is taken', async () => {
  const watcher = await aWatcher();
  const { log, lines } = aLog();
  const beat = createHeartbeat(watcher.url, log);
  await beat();
  watcher.answer = status(204);
  await beat();
  expect(watcher.requests).toEqual(Array(2).fill('GET /ping/swordfish?key=swordfish'));
  expect(lines).toEqual([]);
});

it('logs an outage once, by its first reason, and its end once', async () => {
  const watcher = await aWatcher();
  const { log, lines } = aLog();
  const beat = createHeartbeat(watcher.url, log);
  for (const answer of [status(503), status(404), status(503)]) {
    watcher.answer = answer;
    await beat();
  }
  watcher.answer = status(200);
  await beat();
  await beat();
  watcher.answer = status(400);
  await beat();
  expect(lines).toEqual([
    'the heartbeat was not taken: http_503',
    'the heartbeat is taken again',
    'the heartbeat was not taken: http_400',
  ]);
  expect(watcher.requests).toHaveLength(6);
});

it('does not follow a redirect, and does not count it as taken', async () => {
  const watcher = await aWatcher();
  const { log, lines } = aLog();
  watcher.answer = status(302, { location: '/elsewhere/swordfish' });
  await createHeartbeat(watcher.url, log)();
  expect(watcher.requests).toHaveLength(1);
  expect(lines).toEqual(['the heartbeat was not taken: http_302']);
});

it('logs a watcher that cannot be reached by the code alone', async () => {
  const watcher = await aWatcher();
  await watcher.stop();
  const { log, lines } = aLog();
  await createHeartbeat(watcher.url, log)();
  expect(lines).toEqual(['the heartbeat was not taken: ECONNREFUSED']);
});

it('gives up a watcher that does not answer', async () => {
  const watcher = await aWatcher();
  watcher.answer = () => undefined;
  const { log, lines } = aLog();
  await createHeartbeat(watcher.url, log, 50)();
  expect(lines).toEqual(['the heartbeat was not taken: TimeoutError']);
});

it('goes by the status of an answer that does not end, or breaks off', async () => {
  const watcher = await aWatcher();
  const { log, lines } = aLog();
  const beat = createHeartbeat(watcher.url, log, 300_000);
  const hungUp = new Promise<void>((resolve) => {
    watcher.answer = (response) => response.writeHead(200).on('close', resolve).write('swordfish');
  });
  await beat();
  await hungUp;
  watcher.answer = (response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('swordfish', () => response.destroy());
  };
  await beat();
  expect(lines).toEqual([]);
});

it('has one under way at a time', async () => {
  const watcher = await aWatcher();
  const { log } = aLog();
  const beat = createHeartbeat(watcher.url, log);
  const held = new Promise<ServerResponse>((resolve) => {
    watcher.answer = resolve;
  });
  const [first, second] = [beat(), beat()];
  (await held).end('OK');
  await Promise.all([first, second]);
  expect(watcher.requests).toHaveLength(1);
  watcher.answer = status(200);
  await beat();
  expect(watcher.requests).toHaveLength(2);
});

it.each([
  ['what is no URL', 'swordfish', /: ERR_INVALID_URL$/],
  ['a URL with a password, which fetch refuses', 'http://ferry:swordfish@127.0.0.1:9/', /: TypeError$/],
  ['a scheme that is not known', 'gopher://127.0.0.1/swordfish', /: \w+$/],
])('never throws, and never logs the URL: %s', async (_, url, reason) => {
  const { log, lines } = aLog();
  await createHeartbeat(url, log)();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(reason);
  expect(lines[0]).not.toContain('swordfish');
});
