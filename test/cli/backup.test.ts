import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { enterContoso, inStore, keepOpen, note, ownFolder, use } from './tool.js';

it('is one file of the form of state.json, for its owner alone', async () => {
  const [data, elsewhere] = [ownFolder(), ownFolder()];
  await inStore(data, enterContoso);
  const file = join(elsewhere, 'ferry.json');
  const { ending, output, remarks } = await use(data, ['backup', file]);
  expect({ ending, output }).toEqual({ ending: 'done', output: '' });
  expect(remarks).toBe(`Backed up to ${file}: transactions up to 1, 4 records, ${statSync(file).size} bytes.\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 'ferry', seq: 1, customers: [{ id: 'C1' }] });
  expect(readdirSync(elsewhere)).toEqual(['ferry.json']);
  expect(await use(data, ['verify', file])).toMatchObject({ ending: 'done' });
});

it('holds what is still in a journal, while the store is open', async () => {
  const data = ownFolder();
  const store = await keepOpen(data);
  await enterContoso(store);
  await note(store, 'note', 'in the journal');
  const { ending, output, remarks } = await use(data, ['backup', '-']);
  expect(ending).toBe('done');
  expect(remarks).toContain('transactions up to 2, 5 records');
  expect(JSON.parse(output).settings).toMatchObject([{ id: 'counters' }, { id: 'note', value: 'in the journal' }]);
});

it('never takes the place of a file unless it is told to', async () => {
  const [data, elsewhere] = [ownFolder(), ownFolder()];
  await inStore(data, enterContoso);
  const file = join(elsewhere, 'ferry.json');
  writeFileSync(file, 'an older one');
  expect(await use(data, ['backup', file])).toMatchObject({
    ending: 'badConfiguration',
    remarks: `${file} is there already; --force replaces it.\n`,
  });
  expect(readFileSync(file, 'utf8')).toBe('an older one');
  expect(await use(data, ['backup', file, '--force'])).toMatchObject({ ending: 'done' });
  expect(await use(data, ['verify', file])).toMatchObject({ ending: 'done' });
});

it('replaces nothing that is no file, and needs a name', async () => {
  const [data, elsewhere] = [ownFolder(), ownFolder()];
  await inStore(data, enterContoso);
  mkdirSync(join(elsewhere, 'folder'));
  symlinkSync(join(elsewhere, 'target'), join(elsewhere, 'link'));
  for (const name of ['folder', 'link']) {
    const file = join(elsewhere, name);
    const { ending, remarks } = await use(data, ['backup', file, '--force']);
    expect({ ending, remarks }).toEqual({
      ending: 'badConfiguration',
      remarks: `${file} is there, and is no file: name another one.\n`,
    });
  }
  expect(await use(data, ['backup', ''])).toMatchObject({ ending: 'badConfiguration' });
});

it.each(['state.json', 'state.json.tmp', 'journal-0000000001.jsonl', 'ballast', 'kept', 'kept/mine', 'closed/mine'])(
  'never takes a name that the store itself uses: %s',
  async (name) => {
    const data = ownFolder();
    await inStore(data, enterContoso);
    mkdirSync(join(data, 'kept'));
    mkdirSync(join(data, 'closed'));
    const link = join(ownFolder(), 'link');
    symlinkSync(data, link);
    const before = readFileSync(join(data, 'state.json'), 'utf8');
    for (const folder of [data, link]) {
      expect(await use(data, ['backup', join(folder, name), '--force'])).toMatchObject({ ending: 'badConfiguration' });
    }
    expect(readFileSync(join(data, 'state.json'), 'utf8')).toBe(before);
  },
);

it('makes no folder: the disk for it may not be mounted', async () => {
  const data = ownFolder();
  await inStore(data, enterContoso);
  const folder = join(ownFolder(), 'mounted-at-times');
  const { ending, remarks } = await use(data, ['backup', join(folder, 'ferry.json')]);
  expect({ ending, remarks }).toEqual({
    ending: 'badConfiguration',
    remarks: `There is no folder ${folder} to put the backup in.\n`,
  });
});

it('of an empty folder is refused, and so is that of none', async () => {
  const data = ownFolder();
  expect(await use(data, ['backup', '-'])).toMatchObject({ ending: 'badConfiguration', output: '' });
  mkdirSync(join(data, 'playground'));
  expect((await use(data, ['backup', '-'])).remarks).toContain(`The samples are in ${join(data, 'playground')}.`);
  expect(await use(join(data, 'none'), ['backup', '-'])).toMatchObject({ ending: 'badConfiguration', output: '' });
  expect(readdirSync(data)).toEqual(['playground']);
});

it('of what is damaged is none at all', async () => {
  const [data, elsewhere] = [ownFolder(), ownFolder()];
  await inStore(data, enterContoso);
  const state = join(data, 'state.json');
  writeFileSync(state, readFileSync(state, 'utf8').replace('Contoso', 'Kontoso'));
  const { ending, remarks } = await use(data, ['backup', join(elsewhere, 'ferry.json')]);
  expect(ending).toBe('damaged');
  expect(remarks).toContain('checksum');
  expect(remarks).not.toMatch(/[ck]ontoso/i);
  expect(readdirSync(elsewhere)).toEqual([]);
});

it.skipIf(process.getuid?.() === 0)('is made from a folder that may only be read', async () => {
  const data = ownFolder();
  await inStore(data, enterContoso);
  chmodSync(data, 0o500);
  expect(await use(data, ['backup', '-'])).toMatchObject({ ending: 'done' });
  chmodSync(data, 0o700);
});
