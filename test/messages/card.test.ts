import { describe, expect, it } from 'vitest';
import type { Migration } from '../../src/domain/migration.js';
import type { Original } from '../../src/domain/subscription.js';
import { migrationCard } from '../../src/messages/card.js';
import type { Block, Button } from '../../src/messages/message.js';
import { plainText } from '../../src/messages/plain-text.js';
import { Words } from '../../src/messages/words.js';
import { aMigration, anOriginal, aReplacement, aView } from '../support/builders.js';

const words = new Words('en', 'UTC');
const NOW = '2026-11-20T10:00Z';
const SENT = { invitation: { sentOn: '2026-11-10' } };

function blocksOf<K extends Block['kind']>(migration: Migration, kind: K, now = NOW): Extract<Block, { kind: K }>[] {
  const { blocks } = migrationCard(words, aView(migration, now));
  return blocks.filter((block): block is Extract<Block, { kind: K }> => block.kind === kind);
}

function cautionsOf(migration: Migration, now = NOW): string[] {
  return blocksOf(migration, 'note', now).flatMap(({ text, tone }) => (tone === 'caution' ? [text] : []));
}

function notesOf(migration: Migration, now = NOW): string[] {
  return blocksOf(migration, 'note', now).flatMap(({ text, tone }) => (tone === 'caution' ? [] : [text]));
}

function buttonsOf(migration: Migration, now = NOW): string[] {
  return blocksOf(migration, 'buttons', now).flatMap(({ buttons }) => buttons.map(({ run }) => run));
}

function untouched(facts: Partial<Migration> = {}): Migration {
  const { acceptedOn: _, ...migration } = aMigration();
  return { ...migration, ...facts };
}

describe('the card of a migration', () => {
  it('says where it stands, what is next, and who looks after it', () => {
    const text = plainText(migrationCard(words, aView(aMigration({ country: 'FR' }), NOW)));
    expect(text.split('\n').slice(0, 9)).toEqual([
      'M1 · contoso.com',
      expect.stringMatching(/^Stage: provisioning/),
      'Next: M1.1: provision by Sun, 24 Jan 2027, at the latest Sun, 31 Jan 2027',
      'Owner: Maria Silva',
      'Bought: Open License (by hand)',
      'Country: France',
      'Seats, before → after: Office 365 E3 25 → 0',
      'Id    Offer          Seats  Ends              Renewal  Replacement',
      'M1.1  Office 365 E3  25     Sun, 31 Jan 2027  ends     none yet',
    ]);
  });

  it('says of a renewal that nobody stopped in time that it comes', () => {
    const next = (renewal: 'auto-renews' | 'ends', now: string) => {
      const migration = aMigration({ originals: [anOriginal({ renewal })], replacements: [aReplacement()] });
      return plainText(migrationCard(words, aView(migration, now))).split('\n')[2];
    };
    expect(next('auto-renews', '2027-01-31T10:00Z')).toBe(
      'Next: M1.1: renews after Sun, 31 Jan 2027: its renewal was not stopped in time',
    );
    expect(next('ends', '2027-01-31T10:00Z')).toBe('Next: M1.1: ends on Sun, 31 Jan 2027');
    expect(next('auto-renews', '2027-01-30T10:00Z')).toContain('stop its renewal');
  });

  it.each([
    ['nothing was sent', {}, NOW, 'send the invitation, then: invite M1 · M1.1: once the customer has accepted, prov'],
    ['it was sent', SENT, NOW, 'wait for the customer to accept; then: accept M1 · M1.1: once the customer has accep'],
    ['a transfer waits', { ...SENT, route: 'partner-transfer' } as const, NOW, 'wait for the customer to accept; the'],
    ['it is too late', SENT, '2027-02-01T10:00Z', 'M1.1: '],
  ])('names as next the step that it marks, before the customer has accepted: %s', (_, facts, now, text) => {
    const migration = untouched(facts);
    const next = blocksOf(migration, 'facts', now)[0]?.facts.find(({ label }) => label === 'Next')?.value ?? '';
    expect(next.slice(0, text.length)).toBe(text);
    const steps = blocksOf(migration, 'steps', now).flatMap((block) => block.steps);
    const marked = steps.filter(({ state }) => state === 'next' || state === 'late').map((step) => step.text);
    const own = marked.filter((step) => step.startsWith('M1.1'));
    expect(own).toHaveLength(text === 'M1.1: ' ? 1 : 0);
  });

  it('marks a renewal that is to be stopped within days, although the customer has not accepted', () => {
    const migration = untouched({ originals: [anOriginal({ renewal: 'auto-renews' })] });
    const now = '2027-01-29T10:00Z';
    const next = blocksOf(migration, 'facts', now)[0]?.facts.find(({ label }) => label === 'Next')?.value;
    expect(next).toMatch(/^M1\.1: once the customer has accepted, provision at once, .*; stop its renewal before /);
    const steps = blocksOf(migration, 'steps', now).flatMap((block) => block.steps);
    expect(steps.find((step) => step.text.startsWith('M1.1'))?.state).toBe('next');
  });

  it('marks a sample in its title and in words', () => {
    const card = migrationCard(words, aView(aMigration({ sample: true }), NOW));
    expect(card.title).toBe('SAMPLE · M1 · contoso.com');
    expect(notesOf(aMigration({ sample: true }))).toContain('This is a sample that Ferry made, not a real customer.');
  });

  it('says so when nobody owns it', () => {
    const card = migrationCard(words, aView(aMigration(), NOW, { owner: undefined }));
    expect(plainText(card)).toContain('Owner: nobody');
  });

  it('with 27 subscriptions shows the most urgent and says how many are left out', () => {
    const originals = Array.from({ length: 27 }, (_, index) =>
      anOriginal({ id: `M1.${index + 1}`, expiresOn: `2027-02-${String(27 - index).padStart(2, '0')}` }),
    );
    const migration = aMigration({ originals });
    const [table] = blocksOf(migration, 'table');
    const shown = table?.rows.map(([id]) => id);
    expect(shown).toEqual(Array.from({ length: 12 }, (_, index) => `M1.${27 - index}`));
    expect(blocksOf(migration, 'steps').flatMap(({ steps }) => steps)).toHaveLength(1 + 1 + 12);
    expect(notesOf(migration)).toContainEqual(expect.stringMatching(/^12 of 27 subscriptions are shown/));
  });

  it('with as many as it holds leaves nothing out', () => {
    const originals = Array.from({ length: 12 }, (_, index) => anOriginal({ id: `M1.${index + 1}` }));
    expect(blocksOf(aMigration({ originals }), 'table')[0]?.rows).toHaveLength(12);
    expect(notesOf(aMigration({ originals })).join()).not.toContain('subscriptions are shown');
  });

  it('without any says what to type', () => {
    expect(notesOf(aMigration({ originals: [] }))[0]).toContain('add M1 offer=');
    expect(buttonsOf(aMigration({ originals: [] }))).toEqual(['add M1', 'note M1', 'history M1']);
  });
});

describe('the last change', () => {
  const changed = (text: string) => {
    const entry = { id: 'M1@3', rev: 1, migration: 'M1', at: '2026-11-19T23:30:00Z', by: 'P1', from: 'chat:T1/moves' };
    const lastChange = { entry: { ...entry, what: { did: 'noted', text } as const }, by: 'Maria Silva' };
    const card = migrationCard(words, { ...aView(aMigration(), NOW), lastChange });
    return plainText(card)
      .split('\n')
      .find((line) => line.startsWith('Last change: '));
  };

  it('says who did what, and when', () => {
    expect(changed('they called')).toBe('Last change: Maria Silva, Thu, 19 Nov 2026: note: they called');
  });

  it('is cut where it is long, and never within a character', () => {
    const line = changed('🚀'.repeat(2000)) ?? '';
    expect([...line].length).toBeLessThan(250);
    expect(Buffer.from(line).toString()).toBe(line);
    expect(line.endsWith('🚀…')).toBe(true);
  });
});

describe('the rows of a card', () => {
  const row = (facts: Partial<Original>, more: Partial<Migration> = {}) =>
    blocksOf(aMigration({ originals: [anOriginal(facts)], ...more }), 'table')[0]?.rows[0];

  it('show seats, assigned seats, and the base of an add-on', () => {
    expect(row({ assigned: 0, addonOf: 'M1.2' })?.slice(1, 3)).toEqual([
      'Office 365 E3, add-on of M1.2',
      '25 (0 assigned)',
    ]);
  });

  it('show every replacement, or that none is needed', () => {
    const replacements = [aReplacement(), aReplacement({ id: 'M1.R2', seats: 1, provisionedOn: '2027-01-28' })];
    expect(row({}, { replacements })?.at(-1)).toBe(
      'M1.R1: 25 seats from Sun, 24 Jan 2027 and M1.R2: 1 seat from Thu, 28 Jan 2027',
    );
    const ended = { how: 'expired', on: '2026-11-10' } as const;
    expect(row({ ended, unneeded: 'the team left' })?.slice(3)).toEqual(['ended Tue, 10 Nov 2026', '–', 'not needed']);
  });
});

describe('the cautions of a card', () => {
  const ended = { how: 'expired', on: '2027-01-31' } as const;

  it.each<[string, Migration, string, RegExp[]]>([
    ['nothing wrong', aMigration(), NOW, []],
    ['overlap as advised', aMigration({ replacements: [aReplacement()] }), NOW, []],
    [
      'overlap of more',
      aMigration({ replacements: [aReplacement({ provisionedOn: '2027-01-23' })] }),
      NOW,
      [/^M1\.1: 9 days on which both .* paid/],
    ],
    [
      'gap',
      aMigration({ replacements: [aReplacement({ provisionedOn: '2027-03-04' })] }),
      NOW,
      [/^M1\.1: 1 day without service/],
    ],
    [
      'service lost',
      aMigration({ originals: [anOriginal({ ended })] }),
      '2027-03-03T00:00Z',
      [/^M1\.1 has ended and no replacement is active/, /^M1\.1: its data is kept until Mon, 31 May 2027/],
    ],
    [
      'renewed beside its replacement',
      aMigration({
        originals: [anOriginal({ renewals: [{ from: '2026-01-31', until: '2027-01-31' }] })],
        replacements: [aReplacement({ provisionedOn: '2026-02-01' })],
      }),
      NOW,
      [/^M1\.1 renewed although/, /^M1\.1: 365 days on which both/],
    ],
    [
      'declined with renewal off',
      untouched({ declinedOn: '2026-10-01' }),
      NOW,
      [/^M1\.1: its renewal is off.*turn it back on/],
    ],
    [
      'renewal off in the extended term',
      aMigration({ source: 'other-csp', originals: [anOriginal({ boughtOn: '2026-01-31' })] }),
      NOW,
      [/^M1\.1: in the extended service term, renewal off is not the same as cancelled/],
    ],
    [
      'not known when it was bought',
      aMigration({ source: 'other-csp', route: 'manual', originals: [anOriginal({ termEnd: 'cancel' })] }),
      NOW,
      [/^M1\.1: it is not known when it was bought/],
    ],
  ])('%s', (_case, migration, now, expected) => {
    expect(cautionsOf(migration, now)).toEqual(expected.map((text) => expect.stringMatching(text)));
  });
});

describe('what a card says of licences', () => {
  const says = (migration: Migration, now: string) =>
    notesOf(migration, now).filter((text) => /licence|seats? (is|are)/.test(text));

  it('is nothing to do for the same offer with enough seats', () => {
    expect(says(aMigration({ replacements: [aReplacement()] }), '2027-01-25T10:00Z')).toEqual([
      expect.stringMatching(/^M1\.R1: the same offer with enough seats/),
    ]);
  });

  it('is how many are missing once the replacement is active, and nothing before', () => {
    const migration = aMigration({ replacements: [aReplacement({ seats: 24 })] });
    expect(says(migration, '2027-01-23T10:00Z')).toEqual([]);
    expect(says(migration, '2027-01-24T10:00Z')).toEqual([expect.stringMatching(/^M1\.1: 1 seat is missing/)]);
  });

  it('is to reassign them for another offer', () => {
    const migration = aMigration({ replacements: [aReplacement({ offer: 'Office 365 E5' })] });
    expect(says(migration, NOW)).toEqual([expect.stringMatching(/^M1\.R1 is another offer than M1\.1/)]);
  });
});

describe('the buttons of a card', () => {
  const form = (...runs: string[]) => runs.map((run) => `${run} …`);
  const runsOf = (migration: Migration, now: string) =>
    blocksOf(migration, 'buttons', now).flatMap(({ buttons }) =>
      buttons.map((one) => one.run + (one.form ? ' …' : '')),
    );

  it.each<[string, Migration, string, string[]]>([
    ['new', untouched(), NOW, ['invite M1', 'accept M1', 'decline M1', ...form('snooze M1.1', 'add M1')]],
    [
      'invited',
      untouched({ invitation: { sentOn: '2026-09-10' } }),
      NOW,
      ['accept M1', 'decline M1', ...form('snooze M1.1', 'add M1', 'note M1')],
    ],
    ['accepted', aMigration(), NOW, ['provision M1.1', ...form('provision M1.1', 'snooze M1.1', 'add M1', 'note M1')]],
    ['declined', untouched({ declinedOn: '2026-10-01' }), NOW, ['accept M1', ...form('note M1')]],
    ['abandoned', aMigration({ abandoned: { on: '2026-11-01', reason: 'x' } }), NOW, ['resume M1', ...form('note M1')]],
    [
      'to stop the renewal',
      aMigration({ originals: [anOriginal({ renewal: 'unknown' })], replacements: [aReplacement()] }),
      NOW,
      ['change M1.1 renewal=ends', ...form('snooze M1.1', 'add M1', 'note M1')],
    ],
    ['waiting for its end', aMigration({ replacements: [aReplacement()] }), NOW, form('add M1', 'note M1')],
    [
      'past its end',
      aMigration({ replacements: [aReplacement()] }),
      '2027-02-01T00:00Z',
      ['end M1.1 expired', 'end M1.1 renewed', ...form('snooze M1.1', 'add M1', 'note M1')],
    ],
    [
      'done',
      aMigration({
        originals: [anOriginal({ ended: { how: 'expired', on: '2027-01-31' } })],
        replacements: [aReplacement()],
      }),
      '2027-02-02T00:00Z',
      form('note M1'),
    ],
  ])('%s', (_case, migration, now, runs) => {
    expect(runsOf(migration, now)).toEqual([...runs, 'history M1']);
  });

  it('are one row of six at most, whatever there is to ask', () => {
    const migration = untouched({ source: 'unknown' });
    const rows = blocksOf(migration, 'buttons').map(({ buttons }) => buttons.map(({ run }) => run));
    expect(rows).toEqual([['invite M1', 'accept M1', 'decline M1', 'change M1', 'snooze M1.1', 'history M1']]);
    expect(notesOf(migration)).toContainEqual(expect.stringContaining('Where did the customer buy?'));
  });

  it('offer to assign what nobody owns', () => {
    const { blocks } = migrationCard(words, aView(aMigration(), NOW, { owner: undefined }));
    const runs = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    expect(runs).toContainEqual({ label: 'Assign to somebody', run: 'assign M1', form: true });
  });

  it('carry the revision they were drawn from where they change something', () => {
    const all = [untouched(), aMigration(), aMigration({ replacements: [aReplacement()] })].flatMap((migration) =>
      blocksOf({ ...migration, rev: 7 }, 'buttons', '2027-02-01T00:00Z').flatMap(({ buttons }) => [...buttons]),
    );
    const carries = (button: Button) => button.rev === 7;
    const looks = (button: Button) => button.form === true || button.run.startsWith('history ');
    expect(all.filter((button) => carries(button) === looks(button))).toEqual([]);
  });
});
