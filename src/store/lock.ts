import { createHash } from 'node:crypto';
import { mkdirSync, statSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Another process keeps this folder's state. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/**
 * Takes the folder for this process and answers what gives it back. The lock is a listening socket, which the kernel
 * closes even after kill -9: on Linux an abstract one, elsewhere a file in the temp folder (a path of over 104 bytes
 * would be cut silently, hence the hash). It does not guard a volume that two hosts share.
 */
export async function lock(folder: string): Promise<() => Promise<void>> {
  // Made absolute, which throws where the working folder was removed: there mkdir would try for ever.
  mkdirSync(resolve(folder), { recursive: true, mode: 0o700 });
  const path = addressOf(folder);
  const server = (await listen(path)) ?? (await clearStale(path));
  if (!server) throw new LockedError(folder);
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Whether a process keeps the folder, which is there. It only asks: to take the lock for an instant would turn away who starts in it. */
export function isLocked(folder: string): Promise<boolean> {
  return answers(addressOf(folder));
}

function addressOf(folder: string): string {
  const { dev, ino } = statSync(folder);
  const name = `ferry-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`;
  return process.platform === 'linux' ? `\0${name}` : socketPath(name);
}

function socketPath(name: string): string {
  return process.platform === 'win32' ? join('\\\\.\\pipe', name) : join(tmpdir(), `${name}.sock`);
}

function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}

/** A socket file outlives a process that was killed; nobody answers there. */
async function clearStale(path: string): Promise<Server | undefined> {
  if (process.platform === 'linux' || process.platform === 'win32' || (await answers(path))) return undefined;
  unlinkSync(path);
  return listen(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
