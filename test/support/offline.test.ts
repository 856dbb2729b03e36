import { createSocket } from 'node:dgram';
import { lookup, promises as names } from 'node:dns';
import { get as getOverTls } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { isLoopback, takeRefused } from './offline.js';

// 203.0.113.0/24 is reserved for documentation: nothing answers there even if the guard is broken.
const ABROAD = '203.0.113.7';

function failureOf(start: (done: (error: Error) => void) => unknown): Promise<Error> {
  return new Promise((resolve) => start(resolve));
}

it('refuses a socket to another machine', async () => {
  const error = await failureOf((done) => connect(443, ABROAD).on('error', done));
  expect(error.message).toBe(`Tests are offline: refused to reach ${ABROAD}:443`);
  expect(takeRefused()).toEqual([`${ABROAD}:443`]);
});

it('refuses fetch and https by name, before the name is looked up', async () => {
  await expect(fetch('https://contoso.example/')).rejects.toThrow('fetch failed');
  await failureOf((done) => getOverTls('https://contoso.example/').on('error', done));
  expect(takeRefused()).toEqual(['contoso.example:443', 'contoso.example:443']);
});

it('refuses name lookups, with callbacks and with promises', async () => {
  await failureOf((done) => lookup('contoso.example', (error) => done(error as Error)));
  await expect(names.lookup('contoso.example')).rejects.toThrow('Tests are offline');
  await expect(names.resolveTxt('contoso.example')).rejects.toThrow('Tests are offline');
  expect(takeRefused()).toEqual(Array(3).fill('contoso.example (name lookup)'));
});

it('refuses datagrams to another machine', () => {
  const socket = createSocket('udp4');
  expect(() => socket.send('x', 53, ABROAD)).toThrow('Tests are offline');
  socket.close();
  expect(takeRefused()).toEqual([`${ABROAD} (datagram)`]);
});

it.fails('fails the test that tried, even if the refusal was swallowed', async () => {
  await fetch(`http://${ABROAD}/`).catch(() => undefined);
});

it('lets loopback through, by address and by name', async () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(204);
  await expect(names.lookup('localhost')).resolves.toBeDefined();
  server.close();
  expect(takeRefused()).toEqual([]);
});

it.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['localhost', true],
  [undefined, true],
  ['127.0.0.1.contoso.example', false],
  ['localhost.contoso.example', false],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['169.254.169.254', false],
])('knows whether %s stays on this machine', (host, stays) => {
  expect(isLoopback(host)).toBe(stays);
});
