import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readInUse } from '../../src/store/index.js';
import { wholeBot } from '../support/whole-bot.js';
import { enterContoso, inStore, keepOpen, NOW, note, ownFolder, use } from './tool.js';

let data: string;
let file: string;
beforeEach(async () => {
  data = ownFolder();
  file = join(ownFolder(), 'ferry.json');
  await inStore(data, enterContoso);
  await use(data, ['backup', file]);
});

const path = (name: string) => join(data, name);

/** What is kept, as the first version laid it out: without checksums. */
function inFirstFormat(): string {
  const { at: _at, crc: _crc, ...state } = JSON.parse(readFileSync(path('state.json'), 'utf8'));
  return JSON.stringify({ ...state, version: 1 });
}

async function settingsOf(folder: string): Promise<string[]> {
  const contents = await readInUse(folder, NOW);
  return (contents?.snapshot.collections.get('settings') ?? []).map(({ id }) => id);
}

it('puts the backup in the place of what is kept, and says how to go back', async () => {
  await inStore(data, (store) => note(store, 'later', 'entered after the backup'));
  const { ending, output } = await use(data, ['restore', file]);
  const copy = path('kept/before-restore-20261120T100000000Z-state.json');
  expect(ending).toBe('done');
  expect(output.split('\n')).toEqual([
    `Restored ${file}, made ${NOW}, into ${data}: transactions up to 1, 4 records.`,
    `To go back to what was there: npx ferry restore ${copy} --data ${data}`,
    '',
  ]);
  expect(await settingsOf(data)).toEqual(['counters']);
  expect(await use(data, ['restore', copy])).toMatchObject({ ending: 'done' });
  expect(await settingsOf(data)).toEqual(['later', 'counters']);
  expect(await use(data, ['verify'])).toMatchObject({ ending: 'done' });
});

it('keeps the journals too, and the way back has in it what they said', async () => {
  const store = await keepOpen(data);
  await note(store, 'later', 'only in the journal');
  const crashed = ownFolder();
  for (const name of ['state.json', 'journal-0000000002.jsonl'])
    writeFileSync(join(crashed, name), readFileSync(path(name)));
  expect(await use(crashed, ['restore', file])).toMatchObject({ ending: 'done' });
  const kept = readdirSync(join(crashed, 'kept')).sort();
  expect(kept).toEqual([
    'before-restore-20261120T100000000Z-journal-0000000002.jsonl',
    'before-restore-20261120T100000000Z-state.json',
  ]);
  expect(readdirSync(crashed).sort()).toEqual(['kept', 'state.json']);
  await use(crashed, ['restore', join(crashed, 'kept', kept[1] ?? '')]);
  expect((await settingsOf(crashed)).sort()).toEqual(['counters', 'later']);
});

it('moves the journals where they are to be kept', async () => {
  const store = await keepOpen(data);
  await note(store, 'later', 'only in the journal');
  const crashed = ownFolder();
  for (const name of ['state.json', 'journal-0000000002.jsonl'])
    writeFileSync(join(crashed, name), readFileSync(path(name)));
  await use(crashed, ['restore', file], { keepJournals: true });
  expect(readdirSync(join(crashed, 'closed'))).toEqual(['journal-0000000002.jsonl']);
});

it.each(['an empty folder', 'no folder'])('makes a store of %s', async (kind) => {
  const folder = kind === 'no folder' ? join(ownFolder(), 'new') : ownFolder();
  const { ending, output } = await use(folder, ['restore', '-'], { input: readFileSync(file) });
  expect(ending).toBe('done');
  expect(output).toContain(`${folder} was empty before.`);
  expect(await inStore(folder, (store) => store.get('customers', 'C1'))).toMatchObject({ name: 'Contoso' });
});

it('numbers what it writes above all that was there, also in what is damaged', async () => {
  writeFileSync(path('state.json'), '{"format":"ferry","version":2,"seq":40, and then nothing');
  writeFileSync(path('journal-0000000057.jsonl'), 'no line of a journal\n');
  const { ending, output } = await use(data, ['restore', file]);
  expect(ending).toBe('done');
  expect(output).toContain('What was there was damaged. Copies of its files, as they were:');
  expect(readFileSync(path('kept/before-restore-20261120T100000000Z-state.json'), 'utf8')).toContain(
    'and then nothing',
  );
  expect(JSON.parse(readFileSync(path('state.json'), 'utf8'))).toMatchObject({ seq: 58 });
  expect(readdirSync(data).sort()).toEqual(['kept', 'state.json']);
});

it('counts lines of a damaged journal whose checksum is right', async () => {
  const store = await keepOpen(data);
  for (const value of ['one', 'two', 'three']) await note(store, 'note', value);
  const damaged = ownFolder();
  const journal = readFileSync(path('journal-0000000002.jsonl'), 'utf8').replace('"one"', '"ONE"');
  writeFileSync(join(damaged, 'journal-0000000002.jsonl'), journal);
  await use(damaged, ['restore', file]);
  expect(JSON.parse(readFileSync(join(damaged, 'state.json'), 'utf8'))).toMatchObject({ seq: 5 });
});

it('overwrites no earlier copy', async () => {
  for (const _ of [1, 2, 3]) await use(data, ['restore', file]);
  expect(readdirSync(path('kept'))).toHaveLength(3);
});

it('warns of references that lead nowhere, and restores all the same', async () => {
  await inStore(data, (store) => store.change((tx) => tx.remove('customers', 'C1')));
  await use(data, ['backup', file, '--force']);
  const { ending, output } = await use(data, ['restore', file]);
  expect(ending).toBe('done');
  expect(output).toContain('Careful: migrations M1: "customer" names C1');
});

describe('changes nothing for', () => {
  it('a backup with a byte that is another', async () => {
    writeFileSync(file, readFileSync(file, 'utf8').replace('Contoso', 'Kontoso'));
    const before = readFileSync(path('state.json'), 'utf8');
    const { ending, remarks } = await use(data, ['restore', file]);
    expect(ending).toBe('damaged');
    expect(remarks).not.toMatch(/[ck]ontoso/i);
    expect(readFileSync(path('state.json'), 'utf8')).toBe(before);
    expect(readdirSync(data)).toEqual(['state.json']);
  });

  it('a file that is no backup, in a folder that is not there', async () => {
    writeFileSync(file, 'Contoso and its licences');
    expect(await use(path('new'), ['restore', file])).toMatchObject({ ending: 'damaged' });
    expect(existsSync(path('new'))).toBe(false);
  });

  it('a store that is in use', async () => {
    await keepOpen(data);
    const { ending, remarks } = await use(data, ['restore', file]);
    expect({ ending, remarks }).toEqual({
      ending: 'locked',
      remarks: `Another Ferry is running on ${data}. Stop it first.\n`,
    });
  });
});

it('takes what format 1 kept, and leaves what it replaced to be erased with the rest', async () => {
  const first = inFirstFormat();
  expect((await use(data, ['verify', '-'], { input: first })).output).toMatch(/^format 1, /);
  expect(await use(data, ['restore', '-'], { input: first })).toMatchObject({ ending: 'done' });
  expect((await use(data, ['verify'])).output).toMatch(/^format 2, /);
  expect(readdirSync(path('kept'))).toHaveLength(1);
  await inStore(data, (store) =>
    store.change(async (tx) => {
      await tx.put('settings', { id: 'anything', rev: 0, value: 1 });
      await tx.erase();
    }),
  );
  expect(existsSync(path('kept')) ? readdirSync(path('kept')) : []).toEqual([]);
});

it('backs up and verifies what format 1 kept as it lies there', async () => {
  const folder = ownFolder();
  writeFileSync(join(folder, 'state.json'), inFirstFormat());
  expect((await use(folder, ['verify'])).output).toMatch(/^format 1, .*In order\.\n$/s);
  const { output } = await use(folder, ['backup', '-']);
  expect(JSON.parse(output)).toMatchObject({ version: 2 });
  expect(readdirSync(folder)).toEqual(['state.json']);
});

it('brings back all that the bot knew', async () => {
  const bot = await wholeBot();
  await bot.say('start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
  await bot.say('note M1 "They ask for an invoice"');
  const shown = await bot.say('show M1');
  const all = join(ownFolder(), 'all.json');
  expect(await use(bot.folder, ['backup', all])).toMatchObject({ ending: 'done' });
  await bot.say('abandon M1 "They have gone"');
  await bot.stop();
  expect(await use(bot.folder, ['restore', all])).toMatchObject({ ending: 'done' });
  const again = await wholeBot({ folder: bot.folder, platform: bot.platform });
  expect(await again.say('show M1')).toBe(shown);
  expect(await again.say('history M1')).toContain('They ask for an invoice');
});

it('names the customers whose names come back with it', async () => {
  await inStore(data, (store) =>
    store.change(async (tx) => {
      const customer = await tx.get('customers', 'C1');
      if (customer) await tx.put('customers', { ...customer, name: 'C1', forgotten: true });
      await tx.erase();
    }),
  );
  const { output } = await use(data, ['restore', file]);
  expect(output).toContain(
    'the name of customer C1 was erased after the backup, and is back. Erase it again: forget C1',
  );
});
