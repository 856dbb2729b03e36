import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DamagedError, type OpenStore, openStore } from '../../src/store/index.js';
import { type State, StateFile } from '../../src/store/state-file.js';

let root: string;
let folder: string;
let path: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ferry-file-'));
  folder = join(root, 'new', 'data');
  path = join(folder, 'state.json');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function open(): Promise<OpenStore> {
  return openStore(folder, (error) => {
    throw error;
  });
}

/** A state with two customers and a migration of each. */
async function fill(): Promise<void> {
  const { store, close } = await open();
  await store.change(async (tx) => {
    for (const [n, name] of ['Zebra Holdings', 'fabrikam.com'].entries()) {
      await tx.put('customers', { id: `C${n + 1}`, rev: 0, name });
      await tx.put('migrations', {
        id: `M${n + 1}`,
        rev: 0,
        customer: `C${n + 1}`,
        source: 'open',
        route: 'manual',
        channel: 'terminal:local',
        owner: 'P1',
        createdAt: '2026-11-20T10:00:00Z',
        sample: false,
        steps: [],
        licensesDone: 0,
        originals: [],
        replacements: [],
        nextOriginal: 1,
        nextReplacement: 1,
      });
    }
  });
  await close();
}

const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);

describe('the state on disk', () => {
  it('is for its owner alone, however it was left', async () => {
    expect(await new StateFile(path).read()).toBeNull();
    expect([mode(join(root, 'new')), mode(folder)]).toEqual(['700', '700']);
    rmSync(join(root, 'new'), { recursive: true });
    await fill();
    expect([mode(join(root, 'new')), mode(folder), mode(path)]).toEqual(['700', '700', '600']);
    chmodSync(path, 0o644);
    const { store, close } = await open();
    await store.change((tx) => tx.put('settings', { id: 'one', rev: 0, value: 1 }));
    await close();
    expect(mode(path)).toBe('600');
  });

  it('is valid JSON with one record per line', async () => {
    await fill();
    const text = readFileSync(path, 'utf8');
    const { format, version, seq, customers, migrations } = JSON.parse(text);
    expect({ format, version, seq }).toEqual({ format: 'ferry', version: 1, seq: 1 });
    const records = text.split('\n').filter((line) => line.startsWith('{"id"'));
    expect(records.map((line) => JSON.parse(line.replace(/,$/, '')))).toEqual([...customers, ...migrations]);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('is read back as it was written', async () => {
    await fill();
    const before = readFileSync(path, 'utf8');
    const { store, close } = await open();
    await store.change((tx) => tx.put('settings', { id: 'one', rev: 0, value: 1 }));
    await store.change((tx) => tx.remove('settings', 'one'));
    await close();
    expect(readFileSync(path, 'utf8')).toBe(before.replace('"seq":1', '"seq":3'));
  });

  it('is freed from what a killed write left behind, and from nothing else', async () => {
    await fill();
    for (const name of ['state.json.123-4.tmp', 'state.json.bak', 'notes.tmp', 'state.json.mine.tmp']) {
      writeFileSync(join(folder, name), 'half');
    }
    await (await open()).close();
    expect(readdirSync(folder).sort()).toEqual(['notes.tmp', 'state.json', 'state.json.bak', 'state.json.mine.tmp']);
  });

  it('keeps no half-written file of a write that failed', async () => {
    mkdirSync(join(path, 'in-the-way'), { recursive: true });
    const state: State = { seq: 1, collections: new Map() };
    await expect(new StateFile(path).write(state)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(folder)).toEqual(['state.json']);
  });
});

describe('a damaged state', () => {
  const edit = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

  it.each<[string, (text: string) => string, string]>([
    ['a comma too many', edit('"name":"fabrikam.com"}\n', '"name":"fabrikam.com"},\n'), 'not valid JSON, see line 4.'],
    ['a comma too few', edit('Holdings"},', 'Holdings"}'), 'not valid JSON, see line 3.'],
    ['a broken line', edit('"name":"fabrikam.com"}', '"name":"fabrikam.com'), 'not valid JSON, see line 4.'],
    ['a torn end', (text) => text.slice(0, -40), 'not valid JSON'],
    ['no content', () => '', 'not valid JSON'],
    ['zeros', () => '\0'.repeat(512), 'not valid JSON'],
    ['a missing collection', edit('"outbox":[]', '"outboxes":[]'), '"outbox" is missing'],
    ['a collection of another kind', edit('"inbound":[]', '"inbound":{}'), '"inbound" is missing'],
    ['an id twice', edit('"id":"M2"', '"id":"M1"'), '"migrations" has M1 twice'],
    ['a value that cannot be', edit(/"nextOriginal":1(?=[^\n]*\n\])/, '"nextOriginal":0'), 'record 2 of "migrations"'],
    ['a missing value', edit('"source":"open",', ''), 'record 1 of "migrations"'],
    ['a record that is none', edit('"channels":[]', '"channels":[7]'), 'record 1 of "channels"'],
    ['another program’s file', () => '{"name":"ferry"}', 'does not begin as a state file of Ferry'],
    ['a list', () => '[]', 'does not begin as a state file of Ferry'],
  ])('with %s is refused by its name and place, and left as it is', async (_, damage, where) => {
    await fill();
    const damaged = damage(readFileSync(path, 'utf8'));
    expect(damaged).not.toBe(readFileSync(path, 'utf8'));
    writeFileSync(path, damaged);
    const error = await open().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DamagedError);
    const { message } = error as DamagedError;
    expect(message).toContain(`${path} is damaged: `);
    expect(message).toContain(where);
    expect(message).not.toMatch(/zebra|fabrikam/i);
    expect(readFileSync(path, 'utf8')).toBe(damaged);
  });

  it('can be opened once it is mended: its folder is not left locked', async () => {
    await fill();
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, good.slice(0, -3));
    await expect(open()).rejects.toThrow(DamagedError);
    writeFileSync(path, good);
    await (await open()).close();
  });

  it('of a newer version is not touched, and told apart', async () => {
    await fill();
    const newer = readFileSync(path, 'utf8').replace('"version":1', '"version":2');
    writeFileSync(path, newer);
    await expect(open()).rejects.toThrow(`${path} was written by a newer Ferry (format 2)`);
    expect(readFileSync(path, 'utf8')).toBe(newer);
  });
});
