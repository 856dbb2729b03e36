import { describe, expect, it } from 'vitest';
import type { Migration } from '../../src/domain/migration.js';
import { type Incident, incident, openRungs, STAGES, type Stage, stage } from '../../src/domain/stage.js';
import type { Original, Source } from '../../src/domain/subscription.js';
import { aMigration, anOriginal, aReplacement, at } from '../support/builders.js';

const expired = { how: 'expired', on: '2027-01-31' } as const;
const unneeded = { ended: expired, unneeded: 'the team left' };
const NOW = '2026-11-20T10:00Z';

function untouched(facts: Partial<Migration> = {}): Migration {
  const { acceptedOn: _, ...migration } = aMigration();
  return { ...migration, ...facts };
}

describe('the stage of a migration', () => {
  const invitation = { sentOn: '2026-09-10' };
  const abandoned = { on: '2026-11-01', reason: 'it stays' };
  const two = [anOriginal(), anOriginal({ id: 'M1.2' })];
  const ended = [anOriginal({ ended: expired })];

  it.each<[Stage, string, Migration, string]>([
    ['new', 'nothing has happened', untouched(), NOW],
    ['invited', 'the invitation went out', untouched({ invitation }), NOW],
    ['provisioning', 'the customer accepted', aMigration(), NOW],
    ['provisioning', 'accepted without any original', aMigration({ originals: [] }), NOW],
    ['provisioning', 'one of two is replaced', aMigration({ originals: two, replacements: [aReplacement()] }), NOW],
    [
      'provisioning',
      'replaced too late',
      aMigration({ replacements: [aReplacement({ provisionedOn: '2027-02-01' })] }),
      NOW,
    ],
    [
      'ending',
      'every original has its replacement, also a planned one',
      aMigration({ replacements: [aReplacement()] }),
      NOW,
    ],
    [
      'ending',
      'one has ended, the other has its replacement',
      aMigration({
        originals: [anOriginal({ ended: expired }), anOriginal({ id: 'M1.2', expiresOn: '2027-02-28' })],
        replacements: [aReplacement({ covers: ['M1.1', 'M1.2'], seats: 50 })],
      }),
      '2027-02-01T10:00Z',
    ],
    [
      'ending',
      'ended, with a replacement planned',
      aMigration({ originals: ended, replacements: [aReplacement({ provisionedOn: '2027-02-10' })] }),
      '2027-02-01T10:00Z',
    ],
    [
      'done',
      'ended and replaced',
      aMigration({ originals: ended, replacements: [aReplacement()] }),
      '2027-02-01T10:00Z',
    ],
    ['done', 'ended, and nobody needs more', aMigration({ originals: [anOriginal(unneeded)] }), '2027-02-01T10:00Z'],
    [
      'provisioning',
      'ended without a replacement, in its free days',
      aMigration({ originals: ended }),
      '2027-02-01T10:00Z',
    ],
    ['incident', 'ended without a replacement, free days over', aMigration({ originals: ended }), '2027-03-03T00:00Z'],
    [
      'ending',
      'nobody needs a replacement of what still runs',
      aMigration({ originals: [anOriginal({ unneeded: 'the team left' })] }),
      NOW,
    ],
    [
      'provisioning',
      'two share a replacement that is too small for both',
      aMigration({ originals: two, replacements: [aReplacement({ seats: 49, covers: ['M1.1', 'M1.2'] })] }),
      NOW,
    ],
    [
      'provisioning',
      'our own on the old platform: no acceptance is waited for',
      untouched({ source: 'own-legacy', route: 'new-commerce' }),
      NOW,
    ],
    [
      'done',
      'transferred as it was',
      aMigration({
        source: 'other-csp',
        route: 'partner-transfer',
        originals: [anOriginal({ ended: { how: 'transferred', on: '2027-01-10' } })],
      }),
      '2027-06-01T10:00Z',
    ],
    ['declined', 'the customer declined', untouched({ invitation, declinedOn: '2026-10-01' }), NOW],
    ['abandoned', 'given up', aMigration({ abandoned }), NOW],
    [
      'declined',
      'declined, even though service was lost',
      untouched({ declinedOn: '2026-10-01', originals: ended }),
      '2027-03-03T00:00Z',
    ],
    ['abandoned', 'given up after the customer declined', untouched({ declinedOn: '2026-10-01', abandoned }), NOW],
  ])('is %s: %s', (expected, _case, migration, now) => {
    expect(stage(migration, at(now))).toBe(expected);
  });

  it('is one of those promised, in their order', () => {
    expect(STAGES).toEqual(['abandoned', 'declined', 'incident', 'done', 'ending', 'provisioning', 'invited', 'new']);
  });
});

describe('an incident', () => {
  const none = undefined;
  const renewals = [{ from: '2026-01-31', until: '2027-01-31' }];

  it.each<[string, Source, Partial<Original>, string, string | undefined, Incident | undefined]>([
    ['ended, confirmed free days still run', 'open', { ended: expired }, '2027-03-02T23:59:59Z', none, undefined],
    ['ended, free days over', 'open', { ended: expired }, '2027-03-03T00:00Z', none, 'service-lost'],
    [
      'ended online: planned on no free days',
      'web-direct',
      { ended: expired },
      '2027-02-01T00:00Z',
      none,
      'service-lost',
    ],
    [
      'cancelled: lost the day after',
      'open',
      { ended: { how: 'cancelled', on: '2027-01-24' } },
      '2027-01-25T00:00Z',
      none,
      'service-lost',
    ],
    ['ended and replaced', 'open', { ended: expired }, '2027-03-03T00:00Z', '2027-03-01', undefined],
    ['ended, replacement planned only', 'open', { ended: expired }, '2027-03-03T00:00Z', '2027-03-04', 'service-lost'],
    ['ended, and nobody needs it', 'open', unneeded, '2027-03-03T00:00Z', none, undefined],
    [
      'goes on by the month: a cost, no loss',
      'other-csp',
      { termEnd: 'extended-term', ended: expired },
      '2027-06-01T00:00Z',
      none,
      undefined,
    ],
    ['set to end, and long past: lost, told or not', 'open', {}, '2027-03-03T00:00Z', none, 'service-lost'],
    ['set to end, in its free days', 'open', {}, '2027-03-02T23:59Z', none, undefined],
    [
      'transferred: it goes on',
      'other-csp',
      { ended: { how: 'transferred', on: '2027-01-10' } },
      '2027-09-01T00:00Z',
      none,
      undefined,
    ],
    [
      'renews, passed: a question, no incident',
      'open',
      { renewal: 'auto-renews' },
      '2027-03-03T00:00Z',
      none,
      undefined,
    ],
    [
      'not known, passed: a question, no incident',
      'open',
      { renewal: 'unknown' },
      '2027-03-03T00:00Z',
      none,
      undefined,
    ],
    ['renewed while its replacement is active', 'open', { renewals }, NOW, '2026-02-01', 'renewed'],
    ['renewed, replaced a week after', 'open', { renewals }, NOW, '2026-02-07', 'renewed'],
    ['renewed, replaced more than a week after', 'open', { renewals }, NOW, '2026-02-08', 'renewed'],
    ['renewed, and replaced long after', 'open', { renewals }, NOW, '2026-10-01', 'renewed'],
    [
      'renewed, replaced as advised for its new end',
      'open',
      { renewals },
      '2027-01-25T10:00Z',
      '2027-01-24',
      undefined,
    ],
    ['renewed, replaced a day too early for that', 'open', { renewals }, '2027-01-25T10:00Z', '2027-01-23', 'renewed'],
    [
      'renewed in a term that has not begun',
      'open',
      { renewals: [{ from: '2026-12-31', until: '2027-12-31' }] },
      NOW,
      '2026-11-01',
      undefined,
    ],
    ['renewed before it has a replacement', 'open', { renewals }, NOW, none, undefined],
    ['renewed, replacement planned only', 'open', { renewals }, NOW, '2027-01-24', undefined],
  ])('%s', (_case, source, facts, now, provisionedOn, expected) => {
    const original = anOriginal(facts);
    const replacements = provisionedOn === undefined ? [] : [aReplacement({ provisionedOn })];
    const migration = aMigration({ source, originals: [original], replacements });
    expect(incident(migration, original, at(now))).toBe(expected);
  });
});

describe('the work that is open', () => {
  const originals = [
    anOriginal({ expiresOn: '2027-06-30' }),
    anOriginal({ id: 'M1.2', expiresOn: '2027-01-31' }),
    anOriginal({ id: 'M1.3', ended: expired }),
    anOriginal({ id: 'M1.4', expiresOn: '2027-03-31' }),
  ];

  it('is listed by its last day, and leaves out what is done', () => {
    const replacements = [aReplacement({ covers: ['M1.3'], provisionedOn: '2026-11-01' })];
    const open = openRungs(aMigration({ originals, replacements }), at(NOW));
    expect(open.map(({ original, rung }) => [original.id, rung.name, rung.latest])).toEqual([
      ['M1.2', 'provision', '2027-01-31'],
      ['M1.4', 'provision', '2027-03-31'],
      ['M1.1', 'provision', '2027-06-30'],
    ]);
  });

  it('is none once the migration is given up or declined', () => {
    expect(openRungs(aMigration({ originals, abandoned: { on: '2026-11-01', reason: 'it stays' } }), at(NOW))).toEqual(
      [],
    );
    expect(openRungs(untouched({ originals, declinedOn: '2026-11-01' }), at(NOW))).toEqual([]);
  });
});
