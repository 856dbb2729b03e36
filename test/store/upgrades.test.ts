import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COLLECTIONS } from '../../src/services/ports.js';
import { brokenReferences } from '../../src/store/check.js';
import { DamagedError } from '../../src/store/errors.js';
import { readSnapshot, VERSION } from '../../src/store/snapshot.js';
import { openWatchedStore } from '../support/store.js';

const GOLDEN = join(import.meta.dirname, 'versions', 'golden');
const VERSION_1 = readFileSync(join(GOLDEN, '1', 'state.json'), 'utf8');

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ferry-upgrades-'));
  folder = join(root, 'data');
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const STATE = 'state.json';
const KEPT = 'kept/version-1-state.json';
const at = (name: string) => join(folder, name);
const write = (text: string) => writeFileSync(at(STATE), text);

/** Starts on a folder and stops; answers what its owner was told. */
async function run(where = folder): Promise<readonly string[]> {
  const { notices, close } = await openWatchedStore(where);
  await close();
  return notices;
}

/** The records of a file of any version, by collection. */
function recordsIn(text: string): Record<string, unknown[]> {
  const { format: _format, version: _version, seq: _seq, at: _at, crc: _crc, ...collections } = JSON.parse(text);
  return collections;
}

describe('a folder of the first version', () => {
  it('is brought to the form of this one, with every record as it was, and the old file is kept', async () => {
    const collections = recordsIn(VERSION_1);
    // The sample says something of each, or it would prove nothing of it.
    expect(Object.keys(COLLECTIONS).filter((name) => !collections[name]?.length)).toEqual([]);
    write(VERSION_1);
    expect(await run()).toEqual(['brought the state to the form of this version']);
    const text = readFileSync(at(STATE), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ format: 'ferry', version: VERSION, seq: JSON.parse(VERSION_1).seq });
    expect(recordsIn(text)).toEqual(collections);
    expect([...brokenReferences(readSnapshot(Buffer.from(text)).collections)]).toEqual([]);
    expect(readFileSync(at(KEPT), 'utf8')).toBe(VERSION_1);
  });

  it('is read as it was written, whatever its layout', async () => {
    write(JSON.stringify(JSON.parse(VERSION_1), undefined, 2));
    await run();
    expect(recordsIn(readFileSync(at(STATE), 'utf8'))).toEqual(recordsIn(VERSION_1));
  });

  it('is upgraded once: the next start says nothing and changes nothing', async () => {
    write(VERSION_1);
    await run();
    const before = readFileSync(at(STATE), 'utf8');
    expect(await run()).toEqual([]);
    expect(readFileSync(at(STATE), 'utf8')).toBe(before);
  });

  it('goes on where it was: changes are numbered from there, and found again', async () => {
    write(VERSION_1);
    const { seq } = JSON.parse(VERSION_1);
    const { store, close } = await openWatchedStore(folder);
    expect(await store.get('customers', 'C1')).toMatchObject({ name: 'contoso.com' });
    expect(await store.list('migrations', { customer: 'C3' })).toMatchObject([{ id: 'M3' }]);
    await store.change((tx) => tx.put('settings', { id: 'new', rev: 0, value: 1 }));
    expect(readdirSync(folder)).toContain(`journal-${String(seq + 1).padStart(10, '0')}.jsonl`);
    await close();
    expect(JSON.parse(readFileSync(at(STATE), 'utf8')).seq).toBe(seq + 1);
  });

  it('is upgraded by the next start when the process was killed at any step of it', async () => {
    write(VERSION_1);
    const copies: { call: string; copy: string }[] = [];
    const watch = (call: string) => {
      const copy = join(root, `copy-${copies.length}`);
      cpSync(folder, copy, { recursive: true });
      copies.push({ call, copy });
    };
    await (await openWatchedStore(folder, {}, watch)).close();
    expect(copies.map(({ call }) => call)).toEqual(
      expect.arrayContaining([
        `write ${KEPT}.tmp`,
        `rename ${KEPT}.tmp ${KEPT}`,
        'write state.json.tmp',
        'rename state.json.tmp state.json',
      ]),
    );
    for (const { call, copy } of copies) {
      await run(copy);
      expect(recordsIn(readFileSync(join(copy, STATE), 'utf8')), call).toEqual(recordsIn(VERSION_1));
      expect(readFileSync(join(copy, KEPT), 'utf8'), call).toBe(VERSION_1);
      expect(readdirSync(copy, { recursive: true }).sort(), call).toEqual(['kept', KEPT, STATE]);
    }
  });

  it('is upgraded although the first version has left a write that was cut off', async () => {
    write(VERSION_1);
    writeFileSync(at('state.json.123-4.tmp'), VERSION_1.slice(0, 100));
    await run();
    expect(readdirSync(folder).sort()).toEqual(['kept', STATE]);
  });
});

describe('a broken file of the first version', () => {
  const edit = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

  it.each<[string, (text: string) => string, string]>([
    ['a comma too many', edit('"domain":"adatum.com"}\n', '"domain":"adatum.com"},\n'), 'not valid JSON, see line 5.'],
    ['a comma too few', edit('"domain":"contoso.com"},', '"domain":"contoso.com"}'), 'not valid JSON, see line 3.'],
    ['a broken line', edit('"domain":"fabrikam.com"}', '"domain":"fabrikam.com'), 'not valid JSON, see line 4.'],
    ['a torn end', (text) => text.slice(0, -40), 'not valid JSON'],
    ['zeros for its end', (text) => text.slice(0, 3000) + '\0'.repeat(512), 'not valid JSON'],
    ['a missing collection', edit(/"channels":\[\n.*\n\],\n/, ''), '"channels" is missing'],
    [
      'a collection under another name',
      edit('"outbox":[', '"outboxes":['),
      'a collection that this version does not know',
    ],
    ['a collection of another kind', edit(/"channels":\[\n.*\n\]/, '"channels":{}'), '"channels" is'],
    ['an id twice', edit('"id":"M2"', '"id":"M1"'), '"migrations" has an id twice, in record 2'],
    ['a value that cannot be', edit('"nextOriginal":2', '"nextOriginal":0'), 'of "migrations"'],
    ['a missing value', edit('"source":"open",', ''), 'record 1 of "migrations"'],
    ['a record that is none', edit(/("channels":\[\n).*\n/, '$17\n'), 'record 1 of "channels"'],
    ['nothing for a record', edit(/("channels":\[\n).*\n/, '$1null\n'), 'record 1 of "channels"'],
    ['no number', edit('"seq":', '"sequence":'), 'does not begin as a state file of Ferry'],
    ['a version that never was', edit('"version":1', '"version":0'), 'is damaged: '],
  ])('with %s is refused by its name and place, and nothing is changed', async (_, damage, where) => {
    const damaged = damage(VERSION_1);
    expect(damaged).not.toBe(VERSION_1);
    write(damaged);
    const error = await run().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DamagedError);
    const { message } = error as DamagedError;
    expect(message).toContain(`${at(STATE)} is damaged: `);
    expect(message).toContain(where);
    expect(message).not.toMatch(/contoso|fabrikam|adatum|maria/i);
    expect(readdirSync(folder)).toEqual([STATE]);
    expect(readFileSync(at(STATE), 'utf8')).toBe(damaged);
  });
});

/** Why the next test fails, for whoever changes a record. */
const GUARD = `The records are no longer of the form that version ${VERSION} keeps. Folders out there hold the old form, so decide:
- A field was added that may be missing, or a value may be more than before: what is kept stays valid.
  Run: npx vitest run test/store/upgrades.test.ts -u
- Anything else (a field renamed, removed, required, or narrower): raise VERSION in src/store/snapshot.ts, add a step to
  UPGRADES in src/store/upgrades.ts, and a state.json of the old form with a test of its upgrade to test/store/versions/golden/.
  Then run: npx vitest run test/store/upgrades.test.ts -u`;

describe('the form of the records', () => {
  it(`is that of version ${VERSION}`, async () => {
    const forms = Object.entries(COLLECTIONS).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'ref' }),
    ]);
    const text = `${JSON.stringify(Object.fromEntries(forms), undefined, 2)}\n`;
    await expect(text, GUARD).toMatchFileSnapshot(join(GOLDEN, String(VERSION), 'records.json'));
  });

  it('of every older version has a sample that is upgraded', () => {
    const samples = readdirSync(GOLDEN).filter((version) => readdirSync(join(GOLDEN, version)).includes(STATE));
    expect(samples.map(Number)).toEqual(Array.from({ length: VERSION - 1 }, (_, index) => index + 1));
  });
});
