import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asRestored } from '../../src/cli/restored.js';
import type { Migration } from '../../src/domain/migration.js';
import { OutboxRow } from '../../src/services/ports.js';
import type { Snapshot } from '../../src/store/index.js';
import { aMigration, anOriginal } from '../support/builders.js';
import { wholeBot } from '../support/whole-bot.js';
import { ownFolder, use } from './tool.js';

// What a restored outbox means: channels keep what was posted since the backup was made.

const MADE = '2026-11-20T12:00:00.000Z';

function row(facts: Partial<OutboxRow> = {}): OutboxRow {
  return OutboxRow.parse({
    id: 'reminder M1.1',
    rev: 1,
    kind: 'reminder',
    destination: 'slack:T0001/C0001',
    subjects: ['M1', 'M1.1'],
    due: '2026-11-20T08:00:00Z',
    reminder: { rung: 'provision', latest: '2027-01-31', dueDay: '2026-11-20' },
    status: 'waiting',
    attempts: 0,
    ...facts,
  });
}

function card(facts: Partial<OutboxRow> = {}): OutboxRow {
  const { reminder: _reminder, ...rest } = row();
  return { ...rest, id: 'card M1', kind: 'card', subjects: ['M1'], wanted: 3, ...facts };
}

type Records = readonly { readonly id: string; readonly rev: number }[];

function snapshot(outbox: readonly OutboxRow[], migrations: readonly Migration[] = [aMigration()]): Snapshot {
  const collections = new Map<string, Records>([
    ['migrations', migrations],
    ['outbox', outbox],
    ['settings', []],
  ]);
  return { head: { format: 'ferry', version: 2, seq: 1, at: MADE }, collections };
}

function restored(backup: readonly OutboxRow[], replaced?: readonly OutboxRow[], migrations?: readonly Migration[]) {
  const state = asRestored(snapshot(backup), replaced && snapshot(replaced, migrations).collections);
  const rows = state.collections.get('outbox') as readonly OutboxRow[];
  for (const one of rows) OutboxRow.parse(one);
  return { rows, doubtful: state.doubtful };
}

describe('where nothing is known of the time since', () => {
  it.each(['waiting', 'sending', 'unknown', 'stopped'] as const)('a post that was %s may have been made', (status) => {
    const { rows, doubtful } = restored([row({ status })]);
    expect(rows).toMatchObject([{ status: 'unknown', tried: { at: MADE } }]);
    expect(doubtful).toBe(1);
  });

  it('one that was being made then is looked for from then on', () => {
    const tried = { at: '2026-11-20T11:59:59Z' };
    expect(restored([row({ status: 'sending', tried })]).rows).toMatchObject([{ status: 'unknown', tried }]);
  });

  it('one that waited longer is looked for from the end of its wait on', () => {
    const { rows } = restored([row({ retryAt: '2026-11-20T12:15:00Z' })]);
    expect(rows).toMatchObject([{ tried: { at: '2026-11-20T12:15:00.000Z' } }]);
    expect(rows[0]).not.toHaveProperty('retryAt');
  });

  it('a card that may stand in its channel is not posted again for being older than another', () => {
    expect(restored([card()]).rows).toMatchObject([{ status: 'unknown', wanted: 3, tried: { wanted: 3 } }]);
  });

  it('what was settled stays so, and an update is made, since it shows the same however often', () => {
    const rows = [
      row({ id: 'one', status: 'sent', reference: 'C1/1' }),
      row({ id: 'two', status: 'dropped' }),
      card({ reference: 'C1/2' }),
    ];
    expect(restored(rows)).toEqual({ rows, doubtful: 0 });
  });
});

describe('where the state that is replaced can be read', () => {
  it('a post that was made since is not made again', () => {
    const now = row({ status: 'sent', reference: 'C1/1' });
    expect(restored([row()], [now])).toEqual({ rows: [now], doubtful: 0 });
  });

  it('a post that still waits goes on waiting', () => {
    expect(restored([row()], [row({ attempts: 2 })])).toEqual({ rows: [row()], doubtful: 0 });
  });

  it('a post whose fate was unknown stays so', () => {
    const tried = { at: '2026-11-20T13:00:00Z' };
    const { rows } = restored([row()], [row({ status: 'unknown', tried })]);
    expect(rows).toMatchObject([{ status: 'unknown', tried }]);
  });

  it('a reminder that is younger than the backup is not made up for', () => {
    const since = row({ id: 'reminder M1.1 later', status: 'sent', reference: 'C1/9' });
    expect(restored([], [since]).rows).toEqual([since]);
    expect(restored([], [row({ id: 'reminder M1.1 later' })]).rows).toEqual([]);
  });

  it('a card that was drawn since is drawn as it is restored', () => {
    const { rows } = restored(
      [card({ status: 'sent', reference: 'C1/2', shown: 3 })],
      [card({ status: 'sent', reference: 'C1/2', shown: 8, wanted: 8 })],
    );
    expect(rows).toMatchObject([{ status: 'waiting', reference: 'C1/2', wanted: 3 }]);
  });

  it.each<[string, Partial<Migration>]>([
    ['of another Ferry', { createdAt: '2025-01-01T00:00:00Z' }],
    ['that was entered anew', { originals: [anOriginal({ since: '2026-11-21T08:00:00Z' })] }],
  ])('it says nothing of an original with the same id %s', (_case, facts) => {
    const { rows } = restored([row()], [row({ status: 'sent', reference: 'C1/1' })], [aMigration(facts)]);
    expect(rows).toMatchObject([{ status: 'unknown' }]);
  });

  it('no id is given a second time', () => {
    const counted = (value: Record<string, number>) => ({
      ...snapshot([]),
      collections: new Map<string, Records>([['settings', [{ id: 'counters', rev: 4, value } as Records[number]]]]),
    });
    const { collections } = asRestored(counted({ M: 3, C: 9 }), counted({ M: 7, C: 2, A: 1 }).collections);
    expect(collections.get('settings')).toEqual([{ id: 'counters', rev: 4, value: { M: 7, C: 9, A: 1 } }]);
  });
});

it('posts no card twice and shows it as it is restored', async () => {
  const bot = await wholeBot();
  await bot.say('start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
  const file = join(ownFolder(), 'ferry.json');
  await use(bot.folder, ['backup', file]);
  await bot.say('accept M1');
  await bot.stop();
  await use(bot.folder, ['restore', file]);
  const before = bot.platform.calls.length;
  const again = await wholeBot({ folder: bot.folder, platform: bot.platform });
  await again.bot.delivery.idle();
  expect(bot.platform.calls.slice(before)).toEqual(['update chat:T1/moves']);
  expect(bot.platform.texts.join('\n')).toContain('[ ] The customer accepts');
});

it('looks for a post that waited, and makes it where it is not found', async () => {
  const bot = await wholeBot();
  bot.platform.outcomes.push({ kind: 'not-sent', reason: 'busy' });
  await bot.say('start contoso.com source=open country=FR offer="Office 365 E3" seats=25 ends=2027-01-31');
  const file = join(ownFolder(), 'ferry.json');
  await use(bot.folder, ['backup', file]);
  await bot.stop();
  const folder = ownFolder();
  expect((await use(folder, ['restore', file])).output).toContain(
    'Of 1 post it is not known whether it was made after the backup',
  );
  const again = await wholeBot({ folder, platform: bot.platform });
  const before = bot.platform.calls.length;
  await again.at('2026-11-20T10:30:00Z');
  expect(bot.platform.calls.slice(before)).toEqual(['find chat:T1/moves', 'deliver chat:T1/moves']);
});
