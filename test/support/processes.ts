import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
/** A start on a busy machine: Node, the SDKs, the platforms' first calls. */
const START_MS = 20_000;

/** How a process ended: one of the two is null. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Ferry as a process of its own. */
export interface Ferry {
  readonly url: string;
  readonly exit: Promise<Exit>;
  /** Everything written so far on both outputs, in the order in which it came. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<Exit>;
}

export interface FerryOptions {
  /** All that the process sees of an environment, besides PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** Holds `.env`, and `data` unless DATA_DIR says otherwise. */
  readonly cwd: string;
}

/** A server process that ended; `run` waits for it. */
export interface Run extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions extends FerryOptions {
  /** Written to the standard input, which then ends. */
  readonly input?: string | Buffer;
  /** Runs the process as this user; only root may ask for another one. */
  readonly uid?: number;
  /** Limits the files it writes to this many bytes, a multiple of 512: what lies beyond is refused as on a full disk. */
  readonly fileBytes?: number;
}

/** Starts the server and waits until it listens; rejects with its output when it ends before. */
export async function startFerry({ env, cwd }: FerryOptions): Promise<Ferry> {
  const child = spawn(process.execPath, [MAIN], { env: surroundings(env), cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = ending(child);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return exit;
  };
  let output = '';
  const url = new Promise<string>((resolve, reject) => {
    const tooSlow = setTimeout(() => reject(new Error(`Ferry does not listen:\n${output}`)), START_MS);
    const listen = (chunk: string) => {
      output += chunk;
      const line = output.split('\n').find((one) => one.includes('"Ferry is running"') && one.endsWith('}'));
      if (line !== undefined) resolve((JSON.parse(line) as { url: string }).url);
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    void exit.then(({ code, signal }) => reject(new Error(`Ferry ended (${code ?? signal}):\n${output}`)));
    void exit.then(() => clearTimeout(tooSlow));
  });
  return { url: await url, exit, output: () => output, stop };
}

/** Starts a server that is expected to end by itself. */
export function run(options: RunOptions): Promise<Run> {
  return runMain([], options);
}

/** Talks to the terminal bot through a pipe: `input` is what is typed, and its end the end of the conversation. */
export function chat(input: string | readonly string[], options: RunOptions): Promise<Run> {
  return runMain(['chat'], { ...options, input: typeof input === 'string' ? input : `${input.join('\n')}\n` });
}

/** `node dist/main.js <args>` to its end. */
export async function runMain(args: readonly string[], options: RunOptions): Promise<Run> {
  const { env, cwd, input, uid, fileBytes } = options;
  const node = [process.execPath, MAIN, ...args];
  const command = fileBytes === undefined ? node : ['/bin/sh', '-c', LIMITED, 'sh', String(fileBytes / 512), ...node];
  const [file = '', ...rest] = command;
  const user = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(file, rest, { env: surroundings(env), cwd, ...user });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  // A process that ends before it has read everything is judged by its exit code, not by its closed pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  return { ...(await ending(child)), stdout, stderr };
}

/** POSIX counts in blocks of 512 bytes. */
const LIMITED = 'ulimit -f "$1"; shift; exec "$@"';

/** Nothing of the tests' own environment, so that a variable set there changes nothing here. */
function surroundings(env: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', ...env };
}

/** Those still running, each with its end. */
const running = new Map<ChildProcess, Promise<Exit>>();

/** Kills what a test has left running and waits for its end, so that its folder can go. For afterEach. */
export async function stopProcesses(): Promise<void> {
  for (const child of running.keys()) child.kill('SIGKILL');
  await Promise.all(running.values());
}

function ending(child: ChildProcess): Promise<Exit> {
  const exit = closing(child).finally(() => running.delete(child));
  running.set(child, exit);
  return exit;
}

async function closing(child: ChildProcess): Promise<Exit> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal };
}
