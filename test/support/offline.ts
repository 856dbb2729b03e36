import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { afterAll, afterEach } from 'vitest';

/**
 * Tests talk to loopback only. This runs before each test file: a connection or a name lookup that would leave the machine
 * is refused, and the test that tried fails, even if the code under test swallowed the refusal. It does not reach into
 * processes that a test starts.
 */
const attempts: string[] = [];

class OfflineError extends Error {
  readonly code = 'ENETUNREACH';

  constructor(target: string) {
    super(`Tests are offline: refused to reach ${target}`);
  }
}

/** What was refused since the last call, such as `slack.com:443`; whoever takes it answers for it. */
export function takeRefused(): readonly string[] {
  return attempts.splice(0);
}

/** Whether a host name or address stays on this machine. No name (Node's default) means localhost. */
export function isLoopback(host: string | undefined): boolean {
  const name = (host ?? '').toLowerCase().replace(/^\[|\]$/g, '');
  if (name === '' || name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(name);
}

function refuse(target: string): OfflineError {
  attempts.push(target);
  return new OfflineError(target);
}

type Callable = (...args: unknown[]) => unknown;

/** Puts `guard` before a method; patched once per process, since without isolation several test files share it. */
function guardMethod(
  owner: object,
  name: string,
  guard: (self: unknown, original: Callable, args: unknown[]) => unknown,
): void {
  const original = Reflect.get(owner, name) as Callable & { guarded?: true };
  if (original.guarded) return;
  const guarded = Object.assign(
    function (this: unknown, ...args: unknown[]) {
      return guard(this, original, args);
    },
    original, // util.promisify's own property among them
    { guarded: true },
  );
  Reflect.set(owner, name, guarded);
}

interface Target {
  readonly host?: string;
  readonly port?: string | number;
  /** A local socket; null from node:https, which means none. */
  readonly path?: string | null;
}

/** `connect(options)`, `connect(port, host)`, `connect(path)`, and the normalised list that node:net passes on itself. */
function targetOf(args: readonly unknown[]): Target {
  const [first, second] = args;
  if (Array.isArray(first)) return targetOf(first);
  if (typeof first === 'object' && first !== null) return first as Target;
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { path: first };
  return { port: first as string | number, ...(typeof second === 'string' ? { host: second } : {}) };
}

guardMethod(net.Socket.prototype, 'connect', (self, original, args) => {
  const { host, port, path } = targetOf(args);
  if (typeof path === 'string' || isLoopback(host)) return original.apply(self, args);
  const error = refuse(`${host}:${port}`);
  // As late as a real refusal: fetch attaches its listener after this call.
  setImmediate(() => (self as net.Socket).destroy(error));
  return Object.assign(self as object, { connecting: true }); // else a write complains first, of a closed socket
});

guardMethod(dgram.Socket.prototype, 'send', (self, original, args) => {
  const host = args.slice(1).find((arg) => typeof arg === 'string');
  if (isLoopback(host)) return original.apply(self, args);
  throw refuse(`${host} (datagram)`);
});

const lookups = [
  'lookup',
  'lookupService',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCname',
  'resolveMx',
];
const moreLookups = ['resolveNaptr', 'resolveNs', 'resolvePtr', 'resolveSoa', 'resolveSrv', 'resolveTxt', 'reverse'];
for (const name of [...lookups, ...moreLookups]) {
  for (const owner of [dns, dns.Resolver.prototype]) {
    if (!(name in owner)) continue;
    guardMethod(owner, name, (self, original, args) => {
      const host = args[0] as string;
      if (isLoopback(host)) return original.apply(self, args);
      const error = refuse(`${host} (name lookup)`);
      const done = args.at(-1);
      if (typeof done !== 'function') throw error;
      process.nextTick(() => done(error));
      return undefined;
    });
  }
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
    if (!(name in owner)) continue;
    guardMethod(owner, name, (self, original, args) => {
      const host = args[0] as string;
      return isLoopback(host) ? original.apply(self, args) : Promise.reject(refuse(`${host} (name lookup)`));
    });
  }
}
syncBuiltinESMExports();

function failIfRefused(): void {
  const refused = takeRefused();
  if (refused.length > 0) throw new OfflineError(refused.join(', '));
}
afterEach(failIfRefused);
afterAll(failIfRefused);
