import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Notice } from '../../src/domain/notice.js';
import { noticeId, Outbox } from '../../src/services/outbox.js';
import type { OutboxRow } from '../../src/services/ports.js';
import { openTestStore } from '../support/store.js';

async function anOutbox(rows: readonly Pick<OutboxRow, 'id' | 'status' | 'due' | 'destination'>[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-outbox-'));
  const { store, close } = await openTestStore(folder);
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.change(async (tx) => {
    for (const row of rows) await tx.put('outbox', { rev: 0, kind: 'card', subjects: ['M1'], attempts: 0, ...row });
  });
  return new Outbox(store);
}

it('has open what waits, is being sent, or has an unknown fate, the oldest first', async () => {
  const moves = 'chat:T1/moves';
  const row = (id: string, status: OutboxRow['status'], hour: number, destination = moves) => ({
    ...{ id, status, destination },
    due: `2026-11-20T${hour}:00:00Z`,
  });
  const outbox = await anOutbox([
    row('waits', 'waiting', 13),
    row('sent', 'sent', 10),
    row('unknown', 'unknown', 12),
    row('elsewhere', 'waiting', 10, 'chat:T1/other'),
    row('stopped', 'stopped', 10),
    row('dropped', 'dropped', 10),
    row('sending', 'sending', 11),
  ]);
  const ids = (rows: OutboxRow[]) => rows.map(({ id }) => id);
  expect(ids(await outbox.open())).toEqual(['elsewhere', 'sending', 'unknown', 'waits']);
  expect(ids(await outbox.open(moves))).toEqual(['sending', 'unknown', 'waits']);
  expect(ids(await outbox.stopped())).toEqual(['stopped']);
  expect(await outbox.troubled()).toBe(2);
});

it.each<[string, Notice, readonly string[]]>([
  ['notice M1 invitation 2026-11-20 5 chat:T1/moves', { days: 5, sentOn: '2026-11-20', about: 'invitation' }, ['M1']],
  [
    'notice M1 M1.1 incident service-lost 2027-03-03 chat:T1/moves',
    { since: '2027-03-03', about: 'incident', what: 'service-lost' },
    ['M1', 'M1.1'],
  ],
  [
    'notice M1 M1.1 incident-open renewed 2027-03-03 2027-03-04 deputy chat:T1/moves',
    { about: 'incident-open', what: 'renewed', since: '2027-03-03', to: 'deputy', day: '2027-03-04' },
    ['M1', 'M1.1'],
  ],
  ['notice M1 M1.1 request A1 chat:T1/moves', { request: 'A1', about: 'request' }, ['M1', 'M1.1']],
])('knows as %s what is stored under that id, in whatever order its facts come', (id, notice, subjects) => {
  expect(noticeId({ channel: 'chat:T1/moves' }, notice, subjects)).toBe(id);
});
