import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findForbidden, type Kind } from './support/forbidden.js';

// What the README's tree promises and neither types, Biome nor dependency-cruiser can see.

const root = join(import.meta.dirname, '..');

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** `file:line text` of every forbidden use in the TypeScript files that the pattern picks. */
function usesOf(kind: Kind, where: RegExp): string[] {
  const files = filesUnder('src').filter((file) => file.endsWith('.ts') && where.test(file));
  return files.flatMap((file) =>
    findForbidden(file, readFileSync(join(root, file), 'utf8'))
      .filter((find) => find.kind === kind)
      .map((find) => `${file}:${find.line} ${find.text}`),
  );
}

const EVERYWHERE_BUT_MAIN = /^src\/(?!main\.ts$)/;

it('reads the wall clock in main.ts alone', () => {
  expect(usesOf('wall clock', EVERYWHERE_BUT_MAIN)).toEqual([]);
});

it('reads the environment in main.ts alone', () => {
  expect(usesOf('environment', EVERYWHERE_BUT_MAIN)).toEqual([]);
});

it('waits by the Clock port wherever a test or the playground moves the clock', () => {
  expect(usesOf('timer', /^src\/(domain|services|messages|commands|jobs)\//)).toEqual([]);
});

it('decides and words purely', () => {
  expect(usesOf('impure', /^src\/(domain|messages)\//)).toEqual([]);
});

it('names files in kebab-case, and locales as languages are named', () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
  const language = /^(src\/messages\/locales|test\/platforms\/golden)\/[a-z]{2}(-[A-Z]{2})?(?=[./])/;
  const files = ['src', 'test', 'scripts'].flatMap(filesUnder).map((file) => file.replace(language, 'language'));
  expect(files.filter((file) => !file.split('/').every((part) => kebab.test(part)))).toEqual([]);
});

it('names files for what they hold', () => {
  const vague = /^(utils?|helpers?|commons?|managers?|misc|impl|stuff)$/;
  const files = ['src', 'test', 'scripts'].flatMap(filesUnder);
  expect(files.filter((file) => file.split(/[/.-]/).some((word) => vague.test(word)))).toEqual([]);
});

it('names types for what they are: no I…, no …Impl, no …Manager', () => {
  const named = /\b(?:class|interface|type|enum)\s+(I[A-Z][a-z]\w*|\w+(?:Impl|Manager|Helper|Utils?))\b/g;
  const found = filesUnder('src').flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(named)].map((match) => `${basename(file)}: ${match[1]}`),
  );
  expect(found).toEqual([]);
});

describe('the search for forbidden uses', () => {
  it.each<[string, Kind]>([
    ['Date.now()', 'wall clock'],
    ["Date['now']()", 'wall clock'],
    ['globalThis.Date.now()', 'wall clock'],
    ['new Date()', 'wall clock'],
    ['new Date', 'wall clock'],
    ['Date()', 'wall clock'],
    ['const { now } = Date', 'wall clock'],
    ['make(Date)', 'wall clock'],
    ['Temporal.Now.instant()', 'wall clock'],
    ['const { Now } = Temporal', 'wall clock'],
    ['performance.now()', 'wall clock'],
    ['process.hrtime.bigint()', 'wall clock'],
    ["import { performance } from 'node:perf_hooks'", 'wall clock'],
    ['process.env.HOME', 'environment'],
    ["process['env']", 'environment'],
    ['globalThis.process.env', 'environment'],
    ['const { env } = process', 'environment'],
    ["import { env } from 'node:process'", 'environment'],
    ['setTimeout(go, 10)', 'timer'],
    ['globalThis.setInterval(go, 10)', 'timer'],
    ["import { setTimeout as sleep } from 'node:timers/promises'", 'timer'],
    ['Math.random()', 'impure'],
    ['crypto.randomUUID()', 'impure'],
    ['fetch(url)', 'impure'],
  ])('finds %s', (source, kind) => {
    expect(findForbidden('sample.ts', source).map((find) => find.kind)).toContain(kind);
  });

  it.each([
    'new Date(2027, 0, 31)',
    'Date.UTC(2027, 0, 31)',
    'Date.parse(text)',
    'value instanceof Date',
    'let due: Date | undefined',
    'Temporal.Instant.fromEpochMilliseconds(now)',
    "import { Temporal } from 'temporal-polyfill'",
    'let day: Temporal.PlainDate',
    '// Date.now() would lie here',
    "say('new Date()')",
    'clock.now()',
    'order.process.env',
    'const settings = { performance: 1, env: 2 }',
    'Math.max(1, 2)',
  ])('passes %s', (source) => {
    expect(findForbidden('sample.ts', source)).toEqual([]);
  });
});
