import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { ownFolder, use } from './tool.js';

const DIST = join(import.meta.dirname, '..', '..', 'dist');
const WRITER = fileURLToPath(new URL('./folding-writer.mjs', import.meta.url));
const BACKUPS = 60;

interface Setting {
  readonly id: string;
  readonly value: unknown;
}

/** A process that writes and folds all the time; `said` is the last number that it has confirmed. */
async function startWriter(folder: string) {
  const child = spawn(process.execPath, [WRITER, DIST, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  const writer = { said: 0 };
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    writer.said = Number(line);
  });
  await once(lines, 'line');
  return writer;
}

it('is the state after some change, none older than what was confirmed before it began', async () => {
  const data = ownFolder();
  const writer = await startWriter(data);
  const folds = new Set<string>();
  // Until the writer has folded often enough meanwhile, or this would show nothing.
  for (let round = 0; round < BACKUPS || folds.size <= 5; round += 1) {
    const confirmed = writer.said;
    const { ending, output, remarks } = await use(data, ['backup', '-']);
    expect(ending, remarks).toBe('done');
    const settings = JSON.parse(output).settings as Setting[];
    const sideOf = (wanted: string) => settings.find(({ id }) => id === wanted)?.value;
    const number = Number(sideOf('left'));
    expect(sideOf('right')).toBe(number);
    expect(number).toBeGreaterThanOrEqual(confirmed);
    const notes = Array.from({ length: Math.min(40, number) }, (_, back) => `note ${number - back}`);
    expect(
      settings
        .map(({ id }) => id)
        .filter((id) => id.startsWith('note'))
        .sort(),
    ).toEqual(notes.sort());
    folds.add(/"seq":\d+/.exec(readFileSync(join(data, 'state.json'), 'utf8'))?.[0] ?? '');
    if (round % 10 > 0) continue;
    const elsewhere = ownFolder();
    const file = join(elsewhere, 'ferry.json');
    writeFileSync(file, output);
    expect(await use(data, ['verify', file])).toMatchObject({ ending: 'done' });
    expect(await use(join(elsewhere, 'restored'), ['restore', file])).toMatchObject({ ending: 'done' });
    expect(await use(join(elsewhere, 'restored'), ['verify'])).toMatchObject({ ending: 'done' });
    expect(await use(data, ['verify'])).toMatchObject({ ending: 'done' });
  }
}, 60_000);
