import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenRecords, brokenReferences } from '../../src/store/check.js';
import type { Kept } from '../../src/store/state.js';

const SAMPLE = readFileSync(join(import.meta.dirname, 'versions', 'golden', '1', 'state.json'), 'utf8');

type Records = Record<string, Record<string, unknown>[]>;

/** The sample, edited. */
function collections(edit: (records: Records) => void = () => undefined) {
  const { format: _format, version: _version, seq: _seq, ...content } = JSON.parse(SAMPLE);
  edit(content);
  return new Map<string, Kept[]>(Object.entries(content));
}

/** The record `id`, whatever it may be. */
const find = (records: Records, collection: string, id: string) =>
  records[collection]?.find((record) => record.id === id) as Record<string, unknown>;

describe('records', () => {
  it('in order are not complained of', () => {
    expect([...brokenRecords(collections())]).toEqual([]);
  });

  it.each<[string, (records: Records) => void, RegExp[]]>([
    ['a missing collection', (all) => delete all.outbox, [/^"outbox" is missing$/]],
    [
      'a collection that nobody knows',
      (all) => Object.assign(all, { outboxes: [] }),
      [/^there is a collection that this version does not know$/],
    ],
    ['an id twice', (all) => all.people?.push(find(all, 'people', 'P1')), [/^"people" has P1 twice$/]],
    [
      'a field that breaks its schema',
      (all) => Object.assign(find(all, 'people', 'P2'), { rev: -1 }),
      [/^record 2 of "people" \(P2\): [\s\S]*→ at rev$/],
    ],
    [
      'something that is no record',
      (all) => Object.assign(all, { channels: [null, 7] }),
      [/^record 1 of "channels": /, /^record 2 of "channels": /],
    ],
    [
      'an id that is missing, beside one that is wrong',
      (all) => {
        delete find(all, 'customers', 'C1').id;
        Object.assign(find(all, 'customers', 'C3'), { id: 'X3' });
      },
      [/^record 1 of "customers": [\s\S]*→ at id$/, /^record 3 of "customers"( \(X3\))?: [\s\S]*→ at id$/],
    ],
  ])('with %s are told by collection and place, and not by what they say', (_, edit, expected) => {
    const said = [...brokenRecords(collections(edit))];
    expect(said).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
    expect(said.join('\n')).not.toMatch(/contoso|fabrikam|adatum|maria/i);
  });
});

describe('references', () => {
  it('in order are not complained of', () => {
    expect([...brokenReferences(collections())]).toEqual([]);
  });

  it.each<[string, (records: Records) => void, string[]]>([
    [
      'a customer that is not there',
      (all) => Object.assign(find(all, 'migrations', 'M2'), { customer: 'C9' }),
      ['migrations M2: "customer" names C9, which is not among the customers'],
    ],
    [
      'an owner and a deputy that are not there',
      (all) => Object.assign(find(all, 'migrations', 'M1'), { owner: 'P8', deputy: 'P9' }),
      [
        'migrations M1: "owner" names P8, which is not among the people',
        'migrations M1: "deputy" names P9, which is not among the people',
      ],
    ],
    [
      'history of a migration and by somebody that are not there',
      (all) => Object.assign(find(all, 'history', 'M2@1'), { migration: 'M7', by: 'P9' }),
      [
        'history M2@1: "migration" names M7, which is not among the migrations',
        'history M2@1: "by" names P9, which is not among the people',
      ],
    ],
    [
      'a request of a migration and by somebody that are not there',
      (all) => Object.assign(find(all, 'requests', 'A1'), { migration: 'M7', by: 'P9' }),
      [
        'requests A1: "migration" names M7, which is not among the migrations',
        'requests A1: "by" names P9, which is not among the people',
      ],
    ],
    [
      'something to take back of what is not there',
      (all) => Object.assign(find(all, 'undos', 'M1'), { id: 'M7', entry: 'M7@1' }),
      [
        'undos M7: "id" names M7, which is not among the migrations',
        'undos M7: "entry" names M7@1, which is not among the history',
      ],
    ],
    [
      'a post about what is not there',
      (all) => Object.assign(find(all, 'outbox', 'card M2 chat:T1/moves'), { subjects: ['M7', 'M7.1'] }),
      ['record 2 of "outbox": it is about M7, which is not among the migrations'],
    ],
    [
      'counters that stand behind what was given',
      (all) => Object.assign(find(all, 'settings', 'counters'), { value: { C: 2, M: 3, P: 10, A: 1 } }),
      ['customers: C3 is there, but the counter stands at 2'],
    ],
    [
      'no counters',
      (all) => Object.assign(all, { settings: [] }),
      [
        'customers: C3 is there, but the counter stands at 0',
        'migrations: M3 is there, but the counter stands at 0',
        'people: P3 is there, but the counter stands at 0',
        'requests: A1 is there, but the counter stands at 0',
      ],
    ],
  ])('that name %s are told', (_, edit, expected) => {
    expect([...brokenReferences(collections(edit))]).toEqual(expected);
  });

  it('may be left out where nothing has to be named', () => {
    const without = collections((all) => {
      delete find(all, 'migrations', 'M1').owner;
    });
    expect([...brokenReferences(without)]).toEqual([]);
  });

  it('of nothing at all are in order', () => {
    expect([...brokenReferences(new Map())]).toEqual([]);
  });
});
