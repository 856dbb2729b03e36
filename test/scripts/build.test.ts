import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'ferry-build-'));
  const page = 'src/platforms/playground/page';
  for (const file of [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'scripts/build.mjs',
    `${page}/tsconfig.json`,
  ])
    cpSync(join(repository, file), join(project, file));
  symlinkSync(join(repository, 'node_modules'), join(project, 'node_modules'));
  write('src/main.ts', "process.stdout.write('first');");
  write(`${page}/main.tsx`, "import './app.css';\ndocument.title = 'first page';");
  write(`${page}/app.css`, 'body { margin: 0; }');
  write(`${page}/icon.svg`, '<svg xmlns="http://www.w3.org/2000/svg"/>');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(file: string, content: string): void {
  mkdirSync(join(project, file, '..'), { recursive: true });
  writeFileSync(join(project, file), content);
}

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: project }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const build = (...args: string[]) => run('scripts/build.mjs', ...args);
const start = async () => (await run('dist/main.js')).stdout;

it('builds when dist is missing or its sources changed, and else says nothing at all', async () => {
  expect(await build('--if-stale')).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('building') });
  expect(await start()).toBe('first');
  expect(await build('--if-stale')).toEqual({ code: 0, stdout: '', stderr: '' });
  write('src/main.ts', "process.stdout.write('second');");
  expect(await build('--if-stale')).toMatchObject({ code: 0, stdout: '' });
  expect(await start()).toBe('second');
});

it('drops from dist what left src, and carries the catalogues along', async () => {
  write('src/old/gone.ts', 'export const gone = 1;');
  write('src/messages/locales/en.json', '{"hello":"Hello"}');
  await build();
  expect(existsSync(join(project, 'dist/old/gone.js'))).toBe(true);
  rmSync(join(project, 'src/old'), { recursive: true });
  await build('--if-stale');
  expect(readdirSync(join(project, 'dist')).sort()).toEqual([
    '.built-from',
    'main.js',
    'main.js.map',
    'messages',
    'platforms',
  ]);
  expect(readdirSync(join(project, 'dist/messages/locales'))).toEqual(['en.json']);
});

it('bundles the playground’s page, with the licences of what is in it', async () => {
  await build();
  const page = (file: string) => readFileSync(join(project, 'dist/platforms/playground/page', file), 'utf8');
  expect(page('app.js')).toContain('first page');
  expect(page('app.css')).toContain('margin:0');
  expect(page('licences.txt')).toMatch(/preact:.*MIT.*adaptivecards:.*MIT/s);
  expect(readdirSync(join(project, 'dist/platforms/playground/page')).sort()).toEqual([
    'app.css',
    'app.js',
    'icon.svg',
    'licences.txt',
  ]);
  write('src/platforms/playground/page/main.tsx', "import './nothing.js';");
  expect(await build('--if-stale')).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing.js') });
  expect(page('app.js')).toContain('first page');
});

it('leaves dist as it was when the sources do not compile', async () => {
  await build();
  write('src/main.ts', 'export const seats: number = "many";');
  expect(await build('--if-stale')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('TS2322') });
  expect(await start()).toBe('first');
});

it('lets several starts build at once', async () => {
  const starts = Array.from({ length: 3 }, async () => {
    expect((await build('--if-stale')).code).toBe(0);
    return start();
  });
  expect(await Promise.all(starts)).toEqual(['first', 'first', 'first']);
  expect(readdirSync(project).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('without TypeScript runs what is there, with a warning, and says what to do when nothing is', async () => {
  await build();
  rmSync(join(project, 'node_modules'));
  expect(await build('--if-stale')).toEqual({ code: 0, stdout: '', stderr: '' });
  write('src/main.ts', "process.stdout.write('second');");
  const stale = await build('--if-stale');
  expect(stale).toMatchObject({ code: 0, stdout: '' });
  expect(stale.stderr.trim().split('\n')).toEqual([expect.stringContaining('built from other sources')]);
  rmSync(join(project, 'dist'), { recursive: true });
  expect(await build('--if-stale')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('npm ci') });
});
