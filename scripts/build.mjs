// Compiles src/ into dist/. `--if-stale` does nothing when dist/ was built from these very sources, so that `npm start` and
// `npm run chat` can always ask. Never prints on stdout and never reads stdin: both belong to the program that runs next.
//
// Staleness is a digest of the sources, not of their times: archives, image layers and rsync carry old times, and would
// leave yesterday's dist/ in place after an upgrade.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = '.built-from';
const fresh = `dist.${process.pid}.tmp`;

const digest = digestOfSources();
if (!process.argv.includes('--if-stale') || builtFrom() !== digest) await build();

async function build() {
  const compiler = findCompiler();
  if (compiler === undefined) {
    if (process.argv.includes('--if-stale') && existsSync(join(dist, 'main.js'))) {
      say(
        'dist/ was built from other sources, and TypeScript is not installed to build it anew: running what is there.',
      );
      return;
    }
    say(
      'dist/ cannot be built without TypeScript. Run `npm ci`, then `npm run build`; `npm ci --omit=dev` may follow.',
    );
    process.exit(2);
  }
  removeLeftovers();
  say('building dist/ …');
  const into = join(root, fresh);
  // A full build into a folder of its own: nobody ever runs a half-written dist/, and a failed build leaves the old one.
  const compiled = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.json'), '--outDir', into], {
    stdio: ['ignore', 2, 2],
  });
  const status = compiled.status === 0 ? await bundlePage(into) : compiled.status;
  if (status === 0) replaceDist(into);
  rmSync(into, { recursive: true, force: true });
  if (status !== 0) {
    say('the build failed; dist/ is as it was.');
    process.exit(1);
  }
}

// The playground's page, with all that it needs, so that nothing of it has to be installed where it is only run. Answers 0,
// or 1 when what is wrong has been said.
async function bundlePage(into) {
  const { build: bundle } = await import('esbuild');
  const folder = join('platforms', 'playground', 'page');
  try {
    await bundle({
      entryPoints: { app: join(root, 'src', folder, 'main.tsx'), icon: join(root, 'src', folder, 'icon.svg') },
      loader: { '.svg': 'copy' },
      outdir: join(into, folder),
      tsconfig: join(root, 'src', folder, 'tsconfig.json'),
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      legalComments: 'eof',
      // Its errors come with what is thrown.
      logLevel: 'silent',
    });
    // What is bundled is passed on with its licence.
    const licences = ['preact', 'adaptivecards'].map((name) => [
      `${name}:`,
      readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8'),
    ]);
    writeFileSync(join(into, folder, 'licences.txt'), licences.flat().join('\n'));
    return 0;
  } catch (error) {
    say(error.message);
    return 1;
  }
}

// File by file instead of swapping the folders: a second start that builds the same sources at the same moment then never
// meets a missing file. The stamp goes first and comes last, so that an interrupted replacement counts as stale.
function replaceDist(from) {
  if (builtFrom() === digest && process.argv.includes('--if-stale')) return; // another start was quicker
  rmSync(join(dist, stamp), { force: true });
  const files = filesUnder(from);
  for (const file of files) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    renameSync(join(from, file), join(dist, file));
  }
  const built = new Set(files);
  for (const file of filesUnder(dist)) if (!built.has(file)) removeFile(file);
  writeFileSync(join(from, stamp), digest);
  renameSync(join(from, stamp), join(dist, stamp));
}

// With the folders that it leaves empty.
function removeFile(file) {
  rmSync(join(dist, file), { force: true });
  try {
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) rmdirSync(join(dist, folder));
  } catch {
    // Not empty: the rest stays.
  }
}

function digestOfSources() {
  const hash = createHash('sha256');
  for (const file of [
    'package.json',
    // What of the packages is bundled.
    'package-lock.json',
    'tsconfig.json',
    ...filesUnder(join(root, 'src')).map((name) => join('src', name)),
  ]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function builtFrom() {
  try {
    return existsSync(join(dist, 'main.js')) ? readFileSync(join(dist, stamp), 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc');
  } catch {
    return undefined;
  }
}

// A build that was killed leaves its folder behind.
function removeLeftovers() {
  for (const name of readdirSync(root)) {
    const pid = /^dist\.(\d+)\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(root, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Paths relative to the folder, sorted; empty if there is no such folder. */
function filesUnder(folder) {
  return entriesOf(folder)
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(join(folder, entry.name)).map((file) => join(entry.name, file)) : [entry.name],
    )
    .sort();
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return []; // not there, or another build is tidying up
    throw error;
  }
}

function say(text) {
  process.stderr.write(`ferry: ${text}\n`);
}
