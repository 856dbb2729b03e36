import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { aMigration } from '../support/builders.js';
import { enterContoso, inStore, keepOpen, note, ownFolder, use } from './tool.js';

let data: string;
beforeEach(async () => {
  data = ownFolder();
  await inStore(data, enterContoso);
});

const path = (name: string) => join(data, name);

it('counts what is there and finds it in order', async () => {
  const { ending, output, remarks } = await use(data, ['verify']);
  expect({ ending, remarks }).toEqual({ ending: 'done', remarks: '' });
  expect(output).toMatch(/^format 2, transactions up to 1, 4 records\n {2}customers: 1\n/);
  expect(output).toMatch(/\nstate\.json, and 0 journals with 0 transactions after it\nIn order\.\n$/);
});

it('works beside a store that is open, and changes nothing', async () => {
  const store = await keepOpen(data);
  await note(store, 'note', 'in the journal');
  const before = readdirSync(data);
  expect((await use(data, ['verify'])).output).toContain('and 1 journal with 1 transaction after it\nIn order.');
  expect(readdirSync(data)).toEqual(before);
});

it('makes no folder', async () => {
  const { ending, remarks } = await use(path('none'), ['verify']);
  expect({ ending, remarks }).toEqual({
    ending: 'badConfiguration',
    remarks: `The folder ${path('none')} cannot be read: it is not there.\n`,
  });
  expect(existsSync(path('none'))).toBe(false);
});

it('names what does not belong, and calls it no damage', async () => {
  for (const folder of ['kept', 'closed', 'playground']) mkdirSync(path(folder));
  for (const name of ['state.json.tmp', 'notes.txt', 'kept/old', 'closed/journal-0000000001.jsonl', 'playground/x'])
    writeFileSync(path(name), '');
  writeFileSync(path('journal-0000000001.jsonl'), '');
  const { ending, output } = await use(data, ['verify']);
  expect(ending).toBe('done');
  expect(output.split('\n').slice(-8)).toEqual([
    '  closed/: journals that are kept',
    '  journal-0000000001.jsonl: state.json has it in it; a start removes it',
    '  kept/: copies that were put aside',
    '  notes.txt: not a file of Ferry',
    '  playground/: the samples',
    '  state.json.tmp: a write that is under way, or was cut off; a start removes it',
    'In order.',
    '',
  ]);
});

describe('finds damaged', () => {
  it('a byte that is another', async () => {
    const text = readFileSync(path('state.json'), 'utf8');
    writeFileSync(path('state.json'), text.replace('Contoso', 'Kontoso'));
    const { ending, remarks } = await use(data, ['verify']);
    expect(ending).toBe('damaged');
    expect(remarks).toContain('checksum of lines 1 to');
    expect(remarks).not.toMatch(/[ck]ontoso/i);
  });

  it('a journal that is missing', async () => {
    const store = await keepOpen(data);
    await note(store, 'note', 'first');
    renameSync(path('journal-0000000002.jsonl'), path('journal-0000000009.jsonl'));
    const { ending, remarks } = await use(data, ['verify']);
    expect(ending).toBe('damaged');
    expect(remarks).toContain('and 2 is missing before it');
  });

  it('a backup that was cut off', async () => {
    const file = join(ownFolder(), 'ferry.json');
    writeFileSync(file, readFileSync(path('state.json')).subarray(0, -5));
    expect(await use(data, ['verify', file])).toMatchObject({ ending: 'damaged', output: '' });
  });

  it('a backup of a newer version', async () => {
    const text = readFileSync(path('state.json'), 'utf8').replace('"version":2', '"version":3');
    const { ending, remarks } = await use(data, ['verify', '-'], { input: text });
    expect({ ending, remarks }).toEqual({
      ending: 'damaged',
      remarks:
        'The standard input cannot be used: it was written by a newer Ferry (format 3): take that version. Nothing was changed.\n',
    });
  });

  it('references to what is not there, and a counter that has fallen behind', async () => {
    await inStore(data, (store) =>
      store.change(async (tx) => {
        await tx.put('migrations', aMigration({ id: 'M7', rev: 0, customer: 'C9' }));
      }),
    );
    const { ending, output } = await use(data, ['verify']);
    expect(ending).toBe('damaged');
    expect(output).toMatch(
      /\nNot in order:\n {2}migrations M7: "customer" names C9.*\n {2}migrations: M7 is there.*\n$/,
    );
  });
});

it('takes a file that is not there for a mistake of who asks', async () => {
  expect(await use(data, ['verify', path('none')])).toMatchObject({
    ending: 'badConfiguration',
    remarks: `${path('none')} cannot be read: it is not there.\n`,
  });
});
