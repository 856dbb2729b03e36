import { describe, expect, it } from 'vitest';
import type { Block } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';

describe('a message as plain text', () => {
  it.each<[string, Block, string]>([
    ['text', { kind: 'text', text: 'first\nsecond' }, 'first\nsecond'],
    ['code', { kind: 'code', text: 'a,b\n1,2' }, 'a,b\n1,2'],
    ['a note', { kind: 'note', text: 'aside' }, 'aside'],
    ['a quiet note', { kind: 'note', text: 'aside', tone: 'quiet' }, 'aside'],
    ['a caution', { kind: 'note', text: 'look', tone: 'caution' }, '! look'],
    [
      'facts',
      {
        kind: 'facts',
        facts: [
          { label: 'Owner', value: 'Maria' },
          { label: 'Stage', value: 'new' },
        ],
      },
      'Owner: Maria\nStage: new',
    ],
    [
      'steps',
      {
        kind: 'steps',
        steps: [
          { state: 'done', text: 'one' },
          { state: 'next', text: 'two' },
          { state: 'open', text: 'three' },
          { state: 'late', text: 'four' },
        ],
      },
      '[x] one\n[>] two\n[ ] three\n[!] four',
    ],
    [
      'a table, its columns under each other and no spaces at the end',
      {
        kind: 'table',
        head: ['Id', 'Customer', 'Seats'],
        rows: [
          ['M1', 'fabrikam.com', '25'],
          ['M12', 'café', ''],
          ['M3', '👩', '1'],
          ['M4', '世纪互联', '2'],
        ],
      },
      'Id   Customer      Seats\nM1   fabrikam.com  25\nM12  café\nM3   👩            1\nM4   世纪互联      2',
    ],
    ['a table without rows', { kind: 'table', head: ['Id'], rows: [] }, 'Id'],
    [
      'a table whose rows are longer than its head',
      { kind: 'table', head: ['Id'], rows: [['M1', 'more', 'x'], ['M2']] },
      'Id\nM1  more  x\nM2',
    ],
    [
      'buttons, as what could be typed',
      {
        kind: 'buttons',
        buttons: [
          { label: 'History', run: 'history M1' },
          { label: 'Accepted', run: 'accept M1', rev: 3, style: 'primary' },
        ],
      },
      '> History: history M1\n> Accepted: accept M1',
    ],
  ])('shows %s', (_case, block, text) => {
    expect(plainText({ title: 'Title', blocks: [block] })).toBe(`Title\n${text}`);
  });

  it('names the people it is for, under the title', () => {
    const mentions = [
      { name: 'Maria Silva', identities: ['slack:T0001/U0001'] },
      { name: 'Jonas', identities: ['teams:contoso/8d2c'] },
    ];
    expect(plainText({ title: 'Title', mentions, blocks: [] })).toBe('Title\n@Maria Silva @Jonas');
  });

  it('leaves no empty line for what is empty', () => {
    const blocks: Block[] = [
      { kind: 'text', text: '' },
      { kind: 'steps', steps: [] },
      { kind: 'facts', facts: [] },
      { kind: 'buttons', buttons: [] },
      { kind: 'table', head: [], rows: [] },
    ];
    expect(plainText({ title: 'Title', blocks })).toBe('Title');
  });
});
