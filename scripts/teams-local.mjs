// `npm run teams:local`: Ferry beside Microsoft's local client for Teams, without any account. Authentication is off, so all
// of it stays on 127.0.0.1. What is entered is kept in data/teams-local, apart from everything else. Ctrl+C ends both.
//
// The client is no dependency: its licence lets a developer use it, not pass it on. npx fetches it, at a fixed version.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLIENT = '@microsoft/m365agentsplayground@0.2.28';
const BOT_PORT = process.env.PORT ?? '3978';
const CLIENT_PORT = process.env.CLIENT_PORT ?? '56150';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const folder = join(root, 'data', 'teams-local');
const windows = process.platform === 'win32';
const running = new Set();
let stopping = false;

mkdirSync(folder, { recursive: true });
// In a folder of its own no .env is read: what is configured for real stays out of a trial.
const inherited = Object.entries(process.env).filter(([name]) => !/^(SLACK|BOT|TEAMS)_|^DATA_DIR$|^HOST$/.test(name));
const env = {
  ...Object.fromEntries(inherited),
  PORT: BOT_PORT,
  HOST: '127.0.0.1',
  TEAMS_LOCAL: 'true',
  DATA_DIR: folder,
};
const ferry = start(process.execPath, [join(root, 'dist', 'main.js')], { cwd: folder, env });
ferry.on('exit', (code) => {
  if (!stopping) stop(code ?? 1, 'Ferry has ended; what it said stands above.');
});

const endpoint = `http://127.0.0.1:${BOT_PORT}/api/messages`;
const client = start(
  windows ? 'npx.cmd' : 'npx',
  ['--yes', CLIENT, 'start', '-e', endpoint, '-c', 'msteams', '-p', CLIENT_PORT, '--disable-telemetry'],
  { cwd: folder, env: { ...env, BROWSER: 'none' }, shell: windows },
);
client.on('error', () => stop(1, 'npx was not found: it comes with npm, which this needs.'));
client.on('exit', (code) => {
  if (stopping) return;
  stop(
    code || 1,
    `Microsoft's local client did not start. npx fetches ${CLIENT} the first time: is the package registry reachable, and is port ${CLIENT_PORT} free?`,
  );
});

console.log(`Ferry listens on ${endpoint}. Open http://127.0.0.1:${CLIENT_PORT} once the client has started.`);
console.log(
  'It shows a personal chat, a group chat and a channel. It opens no dialogs: type the commands. Ctrl+C ends both.',
);

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0));

function start(command, args, options) {
  // A group of its own, so that what npx starts ends with it.
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: !windows, ...options });
  running.add(child);
  child.on('exit', () => {
    running.delete(child);
    if (stopping && running.size === 0) process.exit();
  });
  return child;
}

function stop(code, why) {
  if (stopping) return;
  stopping = true;
  process.exitCode = code;
  if (why !== undefined) console.error(why);
  for (const child of running) end(child);
  if (running.size === 0) process.exit();
}

function end(child) {
  try {
    if (windows) child.kill();
    else process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
