import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { enterContoso, inStore, keepOpen, note, ownFolder, use } from './tool.js';

let data: string;
beforeEach(async () => {
  data = ownFolder();
  await inStore(data, enterContoso);
});

const path = (name: string) => join(data, name);

/** What somebody with an editor makes of state.json. */
function edit(change: (text: string) => string): string {
  const edited = change(readFileSync(path('state.json'), 'utf8'));
  writeFileSync(path('state.json'), edited);
  return edited;
}

it('has nothing to do for a file that Ferry wrote', async () => {
  const before = readFileSync(path('state.json'));
  const { ending, output } = await use(data, ['store', 'adopt']);
  expect({ ending, output }).toEqual({
    ending: 'done',
    output: `${path('state.json')} is as Ferry wrote it: there is nothing to adopt.\n`,
  });
  expect(readFileSync(path('state.json'))).toEqual(before);
});

it.each<[string, (text: string) => string]>([
  ['a line at a time', (text) => text.replace('"Contoso"', '"Contoso Ltd"')],
  [
    'with a tool that lays it out anew',
    (text) => JSON.stringify(JSON.parse(text.replace('"Contoso"', '"Contoso Ltd"')), null, 4),
  ],
])('takes over what was edited %s', async (_how, change) => {
  const edited = edit(change);
  expect(await use(data, ['verify'])).toMatchObject({ ending: 'damaged' });
  const { ending, output } = await use(data, ['store', 'adopt']);
  const copy = path('kept/before-adopt-20261120T100000000Z-state.json');
  expect(ending).toBe('done');
  expect(output.split('\n')).toEqual([
    `Took over ${path('state.json')}: 4 records.`,
    'Copies of the files as they were:',
    `  ${copy}`,
    '',
  ]);
  expect(readFileSync(copy, 'utf8')).toBe(edited);
  expect(await use(data, ['verify'])).toMatchObject({ ending: 'done' });
  expect(await inStore(data, (store) => store.get('customers', 'C1'))).toMatchObject({ name: 'Contoso Ltd' });
});

it('applies the journals that go on from it, and names the edited records that they change', async () => {
  await inStore(data, (store) => note(store, 'note', 'before'));
  const store = await keepOpen(data);
  await note(store, 'note', 'by the journal');
  await note(store, 'another', 'by the journal');
  const crashed = ownFolder();
  cpSync(data, crashed, { recursive: true });
  data = crashed;
  edit((text) => text.replace('"before"', '"by hand"').replace('"Contoso"', '"Contoso Ltd"'));
  const { ending, output } = await use(data, ['store', 'adopt']);
  expect(ending).toBe('done');
  expect(output).toContain('what you edited in them is not taken over: edit them again.\n  settings note\nCopies');
  expect(readdirSync(path('kept'))).toHaveLength(2);
  expect(readdirSync(data).sort()).toEqual(['kept', 'state.json']);
  const kept = await inStore(data, async (own) => [
    (await own.get('settings', 'note'))?.value,
    (await own.get('settings', 'another'))?.value,
    (await own.get('customers', 'C1'))?.name,
  ]);
  expect(kept).toEqual(['by the journal', 'by the journal', 'Contoso Ltd']);
});

describe('refuses, and changes nothing', () => {
  it.each<[string, string, (text: string) => string]>([
    ['a comma too few', 'it is not valid JSON', (text) => text.replace('},\n', '}\n').replace('],\n', ']\n')],
    [
      'a record that breaks its schema',
      'record 1 of "migrations"',
      (text) => text.replace('"seats":25', '"seats":"many"'),
    ],
    ['an id that comes twice', '"people" has P1 twice', (text) => text.replace(/(\{"id":"P1".*\})/, '$1,\n$1')],
    ['a reference to nothing', '"customer" names C9', (text) => text.replace('"customer":"C1"', '"customer":"C9"')],
    ['a collection that is missing', '"channels" is missing', (text) => text.replace('"channels":[\n],\n', '')],
    ['another version', 'it is of format 1', (text) => text.replace('"version":2', '"version":1')],
    ['another file', 'it does not begin as a state file', () => '{"name":"Contoso"}'],
  ])('%s', async (_case, sentence, change) => {
    const edited = edit(change);
    const { ending, output, remarks } = await use(data, ['store', 'adopt']);
    expect({ ending, output }).toEqual({ ending: 'damaged', output: '' });
    expect(remarks).toContain(sentence);
    expect(remarks).not.toContain('ontoso');
    expect(readFileSync(path('state.json'), 'utf8')).toBe(edited);
    expect(readdirSync(data)).toEqual(['state.json']);
  });

  it('a store that is in use', async () => {
    await keepOpen(data);
    edit((text) => text.replace('"Contoso"', '"Contoso Ltd"'));
    expect(await use(data, ['store', 'adopt'])).toMatchObject({ ending: 'locked' });
  });

  it('a folder without a state', async () => {
    const empty = ownFolder();
    expect(await use(empty, ['store', 'adopt'])).toMatchObject({
      ending: 'badConfiguration',
      remarks: `There is no ${join(empty, 'state.json')}.\n`,
    });
    expect(readdirSync(empty)).toEqual([]);
  });
});
