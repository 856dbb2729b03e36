import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownFolder, use } from './tool.js';

it.each(['help', '--help', '-h'])('%s lists the words', async (word) => {
  const { ending, output, remarks } = await use('nowhere', [word]);
  expect({ ending, remarks }).toEqual({ ending: 'done', remarks: '' });
  for (const one of ['chat', 'backup', 'restore', 'verify', 'doctor', 'store adopt'])
    expect(output).toContain(`ferry ${one}`);
});

it.each([
  [['bakcup'], 'Unknown word "bakcup"'],
  [['backup'], 'ferry backup takes one file'],
  [['restore', 'one', 'two'], 'ferry restore takes one file'],
  [['verify', 'one', 'two'], 'ferry verify takes one file, or nothing'],
  [['doctor', 'please'], 'ferry doctor takes nothing more'],
  [['doctor', '--force'], '--force goes with backup alone'],
  [['store'], 'ferry store knows one word: adopt'],
  [['store', 'drop'], 'ferry store knows one word: adopt'],
  [['restore', 'one', '--force'], '--force goes with backup alone'],
  [['verify', '--fast'], "Unknown option '--fast'"],
  [['verify', '--data'], '--data'],
  [['restore', 'none.json'], 'none.json cannot be read: it is not there.'],
])('%j is answered with a sentence, and makes nothing', async (words, sentence) => {
  const folder = join(ownFolder(), 'none');
  const { ending, output, remarks } = await use(folder, words);
  expect({ ending, output }).toEqual({ ending: 'badConfiguration', output: '' });
  expect(remarks).toContain(sentence);
  expect(remarks.trim().split('\n')).toHaveLength(1);
  expect(existsSync(folder)).toBe(false);
});
